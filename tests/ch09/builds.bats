# The steps as a reader builds them, at each level of optimisation.
# needs: ch09-pinning corofy delayserver tools/badserver

load ../lib/helper
load ../lib/transcript
load common

# compilers: this one; and the other one, where programs run as they are
compilers() {
    local other
    echo "$COMPILER"
    [ -z "$RUN$SANITIZE" ] || return 0
    for other in gcc clang; do
        [ "$other" = "$COMPILER" ] || type -p $other || continue
    done
}

@test "ch09/c: dies the same way whoever compiles it, and however" {
    local compiler level by_line=$BATS_TEST_TMPDIR/by_line.c program=$BATS_TEST_TMPDIR/c
    # or what it prints into a pipe would be lost with it
    cat > "$by_line" << 'END'
#include <stdio.h>

__attribute__((constructor)) static void write_by_line(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
}
END
    ulimit -c 0
    serve instant
    for compiler in $(compilers); do
        for level in 0 3; do
            echo "$compiler -O$level"
            $compiler -std=gnu17 -Wall -Wextra -Werror -O$level -o "$program" \
                ch09-pinning/c-coroutines-problem/*.c "$by_line"
            # shellcheck disable=SC2086
            try $RUN "$program"
            [ "$status" -eq 139 ]
            shows_the_move
        done
    done
}

@test "ch09: build with cc in their folders" {
    local program
    serve instant
    for name in $STEPS d-pin; do
        program=$(build $name)
        # shellcheck disable=SC2086
        try $RUN "$program"
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        [ $name = d-pin ] || is_answered $name
    done
}
