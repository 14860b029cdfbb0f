# Chapter 3: system calls, and three ways to wait in one
# needs: ch03-syscalls delayserver tools/badserver

load ../lib/helper
load common

# --- a-raw-syscall and b-normal-syscall: the same in all but the way there ---

prints_its_line() {
    step ch03-syscalls "$1"
    [ "$status" -eq 0 ]
    [ "$output" = "$(hello "$1")" ]
    [ "$stderr" = "" ]
}

@test "ch03/a: prints its line" {
    prints_its_line a-raw-syscall
}

@test "ch03/b: prints its line" {
    prints_its_line b-normal-syscall
}

# Eleven numbers that a compiler has to keep somewhere while the kernel works:
# too many for the registers that a system call spares on x86-64.
@test "ch03/a: the compiler keeps nothing where the kernel would destroy it" {
    cat > "$BATS_TEST_TMPDIR/crowd.c" <<'END'
#include <sys/syscall.h>
#include "syscall_aarch64.h"
#include "syscall_riscv64.h"
#include "syscall_x86_64.h"

#define HIDE() asm volatile("" : "+r"(a1), "+r"(b1), "+r"(c1), "+r"(a2), \
    "+r"(b2), "+r"(c2), "+r"(a3), "+r"(b3), "+r"(c3), "+r"(a4), "+r"(b4))

int main(void)
{
    long a1 = 1, b1 = 2, c1 = 3, a2 = 4, b2 = 5, c2 = 6, a3 = 7, b3 = 8,
         c3 = 9, a4 = 10, b4 = 11;

    HIDE();
    syscall3(SYS_getpid, 0, 0, 0);
    HIDE();
    return a1 == 1 && b1 == 2 && c1 == 3 && a2 == 4 && b2 == 5 && c2 == 6 &&
           a3 == 7 && b3 == 8 && c3 == 9 && a4 == 10 && b4 == 11 ? 0 : 1;
}
END
    for level in 0 1 2 3; do
        program=$BATS_TEST_TMPDIR/O$level
        $COMPILER -std=gnu17 -O$level -Ich03-syscalls/a-raw-syscall \
            -o "$program" "$BATS_TEST_TMPDIR/crowd.c"
        $RUN "$program"
    done
}

@test "ch03/a: says that the device is full, or stdout closed" {
    fails a-raw-syscall "> /dev/full" "No space left on device"
    fails a-raw-syscall ">&-" "Bad file descriptor"
}

@test "ch03/b: says that the device is full, or stdout closed" {
    fails b-normal-syscall "> /dev/full" "No space left on device"
    fails b-normal-syscall ">&-" "Bad file descriptor"
}

# A fifo that can be written to (9) and whose reader (8) has gone
to_nobody='mkfifo $BATS_TEST_TMPDIR/fifo
    exec 8<> $BATS_TEST_TMPDIR/fifo 9> $BATS_TEST_TMPDIR/fifo 8<&-'

is_killed_by_a_closed_pipe() {
    shell "$to_nobody; exec env --default-signal=PIPE $RUN $B/ch03-syscalls $1 >&9"
    [ "$status" -eq 1 ]
    [[ $stderr == *"ch03-syscalls: $1 died by SIGPIPE: "* ]]
    rm "$BATS_TEST_TMPDIR/fifo"
    # and whoever ignores the signal is told
    shell "$to_nobody; exec env --ignore-signal=PIPE $RUN $B/ch03-syscalls $1 >&9"
    [ "$status" -eq 1 ]
    [ "${stderr_lines[0]}" = "$1: write: Broken pipe" ]
}

@test "ch03/a: a closed pipe ends it by SIGPIPE" {
    is_killed_by_a_closed_pipe a-raw-syscall
}

@test "ch03/b: a closed pipe ends it by SIGPIPE" {
    is_killed_by_a_closed_pipe b-normal-syscall
}

# A file may grow to 1024 octets and has 1014, so the first write writes 10
# and only the second one, of the rest, says why.
goes_on_after_a_partial_write() {
    local file=$BATS_TEST_TMPDIR/file
    head -c 1014 /dev/zero > "$file"
    shell "trap '' XFSZ; ulimit -f 1; exec $RUN $B/ch03-syscalls $1 >> $file"
    [ "$status" -eq 1 ]
    [ "${stderr_lines[0]}" = "$1: write: File too large" ]
    [ "$(tail -c +1015 "$file")" = "Hello worl" ]
}

@test "ch03/a: goes on where a write stopped" {
    goes_on_after_a_partial_write a-raw-syscall
}

@test "ch03/b: goes on where a write stopped" {
    goes_on_after_a_partial_write b-normal-syscall
}

# --- c-three-ways-to-wait ---

@test "ch03/c: waits in three ways and reads its own table" {
    start_server --quiet
    step ch03-syscalls c-three-ways-to-wait
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    read -r waited _ calls _ vain ticks <<< "$(row "blocking read")"
    awk "BEGIN { exit !($waited > 400) }" # 500 less what came before the clock
    [ "$calls" -ge 1 ] && [ "$calls" -le 5 ]
    [ "$vain $ticks" = "0 0" ]
    read -r waited _ calls _ loop_vain ticks <<< "$(row "read in a loop")"
    awk "BEGIN { exit !($waited > 400) }"
    [ "$calls" -gt "$loop_vain" ]
    [ "$loop_vain" -gt 100 ]
    [ "$ticks" -eq 0 ]
    read -r waited _ calls _ vain ticks <<< "$(row "event queue")"
    [ "$ticks" -ge 1 ]
    awk "BEGIN { exit !($ticks <= $waited / 50) }"
    # at most a wait and a read for each tick, and a few for the rest
    [ "$calls" -le $((2 * ticks + 20)) ]
    [[ $output == *"asked $loop_vain times in vain."* ]]
    [[ $output == *"served $ticks ticks of a timer from the same"* ]]
}

@test "ch03/c: says that the server is down" {
    expect_failure "connect to the delayserver on 127.0.0.1:1 (is it running?): Connection refused"
}

@test "ch03/c: says how DELAYSERVER is written" {
    DELAYSERVER="[::1]:8080"
    expect_failure "find the delayserver [::1]:8080: a server is written HOST or HOST:PORT; HOST is a name or an IPv4 address, PORT is 1 to 65535"
}

@test "ch03/c: output that cannot be written is a failure" {
    serve instant
    for where in "> /dev/full" ">&-"; do
        shell "$RUN $B/ch03-syscalls c-three-ways-to-wait $where"
        [ "$status" -eq 1 ]
        [[ $stderr == "c-three-ways-to-wait: some of the output could not be written"* ]]
    done
}
