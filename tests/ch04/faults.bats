# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch04-event-queue delayserver tools/badserver tools/noiouring

load ../lib/helper
load ../lib/sweep
load common

ends_well_whichever_call_fails() {
    local program
    need_sweep
    serve instant
    program=$(sweep_build ch04-event-queue/"$1")
    sweep socket,epoll_create1 EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep fcntl EBADF "$program"
    sweep epoll_ctl ENOSPC "$program"
    sweep epoll_wait,epoll_pwait EINVAL "$program"
    sweep_to 0 sendto,read,epoll_wait,epoll_pwait EINTR "$program"
}

@test "ch04/a: ends well whichever system call fails" {
    ends_well_whichever_call_fails a-epoll
}

@test "ch04/b: ends well whichever system call fails" {
    ends_well_whichever_call_fails b-epoll-mio
}

@test "ch04/c: ends well whichever system call fails" {
    local program
    need_sweep
    serve instant
    run_step c-io-uring
    program=$(sweep_build ch04-event-queue/c-io-uring)
    sweep socket EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep io_uring_setup EINVAL "$program"
    sweep_to 77 io_uring_setup EPERM "$program"
    sweep io_uring_enter EAGAIN "$program"
    sweep_to 0 sendto,io_uring_enter EINTR "$program"
}

# Nothing but the cancellation ends a receive where no answer comes.
@test "ch04/c: takes its buffers back before it gives up" {
    local program
    need_sweep
    step ch04-event-queue c-io-uring 127.0.0.1:1
    [[ $stderr != *skipped* ]] || skip "$stderr"
    serve one-garbage
    program=$(sweep_build ch04-event-queue/c-io-uring)
    run timeout 60 strace -qq -o "$BATS_TEST_TMPDIR/log" -e trace=io_uring_enter "$program"
    echo "$output"
    [ "$status" -eq 1 ]
    [ "$output" = "c-io-uring: the answer to request-4 did not come whole: what came is not HTTP/1.x" ]
    # five receives, and five cancellations
    [ "$(grep -c '^io_uring_enter([0-9]*, 5, .* = 5$' "$BATS_TEST_TMPDIR/log")" -eq 2 ]
}

@test "ch04/c: a kernel that takes no more calls ends it with the reason" {
    local program
    need_sweep
    serve never
    program=$(sweep_build ch04-event-queue/c-io-uring)
    # the first call only asks whether there may be others
    run timeout 60 strace -qq -o "$BATS_TEST_TMPDIR/log" -e trace=io_uring_enter \
        -e inject=io_uring_enter:error=EAGAIN:when=2+ "$program"
    echo "$output"
    [ "$status" -ne 77 ] || skip "$output"
    [ "$status" -eq 1 ]
    [ "$output" = "c-io-uring: wait for completions: Resource temporarily unavailable" ]
}

@test "ch04/c: memory that cannot be mapped means no io_uring, and no leak" {
    local program log=$BATS_TEST_TMPDIR/log found=0 n
    need_sweep
    serve instant
    run_step c-io-uring
    program=$(sweep_build ch04-event-queue/c-io-uring)
    for n in 1 2 3 4 5 6 7 8; do
        run strace -qq -o "$log" -e trace=mmap,munmap \
            -e inject=mmap:error=ENOMEM:when=$n "$program"
        for address in $(sed -n 's/^mmap.*MAP_SHARED.* = \(0x[0-9a-f]*\)$/\1/p' "$log"); do
            grep -q "^munmap($address," "$log"
        done
        grep -q 'mmap.*MAP_SHARED.*INJECTED' "$log" || continue
        [ "$status" -eq 77 ]
        [ "$output" = "${program##*/}: no io_uring here: Cannot allocate memory" ]
        found=$((found + 1))
    done
    [ $found -eq 2 ]
}
