# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch05-fibers delayserver tools/badserver

load ../lib/helper
load ../lib/sweep

@test "ch05/f: ends well whichever system call fails" {
    local program
    need_sweep
    serve instant
    program=$(sweep_build ch05-fibers/f-fibers-io)
    sweep socket,epoll_create1 EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep epoll_ctl ENOSPC "$program"
    sweep_to 0 read,epoll_wait,epoll_pwait EINTR "$program"
    # SIGABRT
    sweep_to 134 epoll_wait,epoll_pwait EINVAL "$program"
}
