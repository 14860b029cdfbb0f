# What is the same for the exercises of all chapters.
# needs: nothing

load ../lib/helper

# how_to_copy EXERCISE: what its reader types first
how_to_copy() {
    local step copy
    step=$(sed -n 's/^step=//p' "$1/check")
    copy=$(sed -n 's/^copy=//p' "$1/check")
    if [ -n "$copy" ]; then
        echo "cp -r $step $copy"
    else
        echo "make try STEP=$step"
    fi
}

@test "exercises: each one is judged, and its README says how to check it" {
    local exercise readme
    for exercise in $(compgen -G 'ch*/exercises/*/check'); do
        exercise=${exercise%/check}
        echo "$exercise"
        grep -qx "    judges $exercise" "tests/${exercise%%-*}/exercises.bats"
        readme=${exercise%%/*}/README.md
        grep -qF "$exercise/check" "$readme"
        grep -qF "$(how_to_copy "$exercise")" "$readme"
    done
}

@test "exercises: a check says how to get a copy, where there is none" {
    local exercise
    for exercise in $(compgen -G 'ch*/exercises/*/check'); do
        exercise=${exercise%/check}
        run "$exercise/check" "$BATS_TEST_TMPDIR/none"
        echo "$exercise: $output"
        [ "$status" -eq 1 ]
        [[ ${lines[-1]} == "There is no $BATS_TEST_TMPDIR/none yet. Type: "*"$(how_to_copy "$exercise")" ]]
    done
}
