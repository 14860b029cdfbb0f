# Chapter 5 in a debugger: what it shows of the stack at each instruction of a
# switch.  The checks are in ch05_gdb.py.
# needs: ch05-fibers

load ../lib/helper

setup() {
    [ -z "$SANITIZE$VALGRIND" ] || skip "the same code is followed without sanitizers and valgrind"
    gdb=gdb
    [ "$ARCH" = "$(uname -m)" ] || gdb="gdb-multiarch"
    command -v $gdb > /dev/null || skip "$gdb is missing"
    $gdb -nx -batch -ex 'python 0' 2> /dev/null || skip "$gdb has no Python"
    [ $gdb != gdb ] || $gdb -nx -batch -ex starti -ex kill "$(command -v true)" > /dev/null 2>&1 ||
        skip "gdb cannot trace a process here"
}

# follow PROGRAM SWITCH [SWITCHES]: leaves what the script says in $chains
follow() {
    local socket='' pid i
    if [ $gdb = gdb-multiarch ]; then
        socket=$BATS_TEST_TMPDIR/socket
        rm -f "$socket"
        # a CPU without SVE, for which gdb knows all registers
        [ "$ARCH" != aarch64 ] || export QEMU_CPU=cortex-a57
        # a debugger that gives up leaves it waiting
        timeout 180 $RUN -g "$socket" "$1" > /dev/null 2> "$socket.err" 3>&- &
        pid=$!
        for ((i = 0; i < 1200; i++)); do
            [ ! -S "$socket" ] || break
            sleep 0.05 # keeps the loop from burning the CPU
        done
    fi
    run --separate-stderr env SWITCH="$2" SWITCHES="${3:-}" SOCKET="$socket" \
        timeout 120 $gdb -q -nx -batch ${socket:+-ex "set sysroot ${RUN##* }"} \
        -x tests/ch05/gdb.py "$1"
    [ -z "$socket" ] || wait $pid || echo "the emulator ended with status $?"
    echo "$1: status $status"
    echo "$stderr"
    [ "$status" -eq 0 ] || tail -n 3 <<< "$output"
    [ "$status" -eq 0 ]
    mapfile -t chains < <(grep ' < \|^main$' <<< "$stderr")
}

# compile LEVEL STEP: a step as a program of its own, in $program
compile() {
    program=$BATS_TEST_TMPDIR/${2%%-*}$1
    $COMPILER -std=gnu17 -g -O"$1" -o "$program" ch05-fibers/"$2"/*.c ch05-fibers/"$2"/*.S
}

# compile_registers LEVEL STEP: its fibers, with all registers in use.  What says
# how to use them includes the file that makes them, and may have use for CHECKs.
compile_registers() {
    local source sources=()
    for source in ch05-fibers/"$2"/*.[cS]; do
        case ${source##*/} in
        main.c | runtime.c | fiber.c) ;;
        *) sources+=("$source") ;;
        esac
    done
    program=$BATS_TEST_TMPDIR/registers$1
    $COMPILER -std=gnu17 -I. -Dmain=main_of_tests -c -o "$program.check.o" tests/unit/check.c
    $COMPILER -std=gnu17 -g -O"$1" -o "$program" -I. -DHEADER="\"tests/unit/fibers_${2%%-*}.h\"" \
        tests/ch05/gdb.c tests/unit/registers_*.S "${sources[@]}" "$program.check.o"
}

comes_back_to_main() {
    for level in 0 2; do
        compile $level "$1"
        follow "$program" gt_switch
        [ "${chains[*]}" = main ]
    done
}

@test "ch05/a: a debugger sees main at every instruction there and back" {
    comes_back_to_main a-stack-swap
}

@test "ch05/b: a debugger sees main at every instruction there and back" {
    comes_back_to_main b-show-stack
}

BASE="t_yield < runtime_run < main"
END="t_yield < t_return < guard < skip"

@test "ch05/c: a debugger sees each fiber's calls at every instruction of a switch" {
    local one="t_yield < yield_thread < count < count_to_10 < skip"
    local two="t_yield < yield_thread < count < count_to_15 < skip"
    compile 0 c-fibers
    follow "$program" switch_context 7
    diff <(printf '%s\n' "${chains[@]}") - << EOF
$BASE -> count_to_10 < skip
$one -> count_to_15 < skip
$two -> $BASE
$BASE -> $one
$one -> $two
$two -> $BASE
$BASE -> $one
EOF
    compile 2 c-fibers
    follow "$program" switch_context 7
    [ ${#chains[@]} -eq 7 ]
}

@test "ch05/d: a debugger sees each fiber's calls at every instruction of a switch" {
    local one="t_yield < yield_thread < say_in_two_turns < skip"
    compile 0 d-fibers-closure
    follow "$program" switch_context
    diff <(printf '%s\n' "${chains[@]}") - << EOF
$BASE -> say_in_two_turns < skip
$one -> nest < skip
$END -> say < skip
$END -> $BASE
$BASE -> $one
$END -> $BASE
EOF
    compile 2 d-fibers-closure
    follow "$program" switch_context
    [ ${#chains[@]} -eq 6 ]
}

# shows_all_registers STEP BOTTOM: three fibers take two turns each, and end; at
# their bottom is the function where they begin
shows_all_registers() {
    for level in 0 2; do
        compile_registers $level "$1"
        follow "$program" switch_context
        [ ${#chains[@]} -ge 10 ]
        [[ ${chains[-1]} == *" < $2 -> "*main ]]
    done
}

@test "ch05/c: a debugger sees the registers of callers at every instruction" {
    shows_all_registers c-fibers skip
}

@test "ch05/d: a debugger sees the registers of callers at every instruction" {
    shows_all_registers d-fibers-closure skip
}

@test "ch05/f: a debugger sees the registers of callers at every instruction" {
    shows_all_registers f-fibers-io enter
}
