# needs: corofy
load ../lib/helper

# Only that the benches still work: what they measure is not for a test.

has_line() {
    grep -qE "$1" <<< "$output"
}

@test "make bench measures the delayserver against the bare loop" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    copy_tree "$BATS_TEST_TMPDIR"
    cp -r bench "$BATS_TEST_TMPDIR"

    try make_in "$BATS_TEST_TMPDIR" bench BENCH=delayserver PEERS=epoll \
        PASSES=2 CONNECTIONS=50 REQUESTS=1000 DELAY=200
    [ "$status" -eq 0 ]
    has_line "^lowest/median +delayserver +epoll$"
    has_line "^cpu s/100k +[0-9.]+/[0-9.]+ +[0-9.]+/[0-9.]+$"
    has_line "^early answers +0/0 +0/0$"
    has_line "^(met|missed) +memory of a waiting one: "
    has_line "^not measured: CPU at full rate, against hyper$"
}

@test "make bench measures the switches and fibers of chapter 5 against bare ones" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    copy_tree "$BATS_TEST_TMPDIR"
    mkdir "$BATS_TEST_TMPDIR/ch05-fibers"
    cp -r bench "$BATS_TEST_TMPDIR"
    cp -r ch05-fibers/c-fibers ch05-fibers/f-fibers-io "$BATS_TEST_TMPDIR/ch05-fibers"

    try make_in "$BATS_TEST_TMPDIR" bench BENCH=switch PEERS= \
        PASSES=2 SWITCHES=20000 CREATED=500 CROWD=200
    [ "$status" -eq 0 ]
    has_line "^lowest/median +switch ns +nested ns +ring ns +create ns$"
    has_line "^f-switch( +[0-9.]+/[0-9.]+){3} +-$"
    has_line "^f( +[0-9.]+k?/[0-9.]+k?){4}$"
    has_line "^lowest/median +start ns +memory B +tables B +end ns$"
    has_line "^(met|missed) +resident memory of a fiber: "
    has_line "^not measured: f's switch, against Boost's$"
    # the bare switches are written for one CPU
    if [ "$ARCH" = x86_64 ]; then
        has_line "^bare +[0-9.]+/"
        has_line "^(met|missed) +f's switch, against the bare one: "
    else
        has_line "^not measured: f's switch, against the bare one$"
    fi
}

@test "make bench measures tasks, wakes, channels and timers of the runtime" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    copy_tree "$BATS_TEST_TMPDIR"
    cp -r bench corofy runtime "$BATS_TEST_TMPDIR"

    try make_in "$BATS_TEST_TMPDIR" bench BENCH=tasks PASSES=2 COUNT=1000
    [ "$status" -eq 0 ]
    has_line "^lowest/median +runtime$"
    has_line "^(yield-one|hop|oneshot) ns +[0-9.]+/[0-9.]+$"
    has_line "^early sleeps +0/0$"
    has_line "^(met|missed) +a yield of the only task: "
}

# In PATH only what a bench itself needs, and no compiler
few_tools() {
    local tool
    mkdir "$BATS_TEST_TMPDIR/bin"
    for tool in bash awk mkdir dirname taskset true; do
        ln -s "$(type -P $tool)" "$BATS_TEST_TMPDIR/bin"
    done
    try env PATH="$BATS_TEST_TMPDIR/bin" "$@"
}

@test "a peer whose tool is missing is skipped, an unknown one is refused" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    export PEERS=go PASSES=0 CONNECTIONS=1 B=$BATS_TEST_TMPDIR

    few_tools bench/delayserver/run
    [ "$status" -eq 0 ]
    [[ $output == "go is skipped: install golang-go"* ]]

    PEERS=apache try bench/delayserver/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"no peer apache"* ]]
}

@test "the bench of switches skips what it cannot build, too" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    export PASSES=0 B=$BATS_TEST_TMPDIR

    few_tools bench/switch/run
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "boost is skipped: install g++ libboost-context-dev"* ]]
    [[ ${lines[1]} == "go is skipped: install golang-go"* ]]
    has_line "^not measured: f's switch, against the bare one$"

    PEERS=libfoo try bench/switch/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"no peer libfoo"* ]]
}

@test "a program that fails leaves no table, one for another CPU is left out" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    export PASSES=1 PEERS='' B=$BATS_TEST_TMPDIR
    local program programs=$BATS_TEST_TMPDIR/bench/switch
    mkdir -p "$programs"
    for program in scale c-switch f-switch f swapcontext thread; do
        printf '#!/bin/sh\necho "$1 7 ns"\n' > "$programs/$program"
    done
    for program in bare bare-ret bare-fpu; do
        printf '#!/bin/sh\necho not here >&2\nexit 77\n' > "$programs/$program"
    done
    chmod +x "$programs"/*

    try bench/switch/run
    [ "$status" -eq 0 ]
    [[ $stderr == *"not here"* ]]
    has_line "^f-switch +7.00/7.00"
    has_line "^not measured: f's switch, against the bare one$"

    printf '#!/bin/sh\necho oh >&2\nexit 1\n' > "$programs/f"
    try bench/switch/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"oh"* ]]
    [[ $stderr == *"f failed: there is no table"* ]]
}

@test "the bench of --pin counts the same in each run" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
    local build=$BATS_TEST_TMPDIR/build first
    mkdir "$build"
    ln -s "$PWD/$B/corofy" "$build"

    try env B="$build" CC="$COMPILER" CFLAGS=-O2 POLLS=1000 bench/pin/run
    [ "$status" -eq 0 ]
    has_line "^lowest/median +stack +pin$"
    has_line "^poll instr\. +[0-9.]+/[0-9.]+ +[0-9.]+/[0-9.]+$"
    has_line "^(met|missed) +a poll that looks where it is"
    # in fact 5; in any case less than a call would take
    [[ ${lines[-1]} =~ ^the\ check:\ ([0-9]+)\ instructions\ a\ poll,\ 8\ octets\ a\ coroutine$ ]]
    [ "${BASH_REMATCH[1]}" -gt 0 ] && [ "${BASH_REMATCH[1]}" -lt 20 ]
    first=$output

    try env B="$build" CC="$COMPILER" CFLAGS=-O2 POLLS=3000 bench/pin/run
    [ "$output" = "$first" ]
}

@test "the bench of futures counts the same in each run, and finds no needless memory" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
    local build=$BATS_TEST_TMPDIR/build first
    mkdir "$build"
    ln -s "$PWD/$B/corofy" "$build"

    try env B="$build" CC="$COMPILER" CFLAGS=-O2 COUNT=1000 bench/costs/run
    [ "$status" -eq 0 ]
    has_line "^lowest/median +work instr\. +memory allocs$"
    has_line "^await +[0-9.]+/[0-9.]+ +0/0$"
    has_line "^await-box +[0-9]+/[0-9]+ +1.00/1.00$"
    has_line "^select-16 +[0-9.]+/[0-9.]+ +0/0$"
    has_line "^await-join +[0-9.]+/[0-9.]+ +0/0$"
    has_line "^wake +[0-9]+/[0-9]+ +0/0$"
    has_line "^spawn-wake +[0-9]+k?/[0-9]+k? +2.00/2.00$"
    has_line "^(met|missed) +an await by value, against one in a box"
    first=$output

    try env B="$build" CC="$COMPILER" CFLAGS=-O2 COUNT=2000 bench/costs/run
    [ "$output" = "$first" ]
}

@test "make bench measures the parkers of chapter 10" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    copy_tree "$BATS_TEST_TMPDIR"
    mkdir "$BATS_TEST_TMPDIR/ch10-final"
    cp -r bench "$BATS_TEST_TMPDIR"
    cp -r ch10-final/parker-bonus "$BATS_TEST_TMPDIR/ch10-final"

    try make_in "$BATS_TEST_TMPDIR" bench BENCH=parker PEERS= \
        PASSES=2 TOKENS=1000 TURNS=400
    [ "$status" -eq 0 ]
    has_line "^lowest/median +condvar +futex +eventfd$"
    has_line "^token ns( +[0-9.]+/[0-9.]+){3}$"
    has_line "^turn-1cpu ns( +[0-9.]+k?/[0-9.]+k?){3}$"
    has_line "^(met|missed) +two threads in turns, on a futex, against under a lock: "
    has_line "^not measured: a token on a futex, against Rust's own"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
    has_line "^instr instr\\.( +[0-9.]+/[0-9.]+){3}$"

    try env B="$BATS_TEST_TMPDIR/build" PEERS=libfoo PASSES=0 bench/parker/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"no peer libfoo"* ]]
}

# What bench/sizes/run needs, in a folder of its own
sizes_built_apart() {
    build=$BATS_TEST_TMPDIR/build
    mkdir "$build"
    ln -s "$PWD/$B/corofy" "$build"
}

@test "no future of corofy is larger than rustc's, but for what its goals say" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    local build
    sizes_built_apart
    try env B="$build" CC="$COMPILER" bench/sizes/run
    [ "$status" -eq 0 ]
    has_line "^lowest/median +corofy"
    [[ $output != "rustc is skipped"* ]] || skip "rustc is missing: https://rustup.rs has it"
    has_line "^level3 B +48.0/48.0 +[0-9.]+/[0-9.]+$"
    [[ $output != *missed* ]]
    [[ $output != "rustc is skipped for several"* ]] ||
        skip "the crate futures is missing: apt-get install cargo librust-futures-dev"
    has_line "^select4 B +[0-9.]+/[0-9.]+ +[0-9.]+/[0-9.]+$"
    [ "$(grep -c '^met ' <<< "$output")" -eq 22 ]
}

@test "without the crate futures the bench of sizes has rustc's other rows" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    local build bin=$BATS_TEST_TMPDIR/bin
    command -v rustc > /dev/null || [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/rustc" ] ||
        skip "rustc is missing: https://rustup.rs has it"
    sizes_built_apart
    mkdir "$bin"
    printf '#!/bin/sh\nexit 1\n' > "$bin/cargo"
    chmod +x "$bin/cargo"

    try env B="$build" CC="$COMPILER" PATH="$bin:$PATH" bench/sizes/run
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "rustc is skipped for several at once: install cargo librust-futures-dev"* ]]
    has_line "^level3 B +48.0/48.0 +[0-9.]+/[0-9.]+$"
    has_line "^select4 B +[0-9.]+/[0-9.]+ +-$"
    [ "$(grep -c '^met ' <<< "$output")" -eq 12 ]
    has_line "^not measured: the first of four$"
}

@test "the bench of sizes skips rustc, and refuses twins that do not the same" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    local build bin=$BATS_TEST_TMPDIR/bin
    sizes_built_apart
    mkdir "$bin"

    try env B="$build" CC="$COMPILER" PEERS= bench/sizes/run
    [ "$status" -eq 0 ]
    has_line "^nothing B +[0-9.]+/[0-9.]+$"
    has_line "^not measured: nothing kept$"

    printf '#!/bin/sh\nexit 1\n' > "$bin/rustc"
    chmod +x "$bin/rustc"
    try env B="$build" CC="$COMPILER" PATH="$bin:$PATH" bench/sizes/run
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "rustc is skipped: install rustc"* ]]

    # a compiler whose programs always print the same
    cat > "$bin/rustc" << 'END'
#!/bin/sh
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\necho nothing 2 7\n' > "$2"
chmod +x "$2"
END
    try env B="$build" CC="$COMPILER" PATH="$bin:$PATH" bench/sizes/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"the functions of rustc do something else"* ]]

    try env B="$build" PEERS=zig bench/sizes/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"no peer zig"* ]]
}

@test "the summary of a bench takes ratios pass by pass" {
    cd "$BATS_TEST_TMPDIR"
    cat > goals << 'END'
# a comment
at-most  0.5 cpu/ours   cpu/a,cpu/b half of the best
at-most  0.4 cpu/ours   cpu/b       less than half
at-least 3   cpu/ours   -           at least three
at-most  1   cpu/ours   cpu/none    not there
END
    # the medians are 3 and 8, the median of the ratios is 0.5
    printf '%s\n' 'pass 1' 'cpu/ours 1 s' 'cpu/a 9 s' 'cpu/b 2 s' \
        'pass 2' 'cpu/ours 3 s' 'cpu/a 90 s' 'cpu/b 6 s' \
        'pass 3' 'cpu/ours 20000 s' 'cpu/a 50000 s' 'cpu/b 80000 s' > results

    try "$OLDPWD/bench/summary" goals results
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "lowest/median              ours           a           b" ]
    [ "${lines[1]}" = "cpu s                 1.00/3.00   9.00/90.0   2.00/6.00" ]
    [ "${lines[2]}" = "met     half of the best: 0.50, at most 0.5 (3.00 s to 90.0, 6.00)" ]
    [ "${lines[3]}" = "missed  less than half: 0.50, at most 0.4 (3.00 s to 6.00)" ]
    [ "${lines[4]}" = "met     at least three: 3.00, at least 3 (lowest 1.00)" ]
    [ "${lines[5]}" = "not measured: not there" ]
}

@test "with many subjects the summary has a row for each, in parts" {
    cd "$BATS_TEST_TMPDIR"
    echo 'at-most 2 e/s6 - the last' > goals
    echo 'pass 1' > results
    local subject measure
    for measure in a b c d e f; do
        for subject in s1 s2 s3 s4 s5 s6; do
            echo "$measure/$subject 1 ns"
        done
    done >> results
    sed -i '/^[a-c].s2/d' results

    try "$OLDPWD/bench/summary" goals results
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "lowest/median              a ns        b ns        c ns" ]
    [ "${lines[1]}" = "s1                    1.00/1.00   1.00/1.00   1.00/1.00" ]
    # nothing in this part is known of s2
    [ "${lines[2]}" = "s3                    1.00/1.00   1.00/1.00   1.00/1.00" ]
    [ "${lines[6]}" = "lowest/median              d ns        e ns        f ns" ]
    [ "${lines[12]}" = "s2                    1.00/1.00   1.00/1.00   1.00/1.00" ]
    [ "${lines[13]}" = "met     the last: 1.00, at most 2 (lowest 1.00)" ]
}

@test "what must not be fails a bench, though it was in one pass only" {
    cd "$BATS_TEST_TMPDIR"
    echo 'must-be 0 early/ours - early answers' > goals
    printf '%s\n' 'pass 1' 'early/ours 0 n' 'pass 2' 'early/ours 1 n' \
        'pass 3' 'early/ours 0 n' > results

    try "$OLDPWD/bench/summary" goals results
    [ "$status" -eq 1 ]
    [ "${lines[2]}" = "missed  early answers: 0, must be 0 (lowest 0)" ]
}
