# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load ../lib/sweep

@test "ch08/a: ends well whichever system call fails" {
    local program SWEEP_SAYS='a-runtime: .*: '
    need_sweep
    serve instant
    program=$(sweep_build ch08-runtime/a-runtime)
    sweep socket,epoll_create1 EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep recvfrom ECONNRESET "$program"
    sweep_to 0 sendto,recvfrom,epoll_wait,epoll_pwait EINTR "$program"
    SWEEP_SAYS='a-runtime: wait for events: Bad file descriptor$'
    sweep epoll_wait,epoll_pwait EBADF "$program"
    # a file that cannot be taken out of the queue was never in it: a bug
    SWEEP_SAYS='(a-runtime|panic): .*: '
    sweep_to "1 134" epoll_ctl ENOSPC "$program"
}

# What has a reactor.  strace counts calls apart for each thread, so of 12
# executors some or all fail; one of them says so, and takes the others along.
ends_well_whichever_call_fails() {
    local program SWEEP_SAYS="$1: .*: "
    need_sweep
    serve instant
    program=$(sweep_build ch08-runtime/"$1")
    sweep socket,epoll_create1,eventfd2 EMFILE "$program"
    sweep clone,clone3 EAGAIN "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep recvfrom ECONNRESET "$program"
    sweep_to "0 1" mmap ENOMEM "$program"
    sweep_to "0 1" write EIO "$program"
    sweep_to 0 sendto,recvfrom,write,epoll_wait,epoll_pwait EINTR "$program"
    # a file that cannot be taken out of the queue was never in it: a bug, and
    # of that several threads may speak at a time
    SWEEP_SAYS=
    sweep_to "0 1 134" epoll_ctl ENOSPC "$program"
}

@test "ch08/b: ends well whichever system call fails" {
    ends_well_whichever_call_fails b-reactor-executor
}

@test "ch08/c: ends well whichever system call fails" {
    ends_well_whichever_call_fails c-reactor-executor
}

@test "ch08/d: ends well whichever system call fails" {
    ends_well_whichever_call_fails d-multiple-threads
}

# All who wait would wait for ever.
@test "ch08: a reactor that dies takes the program along, and says why" {
    local program SWEEP_SAYS
    need_sweep
    serve instant
    for name in b-reactor-executor c-reactor-executor d-multiple-threads; do
        program=$(sweep_build ch08-runtime/$name)
        SWEEP_SAYS="$name: reactor: wait for events: Bad file descriptor$"
        sweep epoll_wait,epoll_pwait EBADF "$program"
    done
}
