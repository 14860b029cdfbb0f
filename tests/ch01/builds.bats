# The steps as a reader builds them, at each level of optimisation.
# needs: ch01-overview delayserver tools/badserver

load ../lib/helper

@test "ch01/a: is right at every level of optimisation" {
    for level in 0 1 2 3; do
        program=$BATS_TEST_TMPDIR/O$level
        $COMPILER -std=gnu17 -O$level -o "$program" ch01-overview/a-assembly-dereference/*.c
        [ "$($RUN "$program")" = 100 ]
    done
}
