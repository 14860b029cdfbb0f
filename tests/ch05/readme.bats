# What chapter 5's README says under "Break it"
# needs: ch05-fibers delayserver

load ../lib/helper
load ../lib/copies

need_x86_64() {
    [ "$(uname -m)" = x86_64 ] || skip "the README breaks the assembly of x86-64"
}

# dies_by_segv: $PROGRAM does
dies_by_segv() {
    start
    [ "$status" -eq 139 ]
}

# without_rbx: takes its two lines out of the copy's switch
without_rbx() {
    replace switch_x86_64.S '        movq    %rbx, 0x28(%rdi)
' ''
    replace switch_x86_64.S '        movq    0x28(%rsi), %rbx
' ''
}

@test "ch05: a guard that is entered 8 bytes off dies where it prints a double" {
    need_x86_64
    begin ch05-fibers/d-fibers-closure
    build
    start
    expected=$output
    [ "${#lines[@]}" -eq 7 ]
    replace context_x86_64.h 'word[-3] = (uint64_t)skip_entry' 'word[-3] = (uint64_t)guard'
    build
    start
    [ "$output" = "$expected" ]
    replace runtime.c 'FINISHED.\n", runtime->current' 'FINISHED %g.\n", runtime->current, 0.5'
    build
    dies_by_segv
}

@test "ch05: fibers on stacks that are 8 bytes off die where they print a double" {
    need_x86_64
    begin ch05-fibers/c-fibers
    build
    start
    expected=$output
    [ "${#lines[@]}" -eq 29 ]
    replace runtime.c '(end & ~(uintptr_t)15)' '((end & ~(uintptr_t)15) - 8)'
    build
    start
    [ "$output" = "$expected" ]
    replace main.c 'counter: %d\n", id, i' 'counter: %g\n", id, i / 1.0'
    build
    dies_by_segv
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    run gdb -q -nx -batch -ex run -ex 'x/i $pc' -ex 'print $rsp' "$PROGRAM"
    echo "$output"
    [[ $output == *movaps* ]]
    [[ ${lines[-1]} == *8 ]]
}

@test "ch05: a switch that forgets rbx is lucky where t_yield saves it" {
    need_x86_64
    begin ch05-fibers/c-fibers
    build
    start
    expected=$output
    without_rbx
    for level in 0 1 2 3; do
        build -O$level
        start
        [ "$output" = "$expected" ]
    done
}

@test "ch05: a switch that forgets rbx mixes up what fibers count at -O2" {
    need_x86_64
    begin ch05-fibers/f-fibers-io
    without_rbx
    replace main.c 'int main(' "$(sed -n '/^      static void count/,/^      }/s/^      //p' ch05-fibers/README.md)

int main("
    replace main.c "$(sed -n '/^    for (int i = 0; i < REQUESTS; i++) {$/,/^    }$/p' "$COPY/main.c")" '
    long steps[] = {1, 1000};

    for (int i = 0; i < 2; i++) {
        err = fiber_spawn("count", count, &steps[i]);
        if (err < 0)
            die(err, "spawn");
    }'
    expected=$(for i in 0 1 2 3 4; do printf '%s\n' "$i" $((i * 1000)); done)
    build
    start "$DELAYSERVER"
    [ "$status" -eq 0 ]
    [ "$(sed '$d' <<< "$output")" = "$expected" ]
    build -O2
    run bash -c "timeout 10 '$PROGRAM' '$DELAYSERVER' 2>&1 | head -n 10"
    echo "$output"
    [ "$output" != "$expected" ] ||
        skip "$COMPILER keeps no counter in rbx: lucky again"
}

@test "ch05: a fiber that blocks blocks them all" {
    begin ch05-fibers/f-fibers-io
    replace main.c 'SOCK_NONBLOCK | ' ''
    # fifteen seconds are longer than this needs
    replace main.c '(REQUESTS - i) * 1000' '(REQUESTS - i) * 100'
    build
    start_server --quiet
    start "$DELAYSERVER"
    [ "$status" -eq 0 ]
    [ "$(grep -o 'request-. \(asks\|is answered\)' <<< "$output")" = "$(for i in 0 1 2 3 4; do
        echo "request-$i asks"
        echo "request-$i is answered"
    done)" ]
    awk '/^ELAPSED TIME: / { exit !($3 >= 1.5) }' <<< "$output"
}

@test "ch05: a stack that is too small, and a frame that steps over its guard" {
    begin ch05-fibers/f-fibers-io
    start_server --quiet
    replace main.c 'char data[1024];' 'char data[512 * 1024];'
    build
    start "$DELAYSERVER"
    [ "$status" -eq 134 ]
    [[ $stderr == *"panic: fiber request-"*" overflowed its 64 KiB stack"* ]]
    replace main.c 'char data[512 * 1024];' 'char data[2 * 1024 * 1024];'
    build -fno-stack-clash-protection
    start "$DELAYSERVER"
    [ "$status" -eq 139 ]
    [[ $stderr != *panic:* ]]
    build -fstack-clash-protection
    start "$DELAYSERVER"
    [ "$status" -eq 134 ]
    [[ $stderr == *"panic: fiber request-"*" overflowed its 64 KiB stack"* ]]
}

@test "ch05: a switch that returns works as one that jumps" {
    need_x86_64
    begin ch05-fibers/f-fibers-io
    replace switch_x86_64.S "$(sed -n '/^        popq    %rcx/,/^        notrack jmp/p' "$COPY/switch_x86_64.S")" '        ret'
    replace main.c '(REQUESTS - i) * 1000' '(REQUESTS - i) * 10'
    build
    start_server --quiet
    start "$DELAYSERVER"
    [ "$status" -eq 0 ]
    [ "$(grep -c 'is answered: request-' <<< "$output")" -eq 5 ]
}
