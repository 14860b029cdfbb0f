# What the tests of this chapter share.  Load after helper.

# hello STEP: what the step prints
hello() {
    case $1 in
    a-raw-syscall) echo "Hello world from raw syscall!" ;;
    b-normal-syscall) echo "Hello world from syscall!" ;;
    esac
}

# shell COMMAND: like step, for a command that says where output goes
shell() {
    run --separate-stderr bash -c "$1"
    echo "status $status; stdout:"
    echo "$output"
    echo "stderr:"
    echo "$stderr"
}

# fails STEP REDIRECTION REASON
fails() {
    shell "$RUN $B/ch03-syscalls $1 $2"
    [ "$status" -eq 1 ]
    [ "$output" = "" ]
    [ "${stderr_lines[0]}" = "$1: write: $3" ]
    [ "${stderr_lines[1]}" = "ch03-syscalls: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}

# row NAME: waited, CPU, calls, slept, in vain, ticks
row() {
    grep "^$1  *[0-9]" <<< "$output" | sed "s/^$1//; s/ms//g"
}

# expect_failure REASON: one line that says what and why, and exit status 1
expect_failure() {
    step ch03-syscalls c-three-ways-to-wait
    [ "$status" -eq 1 ]
    [ "${stderr_lines[0]}" = "c-three-ways-to-wait: $1" ]
    [ "${stderr_lines[1]}" = "ch03-syscalls: c-three-ways-to-wait failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}
