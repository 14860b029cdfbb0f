# What the tests of this chapter share.  Load after helper.

# expect_failure REASON: one line that says what and why, and exit status 1
expect_failure() {
    step ch01-overview c-efficiency
    [ "$status" -eq 1 ]
    [ "${stderr_lines[0]}" = "c-efficiency: $1" ]
    [ "${stderr_lines[1]}" = "ch01-overview: c-efficiency failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}
