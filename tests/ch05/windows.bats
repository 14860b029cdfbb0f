# Chapter 5, e-fibers-windows: the rules of 64-bit Windows, on Linux and on
# Windows, for which wine stands in.
# needs: ch05-fibers

load ../lib/helper
load common

STEP=ch05-fibers/e-fibers-windows
CHECKS=tests/ch05/windows

need_x86_64() {
    [ "$ARCH" = x86_64 ] || skip "e-fibers-windows is for x86-64 CPUs"
}

# compile PROGRAM [OPTION...] FILE...: as the suite was
compile() {
    # shellcheck disable=SC2086  # COMPILER is a list of words
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -g -o "$@" \
        ${SANITIZE:+-fsanitize="$SANITIZE" -fno-sanitize-recover=all -fno-omit-frame-pointer}
}

sources_of_checks() {
    echo "-I$STEP $CHECKS/checks.c $CHECKS/registers.S"
    find $STEP -name '*.[cS]' ! -name main.c
}

# check LEVEL NAME ROUNDS: runs one of the checks, optimised to that level
check() {
    local program=$BATS_TEST_TMPDIR/checks-O$1
    # shellcheck disable=SC2046
    [ -x "$program" ] || compile "$program" "-O$1" $(sources_of_checks)
    # shellcheck disable=SC2086
    try $RUN "$program" "${@:2}"
}

# holds NAME ROUNDS: the check passes at each level of optimisation
holds() {
    local level
    need_x86_64
    for level in 0 1 2 3; do
        check $level "$@"
        [ "$status" -eq 0 ]
        [ "$output$stderr" = "" ]
    done
}

# panics NAME MESSAGE: maybe after doubts of ASan, which knows no stacks but one
panics() {
    need_x86_64
    ulimit -c 0
    check 2 "$1"
    [ "$status" -eq 134 ]
    grep -qFx "panic: $2" <<< "$stderr"
}

# natively, or with something in between that takes its time
many() {
    if [ -z "$VALGRIND$SANITIZE" ]; then echo "$1"; else echo $(($1 / 50)); fi
}

@test "ch05/e: two threads take turns" {
    need_x86_64
    step ch05-fibers e-fibers-windows
    [ "$status" -eq 0 ]
    [ "$output" = "$(c_transcript)" ]
    [ "$stderr" = "" ]
}

@test "ch05/e: is right at every level of optimisation" {
    need_x86_64
    for level in 0 1 2 3; do
        program=$BATS_TEST_TMPDIR/O$level
        compile "$program" -O$level $STEP/*.c $STEP/*.S
        try $RUN "$program"
        [ "$status" -eq 0 ]
        [ "$output" = "$(c_transcript)" ]
        [ "$stderr" = "" ]
    done
}

@test "ch05/e: says that another CPU is none for it, and is skipped" {
    [ "$ARCH" != x86_64 ] || skip "runs on this CPU"
    step ch05-fibers e-fibers-windows
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
    [ "${stderr_lines[0]}" = "e-fibers-windows: this CPU is not an x86-64 one" ]
    [ "${stderr_lines[1]}" = "ch05-fibers: e-fibers-windows skipped" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}

@test "ch05/e: no executable stack" {
    need_x86_64
    compile "$BATS_TEST_TMPDIR/program" $STEP/*.c $STEP/*.S
    readelf -lW "$BATS_TEST_TMPDIR/program" > "$BATS_TEST_TMPDIR/segments"
    grep -q 'GNU_STACK .* RW  *0x' "$BATS_TEST_TMPDIR/segments"
}

# four threads, so a million switches
@test "ch05/e: 18 registers and the stack's bounds survive while others destroy them" {
    holds registers "$(many 250000)"
}

@test "ch05/e: a function and the guard may destroy their home" {
    holds home 100
}

@test "ch05/e: the stack is aligned at entry" {
    holds alignment 10
}

@test "ch05/e: the TIB says which stack a thread is on, and errno is its own" {
    holds tib 10
}

@test "ch05/e: slots are used again, and there are three" {
    holds slots 1000
}

@test "ch05/e: gives gs back as it was" {
    holds lending 10
}

@test "ch05/e: two OS threads have a runtime and a TIB each" {
    holds threads 3
}

@test "ch05/e: a yield outside any thread panics" {
    panics misuse-yield "yield_thread: not called by a fiber"
}

@test "ch05/e: a second runtime panics" {
    panics misuse-init "runtime_init: this OS thread has a runtime"
}

@test "ch05/e: a thread that runs or frees the runtime panics" {
    panics misuse-run "runtime_run: called by a fiber, or without a runtime"
    panics misuse-fini "runtime_fini: called by a fiber, or without a runtime"
}

@test "ch05/e: leaving a stack, or coming back to a dead one, panics" {
    panics misuse-switch "thread 1 should run, but this is not its stack"
    panics misuse-dead "thread 1 was resumed after its end"
}

@test "ch05/e: says why there can be no TIB" {
    need_x86_64
    [ -z "$SANITIZE$VALGRIND" ] || skip "strace would see the system calls of what runs the program"
    command -v strace > /dev/null || skip "strace is missing: apt-get install strace"
    strace -qq -o "$BATS_TEST_TMPDIR/log" true || skip "strace may not trace here"
    compile "$BATS_TEST_TMPDIR/e-fibers-windows" -static $STEP/*.c $STEP/*.S
    # libc's start makes such calls too; then gs is asked for and set
    run strace -e trace=arch_prctl "$BATS_TEST_TMPDIR/e-fibers-windows"
    asked=$(grep -F arch_prctl <<< "$output" | grep -n -m 1 ARCH_GET_GS | cut -d: -f1)
    for when in $asked $((asked + 1)); do
        try strace -qq -o "$BATS_TEST_TMPDIR/log" \
            -e inject=arch_prctl:error=EPERM:when=$when "$BATS_TEST_TMPDIR/e-fibers-windows"
        grep -F '(INJECTED)' "$BATS_TEST_TMPDIR/log"
        [ "$status" -eq 1 ]
        [ "$output" = "" ]
        [ "$stderr" = "e-fibers-windows: make a runtime: Operation not permitted" ]
    done
}

# --- On Windows ---------------------------------------------------------------

need_windows() {
    [ -z "$SANITIZE$VALGRIND" ] && [ "$ARCH" = x86_64 ] && [ "$CC" = gcc ] ||
        skip "mingw-w64 builds the same for all, so the plain gcc suite tests it"
    command -v x86_64-w64-mingw32-gcc > /dev/null ||
        skip "mingw-w64 is missing: apt-get install gcc-mingw-w64-x86-64"
    command -v wine > /dev/null || skip "wine is missing: apt-get install wine"
}

for_windows() {
    x86_64-w64-mingw32-gcc -std=gnu17 -Wall -Wextra -Werror -o "$@"
}

@test "ch05/e: mingw-w64 builds it, and wine runs it and the checks" {
    need_windows
    for_windows "$BATS_TEST_TMPDIR/program.exe" $STEP/*.c $STEP/*.S
    for level in 0 3; do
        # shellcheck disable=SC2046
        for_windows "$BATS_TEST_TMPDIR/checks-O$level.exe" -O$level $(sources_of_checks)
    done
    wine_starts
    on_windows program.exe
    [ "$status" -eq 0 ]
    [ "$output" = "$(c_transcript)" ]
    for level in 0 3; do
        for check in "registers 250000" "home 100" "alignment 10" "tib 10" "slots 1000"; do
            # shellcheck disable=SC2086
            on_windows checks-O$level.exe $check
            [ "$status" -eq 0 ]
            [ "$output" = "" ]
        done
    done
    on_windows checks-O3.exe misuse-yield
    [ "$status" -eq 3 ]
    [[ $stderr == *"panic: yield_thread: not called by a fiber"* ]]
}

# wine_starts: with all that it keeps, and a server that ends with the test.
# There is no display, and neither a browser nor .NET are wanted.
wine_starts() {
    export HOME=$BATS_TEST_TMPDIR TMPDIR=$BATS_TEST_TMPDIR WINEPREFIX=$BATS_TEST_TMPDIR/wine
    export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="
    unset DISPLAY
    try wine cmd /c exit
    [ "$status" -eq 0 ]
}

# on_windows PROGRAM [ARGUMENT...]: sets status, output, stderr; lines end as
# here
on_windows() {
    try wine "$BATS_TEST_TMPDIR/$1" "${@:2}"
    output=${output//$'\r'/}
    stderr=${stderr//$'\r'/}
}

teardown() {
    helper_teardown
    [ -d "$BATS_TEST_TMPDIR/wine" ] || return 0
    wineserver -k
    wineserver -w
    rm -rf "$BATS_TEST_TMPDIR/wine" # 700 MB
}
