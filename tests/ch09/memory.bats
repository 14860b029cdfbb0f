# What valgrind and AddressSanitizer find: nothing in the steps, and what a reader broke.
# needs: ch09-pinning corofy delayserver tools/badserver

load ../lib/helper
load ../lib/valgrind
load common

# frames TITLE: who called whom in the part of the report that begins so, down
# to main
frames() {
    sed -n "/$1/,/^\$/p" <<< "$stderr" |
        sed -nE 's/^ +#[0-9]+ 0x[0-9a-f]+ in ([A-Za-z_]+) .*/\1/p' |
        sed 's/^__interceptor_//; /^main$/q' | tr '\n' ' '
}

@test "ch09/c --free: AddressSanitizer says who used the old place, and who freed it" {
    local program=$BATS_TEST_TMPDIR/c
    need_asan
    $COMPILER -std=gnu17 -g -fsanitize=address -o "$program" \
        ch09-pinning/c-coroutines-problem/*.c
    serve instant
    # shellcheck disable=SC2086
    try $RUN "$program" --free
    [ "$status" -eq 1 ]
    grep -q 'ERROR: AddressSanitizer: heap-use-after-free' <<< "$stderr"
    [ "$(frames '^READ of size')" = "text_append write_answer async_main_poll mover_poll future_poll executor_block_on main " ]
    [ "$(frames '^freed by')" = "free move mover_poll future_poll executor_block_on main " ]
    [ "$(frames '^previously allocated by')" = "calloc future_alloc mover main " ]
}

@test "ch09: nothing is open or allocated at the end" {
    local name program
    need_valgrind
    serve instant
    for name in $STEPS d-pin; do
        program=$(build $name)
        leaves_nothing 0 "$program"
        [ "$stderr" = "" ]
    done
}

# asan_finds SENTENCE [ARGUMENT...]: in the program in FOLDER
asan_finds() {
    export ASAN_OPTIONS=detect_stack_use_after_return=1
    # shellcheck disable=SC2086
    try $RUN "$FOLDER/program" "${@:2}"
    [ "$status" -eq 1 ]
    grep -E "ERROR: AddressSanitizer: $1" <<< "$stderr"
}

@test "ch09: broken: two structs that own one text use what one of them freed" {
    need_asan
    serve instant
    broken c-coroutines-problem main.c '/memset\(self->old/d' -fsanitize=address
    [ "$output" = "" ]
    asan_finds heap-use-after-free
}

@test "ch09: broken: a pin that leaves its block is found by AddressSanitizer only" {
    local leave='static struct maybe_self_ref_pin leave(void)\n{\n    return PIN(maybe_self_ref, 0);\n}\n'
    need_asan
    broken d-pin main.c "s/^static void stack_pinning_macro/$leave\n&/; s/ x = PIN\(maybe.*\);/ x = leave();/" \
        -O2 -fsanitize=address
    [ "$output" = "" ]
    asan_finds 'stack-use-after-(scope|return)'
}

@test "ch09: broken: without the check a coroutine that was moved goes on" {
    need_asan
    serve instant
    broken e-coroutines-pin main.c '/^ +if \(self->pinned != self\)/,+1d' -fsanitize=address
    [ "$output" = "" ]
    asan_finds heap-use-after-free --move
}

@test "ch09: exercise 3 begins with a text that leaks when b is dropped early" {
    local option
    need_valgrind
    serve instant
    FOLDER=$BATS_TEST_TMPDIR/early
    cp -r ch09-pinning/b-coroutines-references "$FOLDER"
    cp ch09-pinning/exercises/3-dropped-early/once.h "$FOLDER"
    sed -i '/^#include "runtime.h"/i #include "once.h"
            s/executor_block_on(\(async_main()\));/executor_block_on(once(\1));/' "$FOLDER/main.co"
    option=$(scripts/options "$FOLDER")
    # shellcheck disable=SC2086
    $RUN "$B/corofy" $option "$FOLDER/main.co"
    (cd "$FOLDER" && $COMPILER -std=gnu17 -Wall -Wextra -Werror -gdwarf-4 -o program ./*.c)
    try valgrind -q --log-file="$BATS_TEST_TMPDIR/log" --error-exitcode=99 --leak-check=full "$FOLDER/program"
    cat "$BATS_TEST_TMPDIR/log"
    [ "$status" -eq 99 ]
    grep -qx 'main: All tasks are finished' <<< "$output"
    run ! grep HelloAsyncAwait <<< "$output"
    grep '29 bytes in 1 blocks are definitely lost' "$BATS_TEST_TMPDIR/log"
    grep -q ': text_append ' "$BATS_TEST_TMPDIR/log"
}
