# The steps as a reader builds them, at each level of optimisation.
# needs: ch05-fibers

load ../lib/helper
load common

@test "ch05/a, b, c, d: each step builds with cc in its folder" {
    for name in a-stack-swap b-show-stack c-fibers d-fibers-closure; do
        program=$BATS_TEST_TMPDIR/$name
        (cd "ch05-fibers/$name" && $COMPILER -std=gnu17 -I. -fsyntax-only ./*.c)
        run bash -c "cd ch05-fibers/$name && $COMPILER -std=gnu17 -o '$program' *.c *.S"
        [ "$status" -eq 0 ]
        [ "$output" = "" ] # the linker warns of stacks that can be executed
        # shellcheck disable=SC2086
        run $RUN "$program"
        [ "$status" -eq 0 ]
    done
}

# The unit tests are built at -O2; alignment and registers are other matters at
# other levels.
keeps_its_promises() {
    local level
    for level in 0 3; do
        program=$BATS_TEST_TMPDIR/fibers$level
        $COMPILER -std=gnu17 -O$level -I. -pthread -Wl,--wrap=malloc,--wrap=free -o "$program" \
            "tests/unit/fibers_${1%%-*}.c" tests/unit/check.c tests/unit/registers_*.S \
            "ch05-fibers/$1/error.c" ch05-fibers/"$1"/*.S
        # shellcheck disable=SC2086
        run $RUN "$program"
        echo "$output"
        [ "$status" -eq 0 ]
    done
}

@test "ch05/c: keeps its promises at every level of optimisation" {
    keeps_its_promises c-fibers
}

@test "ch05/d: keeps its promises at every level of optimisation" {
    keeps_its_promises d-fibers-closure
}

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
