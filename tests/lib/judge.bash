# The check of an exercise, judged: it refuses the step as it is and the likely wrong
# answers, each with its own sentence, and accepts the solution.  Load after helper.
load ../lib/copies

# check EXERCISE FOLDER: sets status and output; a check that lacks a tool skips
check() {
    CC=$COMPILER run "$1/check" "$2" 3>&-
    echo "$1/check: exit status $status:"
    echo "$output"
    [ "$status" -ne 77 ] || skip "${lines[-1]}"
}

# refuses EXERCISE FOLDER: with a sentence
refuses() {
    check "$1" "$2"
    [ "$status" -eq 1 ]
    [[ ${lines[-1]} == *\ *[.?] ]]
}

# judges EXERCISE
judges() {
    local step wrong name count=0
    need_plain_build
    step=$(sed -n 's/^step=//p' "$1/check")
    lay_out "$step" "$BATS_TEST_TMPDIR/unchanged"
    refuses "$1" "$BATS_TEST_TMPDIR/unchanged"
    for wrong in "$1"/wrong-*.patch; do
        name=$BATS_TEST_TMPDIR/$(basename "$wrong" .patch)
        lay_out "$step" "$name"
        apply "$wrong" "$name"
        refuses "$1" "$name"
        # the head of the patch has this sentence; * stands for what may differ
        [[ ${lines[-1]} == $(sed -n 's/^check: //p' "$wrong") ]]
        count=$((count + 1))
    done
    [ $count -gt 0 ]
    lay_out "$step" "$BATS_TEST_TMPDIR/solution"
    apply "$1/solution.patch" "$BATS_TEST_TMPDIR/solution"
    check "$1" "$BATS_TEST_TMPDIR/solution"
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "done" ]
}
