# What the tests of this chapter share.  Load after helper.

ALL="request-0 request-1 request-2 request-3 request-4 "

# run_step STEP [ARGUMENT...]: a step of this chapter; skips where it skips
run_step() {
    step ch04-event-queue "$@"
    [[ $stderr != *"$1 skipped"* ]] || skip "$stderr"
}

# answers: the bodies in $output, sorted
answers() {
    grep -o '^request-[0-4]$' <<< "$output" | sort | tr '\n' ' '
}

# fails_with STEP PATTERN [ARGUMENT...]: one line that says what and why
fails_with() {
    run_step "$1" "${@:3}"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$1:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch04-event-queue: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    ! grep -q FINISHED <<< "$output"
}
