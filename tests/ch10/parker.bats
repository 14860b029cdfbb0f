# Chapter 10: three parkers with one contract; tests/unit/parker.c has the rest
# needs: ch10-final unit/parker

load ../lib/helper
load ../lib/sweep

# kind NAME: what is shown of each
kind() {
    printf '%s\n' "$1" \
        '  unparked twice: that is one token' \
        '  the first park takes it and returns' \
        '  the second one slept until a thread unparked: its work is done'
}

@test "ch10/parker-bonus: shows three parkers, and what they cost" {
    step ch10-final parker-bonus
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(head -n 14 <<< "$output") << END
$(kind condvar)
$(kind futex)
$(kind eventfd)
eventfd, in poll(2) beside a pipe
  the pipe is not readable, the parker is readable
END
    # all are compared with the first one
    diff - <(tail -n +15 <<< "$output" | sed -E '/^time/s/ +1\.00 +[0-9]+\.[0-9]{2} +[0-9]+\.[0-9]{2}$/ 1 N N/; s/  +/ /g; s/^(octets) [0-9]+/\1 N/') << END
what they cost condvar futex eventfd
time to unpark, then park 1 N N
time for two threads' turn 1 N N
octets N 4 4
open files 0 0 1
END
}

@test "ch10/parker-bonus: says what is missing, and is skipped" {
    local program log=$BATS_TEST_TMPDIR/log call
    need_sweep
    program=$(sweep_build ch10-final/parker-bonus)
    for call in futex eventfd2; do
        try strace -qq -o "$log" -e trace=$call -e inject=$call:error=ENOSYS:when=1 "$program"
        cat "$log"
        [ "$status" -eq 77 ]
        [ "$output" = "" ]
        [ "$stderr" = "parker-bonus: no ${call%2} here: Function not implemented" ]
    done
}

@test "ch10/parker-bonus: ends well where there is no room for files" {
    local program SWEEP_SAYS='parker-bonus: make a pipe: Too many open files$'
    need_sweep
    program=$(sweep_build ch10-final/parker-bonus)
    sweep pipe,pipe2 EMFILE "$program"
    try bash -c 'ulimit -n 3 && exec "$1"' bash "$program"
    [ "$status" -eq 1 ]
    [ "$stderr" = "parker-bonus: make a parker of kind eventfd: Too many open files" ]
}

# What is ordered by atomics or by the kernel it cannot know, so those are
# skipped; SANITIZE=thread has them.
@test "ch10/parker-bonus: helgrind finds no race around the parker with a lock" {
    [ -z "$SANITIZE" ] || skip "valgrind and sanitizers do not go together"
    [ -z "$RUN" ] || skip "the test would run below ${RUN%% *} already"
    [[ $CC != clang* ]] || skip "valgrind cannot read the DWARF 5 of clang"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
    try env RUN="valgrind --tool=helgrind" valgrind --tool=helgrind -q --trace-children=yes --error-exitcode=99 "$B/unit/parker"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^ok [0-9]* .*condvar_parker' <<< "$output")" -ge 10 ]
    [ "$(grep -c '^ok [0-9]* .*condvar_parker.* # skip' <<< "$output")" -eq 1 ]
    run ! grep '^not ok' <<< "$output"
}
