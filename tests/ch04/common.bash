# What the tests of this chapter share.  Load after helper.

# run_step STEP [ARGUMENT...]: a step of this chapter; skips where it skips
run_step() {
    step ch04-event-queue "$@"
    [[ $stderr != *"$1 skipped"* ]] || skip "$stderr"
}
