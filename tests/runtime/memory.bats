# Programs with the runtime that are dropped after any number of turns, and of which
# any call fails: AddressSanitizer finds nothing, and nothing is left
# needs: corofy libcorofy.a

load ../lib/helper

setup() {
    [ -z "$RUN$SANITIZE" ] || skip "this makes its own builds, which are the same in each variant"
    $COMPILER -fsanitize=address,undefined -o "$BATS_TEST_TMPDIR/empty" -x c - \
        <<< 'int main(void) { return 0; }' || skip "$COMPILER has no sanitizers"
}

# program NAME: of tests/runtime/NAME.co, to be disturbed
program() {
    PROGRAM=$BATS_TEST_TMPDIR/$1
    "$B/corofy" --async "tests/runtime/$1.co" "$PROGRAM.c"
    $COMPILER -std=gnu17 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
        -Wl,--wrap=runtime_block_on -Iruntime -o "$PROGRAM" "$PROGRAM.c" \
        tests/runtime/disturbed.c runtime/*.c -lpthread
}

# complaints: what it has said that is not expected of one that was disturbed
complaints() {
    grep -vE '^(turns|calls): |^task [0-9]+ \([a-z_]+\) was never joined or detached$' <<< "$stderr"
}

# drops NAME: after each number of turns, until it is done
drops() {
    local turns
    program "$1"
    for ((turns = 0; turns < 500; turns++)); do
        try env TURNS=$turns "$PROGRAM"
        [ "$status" -eq 0 ]
        [ "$(complaints)" = "" ]
        [[ $stderr != *", done"* ]] || break
    done
    echo "# $1 was dropped after 0 to $((turns - 1)) turns" >&3
    [ "$turns" -gt 5 ] && [ "$turns" -lt 500 ]
}

@test "runtime: tasks that are dropped after any number of turns leave nothing" {
    drops tasks
    drops sets
}

@test "runtime: channels and locks, dropped after any number of turns" {
    drops sync
}

@test "runtime: waits for fds and signals, dropped after any number of turns" {
    drops outside
}

# fails NAME CALL...: each time that it makes one of these calls.  It ends in good
# order, or with a sentence.
fails() {
    local call nth sites=0
    program "$1"
    for call in "${@:2}"; do
        for ((nth = 1; nth < 200; nth++)); do
            try env FAIL="$call" NTH=$nth RUNTIME_CLOCK=virtual "$PROGRAM"
            [ "$status" -lt 128 ] || [[ $status -eq 134 && $stderr == *"panic: "* ]]
            [[ $stderr != *Sanitizer* && $stderr != *"runtime error"* ]]
            [ "$status" -ne 134 ] || continue
            [ "$(sed -n 's/^calls: //p' <<< "$stderr")" -ge "$nth" ] || break
        done
        sites=$((sites + nth - 1))
    done
    echo "# $1: $sites calls failed, of ${*:2}" >&3
    [ "$sites" -gt 0 ] && [ "$nth" -lt 200 ]
}

@test "runtime: whichever allocation or call fails, the program ends well or with a sentence" {
    fails tasks alloc epoll_create epoll_ctl eventfd
    fails sets alloc
    fails outside alloc epoll_create epoll_ctl eventfd sigaction thread_create get_flags
}
