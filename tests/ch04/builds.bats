# The steps as a reader builds them, at each level of optimisation.
# needs: ch04-event-queue delayserver tools/badserver tools/noiouring

load ../lib/helper
load common

@test "ch04: each step builds with cc in its folder" {
    serve instant
    for name in a-epoll b-epoll-mio c-io-uring; do
        program=$BATS_TEST_TMPDIR/$name
        # with -I. too, as editors do it: no header may hide one of libc
        (cd "ch04-event-queue/$name" && $COMPILER -std=gnu17 -I. -fsyntax-only ./*.c)
        (cd "ch04-event-queue/$name" && $COMPILER -std=gnu17 -Wall -Wextra -Werror -o "$program" ./*.c)
        # shellcheck disable=SC2086
        run $RUN "$program"
        [ "$status" -eq 0 ] || [ "$name:$status" = c-io-uring:77 ]
    done
}
