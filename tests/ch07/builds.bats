# The steps as a reader builds them, at each level of optimisation.
# needs: ch07-coroutines corofy delayserver tools/badserver

load ../lib/helper
load common

@test "ch07: build with cc in their folders" {
    local program=$BATS_TEST_TMPDIR/program
    serve instant
    for name in $STEPS; do
        run build ch07-coroutines/$name "$program"
        [ "$status" -eq 0 ]
        [ "$output" = "" ]
        # shellcheck disable=SC2086
        run $RUN "$program"
        [ "$status" -eq 0 ]
        [ "$(bodies)" = "$(expected $name)" ]
    done
}
