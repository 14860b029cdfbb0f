# Chapter 5: fibers, from one switch of stacks to a runtime
# needs: ch05-fibers

load ../lib/helper
load common

# quiet STEP [ARGUMENT...]: a step of this chapter; it must go well, and neither
# it nor a tool around it may have a word to say of it
quiet() {
    # shellcheck disable=SC2086
    run --separate-stderr $RUN "$B/ch05-fibers" "$@"
    echo "status $status; stdout:"
    echo "$output"
    echo "stderr:"
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
}

# --- a-stack-swap, b-show-stack ---

GREETING="I LOVE WAKING UP ON A NEW STACK!"

# needed: the figure in $output
needed() {
    sed -n 's/^hello() needed \([0-9]*\) bytes of stack; a signal may need [1-9][0-9]* more$/\1/p' <<< "$output"
}

@test "ch05/a: wakes up on a new stack, and comes to a clean end" {
    quiet a-stack-swap
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "$GREETING" ]
    [ "$(needed)" -gt 48 ]
    [ "$(needed)" -lt 65528 ]
}

# too_small STEP BYTES NEEDED: what says so
too_small() {
    step ch05-fibers "$1" "$2"
    [ "$status" -eq 1 ]
    [ "$(needed)" -eq "$3" ]
    [ "${stderr_lines[0]}" = "$1: it had $2: what lay in the $(($3 - $2)) below is lost" ]
    [ "${stderr_lines[1]}" = "ch05-fibers: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}

figure_is_the_least() {
    local bytes
    quiet "$1"
    bytes=$(needed)
    quiet "$1" "$bytes"
    [ "$(needed)" -eq "$bytes" ]
    quiet "$1" 65528
    too_small "$1" $((bytes - 1)) "$bytes"
    too_small "$1" $((bytes - 16)) "$bytes"
    too_small "$1" 48 "$bytes"
}

@test "ch05/a: as many bytes as it says are enough, and fewer are not" {
    figure_is_the_least a-stack-swap
}

@test "ch05/b: as many bytes as it says are enough, and fewer are not" {
    figure_is_the_least b-show-stack
}

@test "ch05/a, b: arguments that are no size of a stack are refused" {
    local arguments
    for name in a-stack-swap b-show-stack; do
        for arguments in "''" 47 65529 -64 +64 "' 64'" 64k 0x40 1e3 stack "64 64" 18446744073709551680; do
            eval "step ch05-fibers $name $arguments"
            [ "$status" -eq 1 ]
            [ "$output" = "" ]
            [ "${stderr_lines[0]}" = "usage: $name [BYTES OF STACK, 48 to 65528]" ]
            [ "${stderr_lines[1]}" = "ch05-fibers: $name failed with exit status 2" ]
        done
    done
}

# address_of PROGRAM SYMBOL
address_of() {
    nm "$1" | sed -n "s/^\([0-9a-f]*\) [tT] $2\$/\1/p"
}

# From the end down: the hole, the two words, and nothing but paint below.
@test "ch05/b: shows each word of the stack, and what it is" {
    local program=$BATS_TEST_TMPDIR/b word='mem: 0x([0-9a-f]+), val: 0x([0-9a-f]{16})  ' paint=a5a5a5a5a5a5a5a5
    local meanings=("hole: over a multiple of 16" "gt_return: hello returns there" "hello: what sp points to" free)
    local address=() value=() i lowest
    quiet b-show-stack
    [ "${#lines[@]}" -eq 7 ]
    for i in 0 1 2 3; do
        [[ ${lines[i]} =~ ^$word${meanings[i]}$ ]]
        address[i]=$((16#${BASH_REMATCH[1]}))
        value[i]=${BASH_REMATCH[2]}
        [ $((address[i])) -eq $((address[0] - 8 * i)) ]
    done
    [ $((address[0] % 16)) -eq 0 ]
    [ "${value[0]}" = $paint ]
    [ "${value[3]}" = $paint ]
    [[ ${lines[4]} =~ ^mem:\ 0x([0-9a-f]+),\ the\ last\ of\ ([0-9]+)\ more\ that\ are\ free$ ]]
    # 65,528 bytes from the first address shown to the end of the last word
    lowest=$((16#${BASH_REMATCH[1]}))
    [ $((address[0] + 8 - lowest)) -eq 65528 ]
    [ $((lowest + 8 * BASH_REMATCH[2])) -eq $((address[3])) ]
    [ "${lines[5]}" = "$GREETING" ]
    # the two are as far apart as in the program, wherever it was loaded to
    $COMPILER -std=gnu17 -o "$program" ch05-fibers/b-show-stack/*.c ch05-fibers/b-show-stack/*.S
    # shellcheck disable=SC2086
    run $RUN "$program"
    [[ ${lines[1]} =~ ^$word ]]
    value[1]=$((16#${BASH_REMATCH[2]}))
    [[ ${lines[2]} =~ ^$word ]]
    value[2]=$((16#${BASH_REMATCH[2]}))
    [ $((value[1] - value[2])) -eq $((16#$(address_of "$program" gt_return) - 16#$(address_of "$program" hello))) ]
    [ $((value[2] % 4096)) -eq $((16#$(address_of "$program" hello) % 4096)) ]
}

# --- c-fibers, d-fibers-closure ---

@test "ch05/c: two fibers count in turns, in 29 lines" {
    quiet c-fibers
    [ "${#lines[@]}" -eq 29 ]
    [ "$output" = "$(c_transcript)" ]
}

@test "ch05/d: fibers spawn fibers, with what they need, in 7 lines" {
    quiet d-fibers-closure
    diff - <(echo "$output") << 'EOF'
I haven't implemented a timer in this example.
But we can still nest tasks...
THREAD 2 FINISHED.
...like this!
THREAD 3 FINISHED.
Finally, notice how the tasks are executed concurrently.
THREAD 1 FINISHED.
EOF
}

# --- How they are built ---

@test "ch05: no stack can be executed" {
    run readelf -lW "$B/ch05-fibers"
    echo "$output"
    [[ $output =~ GNU_STACK\ [^$'\n']*\ RW\  ]]
    # one object without that note, also for another CPU, is enough to lose it
    for source in ch05-fibers/*/*.S; do
        echo "$source"
        $COMPILER -c -o "$BATS_TEST_TMPDIR/object.o" "$source"
        run readelf -SW "$BATS_TEST_TMPDIR/object.o"
        [[ $output =~ \.note\.GNU-stack\ +PROGBITS\ +0+\ [0-9a-f]+\ 000000\ 00\ +0 ]]
    done
}

# What a debugger reads must be well-formed for each CPU.
@test "ch05/c, d, f: nothing in the unwind tables is unknown" {
    for name in c-fibers d-fibers-closure f-fibers-io; do
        $COMPILER -c -g -o "$BATS_TEST_TMPDIR/object.o" "ch05-fibers/$name/switch_$ARCH.S"
        run readelf --debug-dump=frames "$BATS_TEST_TMPDIR/object.o"
        [ "$status" -eq 0 ]
        [[ $output == *DW_CFA_expression* ]]
        [[ $output != *[Uu]nknown* ]]
    done
}

# gdb has a rule of its own for ret on x86-64, but others read the tables.
@test "ch05/a, b: the unwind tables say at the end what they say at the start" {
    local rows
    for name in a-stack-swap b-show-stack; do
        $COMPILER -c -o "$BATS_TEST_TMPDIR/object.o" "ch05-fibers/$name/gt_switch_$ARCH.S"
        run readelf --debug-dump=frames-interp "$BATS_TEST_TMPDIR/object.o"
        echo "$output"
        mapfile -t rows < <(sed -n '/ FDE /,$p' <<< "$output" | grep '^[0-9a-f]\{16\} .*[+]')
        [ ${#rows[@]} -gt 3 ]
        [ "${rows[0]#* }" = "${rows[-1]#* }" ]
    done
}
