# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch07-coroutines corofy delayserver tools/badserver

load ../lib/helper
load ../lib/sweep

@test "ch07/a: ends well whichever system call fails" {
    local program
    need_sweep
    serve instant
    program=$(sweep_build ch07-coroutines/a-coroutine)
    sweep socket EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep recvfrom ECONNRESET "$program"
    sweep_to 0 connect,sendto,recvfrom,clock_nanosleep EINTR "$program"
    sweep_to 0 sendto,recvfrom EAGAIN "$program"
    sweep clock_nanosleep EINVAL "$program"
}
