# What chapter 3's README says under "Break it"
# needs: ch03-syscalls delayserver

load ../lib/helper
load ../lib/copies

LINE="Hello world from raw syscall!"

# cut_short: what $PROGRAM prints when its first write is said to have written 6
cut_short() {
    run bash -c "strace -o '$BATS_TEST_TMPDIR/strace.log' -e inject=write:retval=6:when=1 '$PROGRAM' | cat -v"
    echo "$output"
}

@test "ch03: registers that the compiler does not know to be lost" {
    [ "$(uname -m)" = x86_64 ] || skip "only x86-64 has registers that a system call destroys"
    begin ch03-syscalls/a-raw-syscall
    replace syscall_x86_64.h '"rcx", "r11", ' ''
    for level in 1 2 3 0; do
        build -O$level
        start
        [ "$output" = "$LINE" ]
    done
    command -v strace > /dev/null || skip "strace is missing: apt-get install strace"
    strace -qq -o "$BATS_TEST_TMPDIR/strace" true || skip "strace may not trace here"
    cut_short
    [ "$output" = "${LINE:6}" ]
    build -O1
    cut_short
    [ "$output" != "${LINE:6}" ] || skip "$COMPILER keeps the address elsewhere: lucky again"
}

@test "ch03: an error that write_all keeps to itself" {
    begin ch03-syscalls/a-raw-syscall
    text=$(sed -n '/^    while (len > 0) {$/,/^    }$/p' "$COPY/main.c")
    replace main.c "$text" '    syscall3(SYS_write, fd, (long)data, (long)len);'
    build
    [[ $output == *"is_error"*"unused"* || $output == *"unused"*"is_error"* ]]
    start
    [ "$output" = "$LINE" ]
    run bash -c "'$PROGRAM' > /dev/full"
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
}

# row NAME: waited, CPU, calls, slept, in vain, ticks
row() {
    grep "^$1  *[0-9]" <<< "$output" | sed "s/^$1//; s/ms//g"
}

@test "ch03: a queue that ticks each millisecond, and an answer that is no later" {
    begin ch03-syscalls/c-three-ways-to-wait
    replace waiting.h 'WAIT_TICK_MS = 50' 'WAIT_TICK_MS = 1'
    build
    start_server --quiet
    start
    [ "$status" -eq 0 ]
    read -r waited _ calls _ _ ticks <<< "$(row "event queue")"
    # a timer's ticks are not lost if nobody has time for them
    [ "$ticks" -gt 400 ]
    awk "BEGIN { exit !($ticks <= $waited + 1) }"
    [ "$calls" -le $((2 * ticks + 20)) ]
}

@test "ch03: a loop of reads on a blocking socket asks nothing in vain" {
    begin ch03-syscalls/c-three-ways-to-wait
    text=$(sed -n '/^int wait_in_loop/,/^}/p' "$COPY/waiting.c")
    replace waiting.c "$text" "${text/set_nonblocking(fd, effort)/0}"
    build
    start_server --quiet
    start
    [ "$status" -eq 0 ]
    read -r _ _ _ _ vain _ <<< "$(row "blocking read")"
    [ "$vain" -eq 0 ]
    read -r _ _ _ _ vain _ <<< "$(row "read in a loop")"
    [ "$vain" -eq 0 ]
}
