# The steps as a reader builds them, at each level of optimisation.
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load common

@test "ch08: build with cc in their folders" {
    local program=$BATS_TEST_TMPDIR/program
    serve instant
    for name in $STEPS; do
        run bash -c 'cd "$1" && $COMPILER -std=gnu17 -Wall -Wextra -o "$2" ./*.c' - ch08-runtime/$name "$program"
        echo "$output"
        [ "$status" -eq 0 ]
        [ "$output" = "" ]
        # shellcheck disable=SC2086
        try $RUN "$program"
        [ "$status" -eq 0 ]
        is_answered $name
    done
}
