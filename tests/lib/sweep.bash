# Fault sweeps: a program runs again and again, and each time another one of
# its system calls fails, until there is none left that could.  strace does it
# from outside, so the program knows nothing of its test; --seccomp-bpf lets it
# stop at these calls only.  Load after helper.

# Skips the test where no sweep is possible.
need_sweep() {
    [ -z "$SANITIZE" ] || skip "what strace tests is built without sanitizers, so this would test nothing new"
    [ -z "$RUN" ] || skip "strace would see the system calls of ${RUN%% *}, not the program's"
    command -v strace > /dev/null || skip "strace is missing: apt-get install strace"
    strace -qq -o "$BATS_TEST_TMPDIR/strace" true || skip "strace may not trace here"
}

# sweep_build STEP: the step as a program of its own, whose name it prints.
# Statically linked, because strace cannot tell the program's reads from those
# of the dynamic loader, which fails before there is a program.
sweep_build() {
    local program=$BATS_TEST_TMPDIR/${1##*/}
    $COMPILER -std=gnu17 -O1 -g -static -o "$program" "$1"/*.[cS] >&2 || return
    echo "$program"
}

# is_tried NUMBER: beyond the second call a third fails, or those that SHARE says; with
# WHOLE=1 all do.  Every three days it is another third, as a file that takes long may
# run on every third day only (SHARES in tests/run).
is_tried() {
    local share=${SHARE:-$((EPOCHSECONDS / 86400 / 3))}
    [ "$1" -le 2 ] || [ -n "${WHOLE:-}" ] || [ $((($1 + share) % 3)) -eq 0 ]
}

# sweep SYSCALLS ERRNO COMMAND...: for each of SYSCALLS, a list with commas,
# and each n the command must fail with exit status 1 when the n-th such call
# does (of each thread: strace counts them apart; see is_tried).  Prints how many calls
# that were; none at all is an error in the test.
sweep() {
    sweep_to 1 "$@"
}

# sweep_to STATUS SYSCALLS ERRNO COMMAND...: the same, for another exit status;
# 0 where the program has to cope (EINTR), a list as "0 1" where it may.  If it
# ends with another status than 0, one line and no other must begin as the
# pattern SWEEP_SAYS wants it.
sweep_to() {
    local expected=" $1 " calls=$2 error=$3 sites=0 call n status
    local log=$BATS_TEST_TMPDIR/sweep.strace out=$BATS_TEST_TMPDIR/sweep.out
    shift 3
    for call in ${calls//,/ }; do
        for ((n = 1; n <= 1000; n++)); do
            is_tried $n || continue
            status=0
            timeout -k 5 60 strace -f --seccomp-bpf -qq -o "$log" -e "trace=$call" \
                -e "inject=$call:error=$error:when=$n" "$@" \
                > "$out" 2>&1 3>&- || status=$?
            grep -qF '(INJECTED)' "$log" || break
            sites=$((sites + 1))
            [[ $expected == *" $status "* ]] || {
                echo "exit status $status, not$expected, after $call number $n" \
                    "failed with $error (124: it hung); it printed:"
                cat "$out"
                return 1
            }
            [ $status -eq 0 ] || [ -z "${SWEEP_SAYS:-}" ] ||
                [ "$(grep -cE "^($SWEEP_SAYS)" "$out")" -eq 1 ] || {
                echo "no one line \"$SWEEP_SAYS\" after $call number $n" \
                    "failed with $error; it printed:"
                cat "$out"
                return 1
            }
        done
        [ $status -eq 0 ] || {
            echo "exit status $status with no fault in $call; it printed:"
            cat "$out"
            return 1
        }
    done
    echo "# sweep: $sites system calls failed with $error${WHOLE:+, all there are}: $calls" >&3
    [ $sites -gt 0 ]
}
