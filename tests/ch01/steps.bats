# Chapter 1: one load instruction, threads, and what makes better use of one
# needs: ch01-overview delayserver tools/badserver

load ../lib/helper
load common

# --- a-assembly-dereference ---

@test "ch01/a: reads 100 through its address" {
    step ch01-overview a-assembly-dereference
    [ "$status" -eq 0 ]
    [ "$output" = 100 ]
}

@test "ch01/a: dies by SIGSEGV of an address where no memory is" {
    step ch01-overview a-assembly-dereference --bad-address
    [ "$status" -eq 1 ]
    [ "$output" = "" ]
    [[ $stderr == *"a-assembly-dereference died by SIGSEGV: "* ]]
}

@test "ch01/a: names the one argument that it knows" {
    for arguments in --bad --bad-addresses "--bad-address twice"; do
        # shellcheck disable=SC2086
        step ch01-overview a-assembly-dereference $arguments
        [ "$status" -eq 1 ]
        [ "$output" = "" ]
        [[ $stderr == "a-assembly-dereference: the only argument there is is --bad-address"* ]]
        [[ $stderr == *"exit status 2"* ]]
    done
}

# The number changes between the reads, so a compiler that does not know of
# the reads would answer the second with the first.
@test "ch01/a: sees a store that came before, at every level of optimisation" {
    cat > "$BATS_TEST_TMPDIR/twice.c" <<'END'
#include <stdio.h>
#include "dereference_aarch64.h"
#include "dereference_riscv64.h"
#include "dereference_x86_64.h"

int main(void)
{
    uint64_t number = 100;
    unsigned long first = dereference(&number);

    number = 200;
    printf("%lu %lu\n", first, (unsigned long)dereference(&number));
    return 0;
}
END
    for level in 0 1 2 3; do
        program=$BATS_TEST_TMPDIR/O$level
        $COMPILER -std=gnu17 -O$level -Ich01-overview/a-assembly-dereference \
            -o "$program" "$BATS_TEST_TMPDIR/twice.c"
        [ "$($RUN "$program")" = "100 200" ]
    done
}

# --- b-os-threads ---

# The rest of the book's order is made by the clock alone, and the clock needs
# a machine that never keeps a thread waiting for 50 ms: hence several tries,
# and none where an emulator or valgrind makes a thread wait longer.
@test "ch01/b: prints the book's lines in the book's order" {
    for ((try = 1; try <= 10; try++)); do
        step ch01-overview b-os-threads
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        [ "${#lines[@]}" -eq 5 ]
        # certain: a thread runs after the line that starts it
        [ "${lines[0]}" = "So, we start the program here!" ]
        [[ $output == *"We can chain callbacks..."*"...like this!"* ]]
        [[ $output == *"The tasks run concurrently!"* ]]
        [[ $output == *"The long running tasks finish last!"* ]]
        [ -z "$RUN" ] || return 0
        [ "$output" != "So, we start the program here!
The tasks run concurrently!
We can chain callbacks...
...like this!
The long running tasks finish last!" ] || return 0
    done
    return 1
}

# --- c-efficiency ---

# row NAME: the figures of a row of the table in $output
row() {
    grep "^$1  *[0-9]" <<< "$output" | sed "s/^$1//; s/ms//g; s/%//g"
}

# ratio A B PRINTED: is PRINTED about A / B?  All three are rounded.
ratio() {
    awk -v a="$1" -v b="$2" -v printed="$3" 'BEGIN {
        real = a / b
        print a " / " b " = " real ", printed: " printed
        exit !(printed > real * 0.8 - 0.1 && printed < real * 1.2 + 0.1)
    }'
}

@test "ch01/c: does the same work in three ways and reads its own table" {
    start_server --quiet
    step ch01-overview c-efficiency
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    read -r turn_wall _ turn_threads _ turn_busy <<< "$(row "one after another")"
    read -r threads_wall _ threads_threads _ threads_busy <<< "$(row "a thread each")"
    read -r once_wall _ once_threads _ once_busy <<< "$(row "one thread, all at once")"
    [ "$turn_threads $threads_threads $once_threads" = "1 11 1" ]
    # ten delays of 100 ms one after the other, and all at the same time
    awk "BEGIN { exit !($turn_wall >= 1000) }"
    awk "BEGIN { exit !($threads_wall >= 100 && $once_wall >= 100) }"
    # under valgrind only one thread runs at a time, and slowly
    [ -n "$RUN" ] || awk "BEGIN { exit !($threads_wall < $turn_wall && $once_wall < $turn_wall) }"
    read -r faster more <<< "$(sed -n 's/^- a thread each: \(.*\) times as fast with \(.*\) times the threads,/\1 \2/p' <<< "$output")"
    ratio "$turn_wall" "$threads_wall" "$faster"
    [ "$more" -eq 11 ]
    read -r faster more <<< "$(sed -n 's/^- one thread, all at once: \(.*\) times as fast with \(.*\) times the threads,/\1 \2/p' <<< "$output")"
    ratio "$turn_wall" "$once_wall" "$faster"
    [ "$more" -eq 1 ]
    read -r threads_used once_used <<< "$(sed -n 's/^  so each thread is used \(.*\) times as well\./\1/p' <<< "$output" | tr '\n' ' ')"
    ratio "$threads_busy" "$turn_busy" "$threads_used"
    ratio "$once_busy" "$turn_busy" "$once_used"
}

@test "ch01/c: says that the server is down" {
    expect_failure "ask the delayserver on 127.0.0.1:1 (is it running?): Connection refused"
}

@test "ch01/c: says that DELAYSERVER names none" {
    DELAYSERVER="[::1]:8080"
    expect_failure "find the delayserver [::1]:8080: a server is written HOST or HOST:PORT; HOST is a name or an IPv4 address, PORT is 1 to 65535"
}

# --- all steps ---

@test "ch01: output that cannot be written is a failure" {
    serve instant
    for name in a-assembly-dereference b-os-threads c-efficiency; do
        run --separate-stderr bash -c "$RUN $B/ch01-overview $name > /dev/full"
        echo "$name: $status $stderr"
        [ "$status" -eq 1 ]
        [[ $stderr == "$name: some of the output could not be written"* ]]
        run --separate-stderr bash -c "$RUN $B/ch01-overview $name >&-"
        echo "$name: $status $stderr"
        [ "$status" -eq 1 ]
        [[ $stderr == "$name: some of the output could not be written"* ]]
    done
}
