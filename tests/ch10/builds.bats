# The steps as a reader builds them, at each level of optimisation.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

@test "ch10: build with corofy --async and cc in their folders" {
    serve instant
    for name in $STEPS; do
        by_hand $name
        build
        run_program
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        is_answered
    done
}
