# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch01-overview delayserver tools/badserver

load ../lib/helper
load ../lib/sweep

@test "ch01/b: sleeps as long as it should though signals interrupt it" {
    need_sweep
    sweep_to 0 clock_nanosleep EINTR "$(sweep_build ch01-overview/b-os-threads)"
}

@test "ch01/b: says so when there can be no thread" {
    need_sweep
    sweep clone3,clone EAGAIN "$(sweep_build ch01-overview/b-os-threads)"
    run strace -f -qq -o "$BATS_TEST_TMPDIR/log" \
        -e inject=clone3,clone:error=EAGAIN:when=1 "$BATS_TEST_TMPDIR/b-os-threads"
    [ "${lines[-1]}" = "b-os-threads: pthread_create: Resource temporarily unavailable" ]
}

@test "ch01/c: ends well whichever system call fails" {
    need_sweep
    serve instant
    program=$(sweep_build ch01-overview/c-efficiency)
    sweep socket EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep read ECONNRESET "$program"
    sweep fcntl EBADF "$program"
    sweep poll ENOMEM "$program"
    sweep clone3,clone EAGAIN "$program"
}

# One socket at a time is possible, so the first way is done; ten are not.
@test "ch01/c: a job that fails in its thread is a failure" {
    need_sweep # for a program without what emulators and sanitizers keep open
    serve instant
    program=$(sweep_build ch01-overview/c-efficiency)
    run bash -c "ulimit -n 8; exec '$program'"
    [ "$status" -eq 1 ]
    [[ ${lines[-2]} == "one after another "* ]]
    [ "${lines[-1]}" = "c-efficiency: ask the delayserver on $DELAYSERVER: Too many open files" ]
}

@test "ch01/c: signals that interrupt it change nothing" {
    need_sweep
    serve instant
    program=$(sweep_build ch01-overview/c-efficiency)
    sweep_to 0 sendto,read,poll EINTR "$program"
}
