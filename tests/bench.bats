load helper

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

@test "a peer whose tool is missing is skipped, an unknown one is refused" {
    [ -z "$RUN$SANITIZE" ] || skip "it measures plain programs for this machine"
    export PEERS=go PASSES=0 CONNECTIONS=1 B=$BATS_TEST_TMPDIR
    local tool
    mkdir "$BATS_TEST_TMPDIR/bin"
    for tool in bash awk mkdir dirname taskset true; do
        ln -s "$(type -P $tool)" "$BATS_TEST_TMPDIR/bin"
    done

    try env PATH="$BATS_TEST_TMPDIR/bin" bench/delayserver/run
    [ "$status" -eq 0 ]
    [[ $output == "go is skipped: install golang-go"* ]]

    PEERS=apache try bench/delayserver/run
    [ "$status" -eq 1 ]
    [[ $stderr == *"no peer apache"* ]]
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

@test "what must not be fails a bench, though it was in one pass only" {
    cd "$BATS_TEST_TMPDIR"
    echo 'must-be 0 early/ours - early answers' > goals
    printf '%s\n' 'pass 1' 'early/ours 0 n' 'pass 2' 'early/ours 1 n' \
        'pass 3' 'early/ours 0 n' > results

    try "$OLDPWD/bench/summary" goals results
    [ "$status" -eq 1 ]
    [ "${lines[2]}" = "missed  early answers: 0, must be 0 (lowest 0)" ]
}
