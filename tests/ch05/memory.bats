# What the sanitizers and valgrind find in fibers: planted bugs, and nothing else.
# needs: ch05-fibers delayserver tools/badserver

load ../lib/helper
load common

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
