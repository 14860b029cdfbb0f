# Each system call of the steps fails once, or is interrupted, and the steps say so and end.
# needs: ch03-syscalls delayserver tools/badserver

load ../lib/helper
load ../lib/sweep
load common

# The write that strace claims to have written 6 octets has written none.
skips_what_a_partial_write_wrote() {
    local program line
    need_sweep
    program=$(sweep_build ch03-syscalls/"$1")
    line=$(hello "$1")
    run strace -qq -o "$BATS_TEST_TMPDIR/log" -e inject=write:retval=6:when=1 "$program"
    [ "$status" -eq 0 ]
    [ "$output" = "${line:6}" ]
    sweep_to 0 write EINTR "$program"
    [ "$(cat "$BATS_TEST_TMPDIR/sweep.out")" = "$line" ]
    sweep write EAGAIN "$program"
    sweep write EIO "$program"
    # a device that takes nothing, and says no error
    run strace -qq -o "$BATS_TEST_TMPDIR/log" -e inject=write:retval=0:when=1 "$program"
    [ "$status" -eq 1 ]
    [ "$output" = "${program##*/}: write: Input/output error" ]
}

@test "ch03/a: writes the rest, asks again after EINTR, and fails by all else" {
    skips_what_a_partial_write_wrote a-raw-syscall
}

@test "ch03/b: writes the rest, asks again after EINTR, and fails by all else" {
    skips_what_a_partial_write_wrote b-normal-syscall
}

@test "ch03/c: counts as many system calls as the kernel sees" {
    need_sweep
    start_server --quiet
    program=$(sweep_build ch03-syscalls/c-three-ways-to-wait)
    run strace -qq -o "$BATS_TEST_TMPDIR/log" \
        -e trace=socket,read,close,fcntl,timerfd_create,timerfd_settime,epoll_create1,epoll_ctl,epoll_wait,epoll_pwait \
        "$program"
    [ "$status" -eq 0 ]
    # each of the three ways begins with a socket, and ends before its close
    awk '/^socket/ { way++; socket = "^close\\(" $NF "\\)"; next }
         way && $0 !~ socket { calls[way]++ }
         END { for (way = 1; way <= 3; way++) print calls[way] }' \
        "$BATS_TEST_TMPDIR/log" > "$BATS_TEST_TMPDIR/seen"
    for name in "blocking read" "read in a loop" "event queue"; do
        read -r _ _ calls _ <<< "$(row "$name")"
        echo "$calls"
    done > "$BATS_TEST_TMPDIR/counted"
    diff "$BATS_TEST_TMPDIR/seen" "$BATS_TEST_TMPDIR/counted"
    read -r _ _ _ _ vain _ <<< "$(row "read in a loop")"
    [ "$(grep -c '^read.* = -1 EAGAIN' "$BATS_TEST_TMPDIR/log")" -eq "$vain" ]
}

@test "ch03/c: ends well whichever system call fails" {
    need_sweep
    serve instant
    program=$(sweep_build ch03-syscalls/c-three-ways-to-wait)
    sweep socket EMFILE "$program"
    sweep connect ECONNREFUSED "$program"
    sweep sendto EPIPE "$program"
    sweep fcntl EBADF "$program"
    sweep read ECONNRESET "$program"
    sweep timerfd_create,epoll_create1 EMFILE "$program"
    sweep timerfd_settime,epoll_wait,epoll_pwait EINVAL "$program"
    sweep epoll_ctl ENOMEM "$program"
}

@test "ch03/c: signals that interrupt it change nothing" {
    need_sweep
    serve instant
    program=$(sweep_build ch03-syscalls/c-three-ways-to-wait)
    sweep_to 0 sendto,read,epoll_wait,epoll_pwait EINTR "$program"
}
