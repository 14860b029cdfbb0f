# Chapter 5, f-fibers-io: fibers on the event queue, and what tools see of them
# needs: ch05-fibers delayserver tools/badserver

load ../lib/helper
load ../lib/sweep

# run_step [ARGUMENT...]: the step
run_step() {
    step ch05-fibers f-fibers-io "$@"
}

# answers: which requests were answered by $output, sorted
answers() {
    sed -n 's/^\(request-[0-4]\) is answered: \1$/\1/p' <<< "$output" | sort | tr '\n' ' '
}

ALL="request-0 request-1 request-2 request-3 request-4 "

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

# --- Servers that do not answer as they should ---

@test "ch05/f: takes an answer at once, in pieces, without length, or not closed" {
    for mode in instant pieces keep-open no-length; do
        echo "$mode"
        serve $mode
        run_step
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        [ "${#lines[@]}" -eq 11 ]
        [ "$(answers)" = "$ALL" ]
    done
}

# fails_with PATTERN [ARGUMENT...]: one line that says what and why
fails_with() {
    run_step "${@:2}"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^f-fibers-io:\ $1$ ]]
    [ "${stderr_lines[1]}" = "ch05-fibers: f-fibers-io failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    ! grep -q 'ELAPSED' <<< "$output"
}

@test "ch05/f: says why an answer is not whole" {
    local what='the answer to request-[0-4] did not come whole'
    serve early-close
    fails_with "$what: Software caused connection abort"
    serve silent-close
    fails_with "$what: Software caused connection abort"
    serve reset
    fails_with "$what: Connection reset by peer"
    serve garbage
    fails_with "$what: what came is not HTTP/1\.x"
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

# --- System calls that fail ---

@test "ch05/f: ends well whichever system call fails" {
    local program
    need_sweep
    serve instant
    program=$(sweep_build ch05-fibers/f-fibers-io)
    sweep socket,epoll_create1 EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep epoll_ctl ENOSPC "$program"
    sweep_to 0 read,epoll_wait,epoll_pwait EINTR "$program"
    # SIGABRT
    sweep_to 134 epoll_wait,epoll_pwait EINVAL "$program"
}

# --- How it is built ---

@test "ch05/f: builds with cc in its folder" {
    local program=$BATS_TEST_TMPDIR/f-fibers-io
    serve instant
    (cd ch05-fibers/f-fibers-io && $COMPILER -std=gnu17 -I. -fsyntax-only ./*.c)
    run bash -c "cd ch05-fibers/f-fibers-io && $COMPILER -std=gnu17 -o '$program' *.c *.S"
    [ "$status" -eq 0 ]
    [ "$output" = "" ] # the linker warns of stacks that can be executed
    # shellcheck disable=SC2086
    run $RUN "$program"
    [ "$status" -eq 0 ]
    [ "$(answers)" = "$ALL" ]
}

F=ch05-fibers/f-fibers-io

# build PROGRAM SOURCE OPTION...: with the fibers
build() {
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -pthread -I. -o "$1" "${@:3}" "$2" \
        $F/fiber_io.c $F/stack.c $F/mio.c $F/error.c $F/*.S
}

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

# --- Tools that look for bugs ---

# planted OPTION...: builds the program with planted bugs as $PLANTED; skips in
# the variants, where it would be built the same
planted() {
    [ -z "$RUN$SANITIZE" ] || skip "this makes its own builds, which are the same in each variant"
    PLANTED=$BATS_TEST_TMPDIR/planted
    run build "$PLANTED" tests/ch05/planted.c -g "$@" $F/fiber.c
    echo "$output"
    [ "$status" -eq 0 ]
}

# can_name: skips where clang's sanitizers have nothing that tells them which
# function an address belongs to
can_name() {
    [[ $COMPILER != *clang* ]] || compgen -c llvm-symbolizer > /dev/null ||
        skip "llvm-symbolizer is missing, which names functions for clang: apt-get install llvm"
}

# can_link OPTION: skips where the compiler brings no such sanitizer
can_link() {
    local program=$BATS_TEST_TMPDIR/empty
    $COMPILER -o "$program" "$1" -x c - <<< 'int main(void) { return 0; }' 2> "$program.err" ||
        skip "$COMPILER has no $1"
}

# finds BUG WORDS: the tool does, in that function of a fiber; and it says
# nothing when the bug is not there
finds() {
    echo "--- $1"
    # shellcheck disable=SC2086
    run $TOOL "$PLANTED" "$1"
    echo "$output"
    [ "$status" -ne 0 ]
    [[ $output == *"$2"* ]]
    grep -qE "[ :#0-9a-fx]+ (in |: )?$1 .*planted\.c" <<< "$output"
    grep -qE "[ :#0-9a-fx]+ (in |: )?live .*fiber\.c" <<< "$output"
    is_silent "$1" fixed
    [ "$status" -eq 0 ]
    [ "$output" = "done" ]
}

# is_silent ARGUMENT...: has the program to say something, it says it alone
is_silent() {
    # shellcheck disable=SC2086
    run $TOOL "$PLANTED" "$@"
    echo "$output"
    [ "${#lines[@]}" -eq 1 ]
}

@test "ch05/f: AddressSanitizer finds bugs in fibers, and nothing else" {
    can_link -fsanitize=address
    can_name
    planted -O0 -fsanitize=address
    TOOL=
    finds overflow_heap heap-buffer-overflow
    finds overflow_buffer stack-buffer-overflow
    finds use_after_free heap-use-after-free
    TOOL="env ASAN_OPTIONS=detect_stack_use_after_return=1"
    finds use_after_return stack-use-after-return
}

@test "ch05/f: LeakSanitizer finds what fibers lost, and not what they hold" {
    can_link -fsanitize=address
    can_name
    planted -O0 -fsanitize=address
    # locals may live on stacks of the tool's own making, too
    for fake in 0 1; do
        TOOL="env ASAN_OPTIONS=detect_stack_use_after_return=$fake"
        finds leak "detected memory leaks"
        is_silent exit_while_others_wait
        [ "$status" -eq 1 ]
        [ "$output" = "planted: it ends here" ]
    done
}

@test "ch05/f: ThreadSanitizer finds races with threads, and none between fibers" {
    can_link -fsanitize=thread
    can_name
    planted -O1 -fsanitize=thread
    TOOL="setarch -R"
    $TOOL true || skip "setarch is missing or not allowed"
    finds race_with_thread "data race"
    is_silent share_with_fibers
    [ "$output" = "done" ]
    is_silent exit_while_others_wait
    [ "$output" = "planted: it ends here" ]
}

# Without optimisation, as `make step` builds, a tool sees other calls.  With it,
# c and d run in the sanitizers' own variants; f has more to tell the tools.
@test "ch05/c, d, f: run under each sanitizer, optimised and not" {
    local program=$BATS_TEST_TMPDIR/program name level sanitizer
    [ -z "$RUN$SANITIZE" ] || skip "this makes its own builds, which are the same in each variant"
    setarch -R true || skip "setarch is missing or not allowed"
    serve instant
    for sanitizer in address,undefined thread; do
        can_link "-fsanitize=$sanitizer"
        for name in c-fibers:0 d-fibers-closure:0 f-fibers-io:0 f-fibers-io:2; do
            level=${name#*:}
            name=${name%:*}
            echo "--- $name with $sanitizer at -O$level"
            $COMPILER -std=gnu17 -Wall -Wextra -Werror -O$level -g "-fsanitize=$sanitizer" \
                -fno-sanitize-recover=all -o "$program" "ch05-fibers/$name"/*.[cS]
            run --separate-stderr setarch -R "$program"
            echo "status $status; $stderr"
            [ "$status" -eq 0 ]
            [ "$stderr" = "" ]
        done
    done
}

# Some distributions have the header in a package of its own.
need_valgrind() {
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
    $COMPILER -E -x c - <<< '#include <valgrind/valgrind.h>' > "$BATS_TEST_TMPDIR/header" ||
        skip "<valgrind/valgrind.h> is missing"
}

# The valgrind of Debian 12 does not read what clang writes by default.
@test "ch05/f: valgrind finds bugs in fibers, and nothing else" {
    need_valgrind
    planted -O1 -gdwarf-4
    TOOL="valgrind -q --error-exitcode=99 --leak-check=full"
    finds overflow_heap "Invalid write"
    finds use_after_free "Invalid write"
    finds use_uninitialised "uninitialised value"
    finds leak "definitely lost"
    is_silent share_with_fibers
    is_silent exit_while_others_wait
    [ "$output" = "planted: it ends here" ]
}

# That it is silent must be our doing.
@test "ch05/f: valgrind is wrong about stacks that it was not told of" {
    local fake=$BATS_TEST_TMPDIR/fake/valgrind
    need_valgrind
    mkdir -p "$fake"
    cat > "$fake/valgrind.h" << 'EOF'
#define VALGRIND_STACK_REGISTER(start, end) 0
#define VALGRIND_STACK_DEREGISTER(id) (void)(id)
EOF
    planted -O1 -gdwarf-4 -isystem "$BATS_TEST_TMPDIR/fake"
    run valgrind -q --error-exitcode=99 "$PLANTED" none
    [ "$status" -ne 0 ]
    [[ $output == *"Invalid "* ]]
}
