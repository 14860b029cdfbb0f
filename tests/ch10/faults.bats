# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/sweep

# What is asked for fails, and all the rest comes to its end.
@test "ch10: end well whichever system call fails" {
    local program SWEEP_SAYS name
    need_sweep
    serve instant
    for name in $STEPS; do
        by_hand $name
        program=$(sweep_build "$FOLDER")
        SWEEP_SAYS="$name: .*: "
        sweep socket,epoll_create1,eventfd2 EMFILE "$program"
        sweep clone,clone3 EAGAIN "$program"
        sweep connect ECONNREFUSED "$program"
        sweep sendto EPIPE "$program"
        sweep recvfrom ECONNRESET "$program"
        sweep_to "0 1" mmap ENOMEM "$program"
        sweep_to "0 1" write EIO "$program"
        sweep_to 0 sendto,recvfrom,write,epoll_wait,epoll_pwait EINTR "$program"
        # a file that cannot be taken out of the queue was never in it: a bug
        SWEEP_SAYS="($name|panic): .*: "
        sweep_to "0 1 134" epoll_ctl ENOSPC "$program"
    done
}

@test "ch10/b: end well whichever system call fails" {
    local program name SWEEP_SAYS="$NAME: .*: "
    need_sweep
    serve instant
    by_hand $NAME
    program=$(sweep_build "$FOLDER")
    for name in with_runtime with_its_own; do
        sweep socket,epoll_create1,eventfd2 EMFILE "$program" $name
        sweep clone,clone3 EAGAIN "$program" $name
        # at the end files are taken out of the queue, and it does not matter
        sweep_to "0 1" epoll_ctl ENOSPC "$program" $name
        sweep connect ECONNREFUSED "$program" $name
        sweep sendto EPIPE "$program" $name
        sweep recvfrom ECONNRESET "$program" $name
        sweep_to "0 1" mmap ENOMEM "$program" $name
        sweep_to 0 sendto,recvfrom,epoll_wait,epoll_pwait EINTR "$program" $name
    done
}

@test "ch10/a-several: whichever system call fails, it says so and ends" {
    local program SWEEP_SAYS="$SEVERAL: .*: "
    need_sweep
    serve instant
    by_hand $SEVERAL
    program=$(sweep_build "$FOLDER")
    sweep socket,epoll_create1,eventfd2,timerfd_create EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep recvfrom ECONNRESET "$program"
    sweep_to 0 sendto,recvfrom,write,epoll_wait,epoll_pwait EINTR "$program"
}
