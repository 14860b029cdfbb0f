# Chapter 5, f-fibers-io: fibers on the event queue, and what tools see of them
# needs: ch05-fibers delayserver tools/badserver

load ../lib/helper
load common

# --- The program ---

@test "ch05/f: five requests wait at the same time" {
    local i
    start_server
    run_step
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "${#lines[@]}" -eq 11 ]
    for i in 0 1 2 3 4; do
        [ "${lines[i]}" = "request-$i asks for $((5 - i))000 ms" ]
        [ "${lines[9 - i]}" = "request-$i is answered: request-$i" ]
    done
    # one after the other they would take 15 seconds
    [[ ${lines[10]} =~ ^ELAPSED\ TIME:\ ([0-9]+)\.[0-9]$ ]]
    [ "${BASH_REMATCH[1]}" -ge 5 ]
    [ "${BASH_REMATCH[1]}" -lt 12 ]
    # and the server has heard all of them
    [ "$(grep -c '^#[0-9]* - [1-5]000ms: request-[0-4]$' "$SERVER_LOG")" -eq 5 ]
}

# --- Where the server is ---

@test "ch05/f: takes HOST[:PORT], and says what is wrong with it" {
    local address
    serve instant
    address=$DELAYSERVER
    export DELAYSERVER=127.0.0.1:1
    run_step "$address"
    [ "$status" -eq 0 ]
    [ "$(answers)" = "$ALL" ]
    run_step "localhost:${address#*:}"
    [ "$status" -eq 0 ]
    fails_with 'connect to the delayserver on 127\.0\.0\.1:1 \(is it running\?\): Connection refused'
    run_step "http://$address/"
    [ "$status" -eq 0 ]
    fails_with 'find the delayserver no\.such\.host\.invalid: no IPv4 address is known for that host' no.such.host.invalid
    fails_with 'find the delayserver \[::1\]:8080: a server is written HOST or HOST:PORT; .*' '[::1]:8080'
    fails_with 'find the delayserver localhost:0: a server is written HOST or HOST:PORT; .*' localhost:0
    fails_with 'find the delayserver localhost:65536: a server is written HOST or HOST:PORT; .*' localhost:65536
}

@test "ch05/f: arguments that are none of its are refused" {
    for arguments in --help - '-x localhost' 'localhost another'; do
        # shellcheck disable=SC2086
        run_step $arguments
        [ "$status" -eq 1 ]
        [ "$output" = "" ]
        [ "${stderr_lines[0]}" = "usage: f-fibers-io [HOST[:PORT]]" ]
        [ "${stderr_lines[1]}" = "ch05-fibers: f-fibers-io failed with exit status 2" ]
    done
}

# --- How it is built ---

# The unit tests are built at -O2; alignment and registers are other matters at
# other levels.
@test "ch05/f: keeps its promises at every level of optimisation" {
    local level program
    for level in 0 1 3; do
        program=$BATS_TEST_TMPDIR/fibers$level
        build "$program" tests/unit/fibers_f.c -O$level tests/unit/check.c tests/unit/registers_*.S
        # shellcheck disable=SC2086
        run $RUN "$program"
        echo "$output"
        [ "$status" -eq 0 ]
    done
}

# A frame that is larger than the guard
@test "ch05/f: what steps over the guard is caught where the compiler probes" {
    local program=$BATS_TEST_TMPDIR/planted probe
    [ -z "$SANITIZE" ] || skip "a sanitizer has larger frames, and says so itself"
    for probe in clash-protection no-stack-clash-protection; do
        # shellcheck disable=SC2086
        $COMPILER -std=gnu17 -I. -O1 -S -o "$program.$probe" -f${probe/#clash/stack-clash} tests/ch05/planted.c
    done
    ! cmp -s "$program".* || skip "$COMPILER knows no stack probes for $ARCH"
    build "$program" tests/ch05/planted.c -O1 -fstack-clash-protection $F/fiber.c
    # shellcheck disable=SC2086
    run $RUN "$program" touch_far_end
    echo "$output"
    [ "$status" -eq 134 ]
    [[ $output == *"panic: fiber bug overflowed its 64 KiB stack"* ]]
}
