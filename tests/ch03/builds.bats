# The steps as a reader builds them, at each level of optimisation.
# needs: ch03-syscalls delayserver tools/badserver

load ../lib/helper
load common

is_right_at_every_level() {
    local level program
    for level in 0 1 2 3; do
        program=$BATS_TEST_TMPDIR/O$level
        $COMPILER -std=gnu17 -O$level -o "$program" ch03-syscalls/"$1"/*.c
        [ "$($RUN "$program")" = "$(hello "$1")" ]
        shell "$RUN '$program' > /dev/full"
        [ "$status" -eq 1 ]
        [ "$stderr" = "O$level: write: No space left on device" ]
    done
}

@test "ch03/a: is right at every level of optimisation" {
    is_right_at_every_level a-raw-syscall
}

@test "ch03/b: is right at every level of optimisation" {
    is_right_at_every_level b-normal-syscall
}
