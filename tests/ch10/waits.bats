# Where does everything wait?  docs/waits.py shows what the READMEs of chapters
# 8 and 10 say that it does.
# needs: corofy delayserver

load ../lib/helper
load common

setup() {
    [ -z "$SANITIZE$RUN" ] || skip "what gdb shows here is the plain program for this machine"
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    gdb -nx -batch -ex 'python 0' 2> /dev/null || skip "gdb has no Python"
    sleep 300 3>&- & # a process to attach to
    PROGRAM=$!
    gdb -nx -batch -p $PROGRAM > "$BATS_TEST_TMPDIR/gdb" 2>&1
    grep -q detached "$BATS_TEST_TMPDIR/gdb" || skip "gdb cannot attach to a process here"
    kill $PROGRAM
}

teardown() {
    # a program that has ended by itself is no longer there
    [ ! -e "/proc/${PROGRAM:-none}" ] || kill "$PROGRAM"
    [ -z "$SERVER_PID" ] || kill -CONT "$SERVER_PID"
    stop_server
}

# shown STEP: what stands behind <!-- waits: STEP -->, without commands
shown() {
    awk -v mark="<!-- waits: $1 -->" '
        $0 == mark { wanted = 1; next }
        wanted && /^```/ { wanted = 0; inside = 1; next }
        inside && /^```$/ { exit }
        inside && !/^\$ / { print }' "${1%%/*}/README.md" | some_file
}

# which number a socket has depends on what else is open
some_file() {
    sed -E 's/, fd [0-9]+$/, fd N/'
}

# waits PROGRAM: it runs, with a server that does not answer; $said is what the
# script says when all tasks wait for their answers, RECEIVE of them
waits() {
    local i
    start_server
    kill -STOP "$SERVER_PID"
    "$1" > "$BATS_TEST_TMPDIR/out" 3>&- &
    PROGRAM=$!
    for ((i = 0; i < 60; i++)); do
        gdb -nx -q -batch -x docs/waits.py -p $PROGRAM > "$BATS_TEST_TMPDIR/gdb" 2>&1 3>&-
        said=$(grep -E '^(thread|  task) ' "$BATS_TEST_TMPDIR/gdb" | some_file)
        [ "$(grep -c ' RECEIVE, fd N$' <<< "$said")" -ne "$2" ] || break
    done
    cat "$BATS_TEST_TMPDIR/gdb"
    [ $i -lt 60 ]
    run ! grep -E 'Error|Exception' "$BATS_TEST_TMPDIR/gdb"
}

# compile STEP: $program, under the step's name, which its first thread has
compile() {
    program=$BATS_TEST_TMPDIR/${1##*/}
    $COMPILER -std=gnu17 -O0 -g -o "$program" "$1"/*.c
}

@test "ch08/c: gdb shows where everything waits, as the README says" {
    compile ch08-runtime/c-reactor-executor
    waits "$program" 5
    diff <(shown ch08-runtime/c-reactor-executor) <(echo "$said")
}

@test "ch08/d: gdb shows where everything waits, for each executor" {
    compile ch08-runtime/d-multiple-threads
    waits "$program" 60
    [ "$(grep -cE '^thread [0-9]+, (exec-[0-9]+|d-multiple-thre): 5 pending tasks$' <<< "$said")" -eq 12 ]
    [ "$(grep -cE '^  task [1-5], wakers: 1: request WAIT1 > http_get RECEIVE, fd N$' <<< "$said")" -eq 60 ]
    [ "$(wc -l <<< "$said")" -eq 72 ]
}

@test "ch10/a: gdb shows where everything waits, in lines of main.co" {
    by_hand a-rust-futures
    "$B/corofy" --async --line "$FOLDER/main.co" "$FOLDER/main.c"
    build -O0 -g
    mv "$FOLDER/program" "$FOLDER/a-rust-futures"
    waits "$FOLDER/a-rust-futures" 1
    diff <(shown ch10-final/a-rust-futures) <(echo "$said")
}

@test "ch10: gdb shows what is in a box, and what has no state" {
    by_hand a-rust-futures
    sed -E -i 's/await\((show\([^)]*\))\)/await(box(\1))/' "$FOLDER/main.co"
    "$B/corofy" --async --line "$FOLDER/main.co" "$FOLDER/main.c"
    build -O0 -g
    waits "$FOLDER/program" 1
    [[ $said =~ async_main\ main\.co:32\ \>\ show\ main\.co:16\ \>\ http_get\ RECEIVE,\ fd\ N$ ]]
    stop_server_again
    cp tests/ch10/strand.co "$FOLDER/main.co"
    sed -i 's/^    take_it_away(how);/    await(read_byte(ends[1]));\n&/
        s/^    err = reactor_register(.*/&\n    reactor_register(runtime_reactor(), ends[1], MIO_READABLE);/' "$FOLDER/main.co"
    "$B/corofy" --async --line "$FOLDER/main.co" "$FOLDER/main.c"
    build -O0 -g
    waits "$FOLDER/program" 0
    grep -x "  task 1, wakers: 1: reader main\.co:[0-9]* > read_byte" <<< "$said"
    grep -x "  task 0, wakers: 1: async_main main\.co:[0-9]* > read_byte" <<< "$said"
}

# the program and the stopped server of before
stop_server_again() {
    kill $PROGRAM
    kill -CONT "$SERVER_PID"
    stop_server
}
