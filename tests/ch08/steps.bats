# Chapter 8: the runtime: an executor, a reactor, and wakers between them
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load ../lib/sweep
load ../lib/transcript
load common

# --- The book's program ---

# run_well STEP: with a delayserver, to a good end
run_well() {
    start_server
    run_step "$1"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
}

# heard DELAY BODY TIMES: that the server was asked for it so often
heard() {
    [ "$(grep -cx "#[0-9]* - $1ms: $2" "$SERVER_LOG")" -eq "$3" ]
}

@test "ch08/a: prints the book's transcript" {
    local other='Schedule other tasks, and an empty line'
    run_well a-runtime
    diff - <(transcript | sed '/^Schedule other tasks$/ { N; s/\n$/, and an empty line/ }' | once "$other") << END
Program starting
FIRST POLL - START OPERATION
$other
$(answer HelloAsyncAwait)
FIRST POLL - START OPERATION
$other
$(answer HelloAsyncAwait)
END
    heard 600 HelloAsyncAwait 1
    heard 400 HelloAsyncAwait 1
}

@test "ch08/b: prints the book's transcript" {
    local pending='main: 1 pending tasks. Sleep until notified.'
    run_well b-reactor-executor
    diff - <(transcript | once "$pending") << END
Program starting
FIRST POLL - START OPERATION
$pending
$(answer HelloAsyncAwait)
FIRST POLL - START OPERATION
$pending
$(answer HelloAsyncAwait)
main: All tasks are finished
END
    heard 600 HelloAsyncAwait 1
    heard 400 HelloAsyncAwait 1
}

# pending NAME: the numbers of pending tasks that this thread has said
pending() {
    sed -nE "s/^$1: ([0-9]+) pending tasks\. Sleep until notified\.$/\1/p" <<< "$output"
}

# never_grows NUMBER...: nor is any of them more than 5, or less than 1
never_grows() {
    local last=5 number
    for number; do
        [ "$number" -ge 1 ] && [ "$number" -le "$last" ] || return
        last=$number
    done
}

@test "ch08/c: prints the book's transcript" {
    run_well c-reactor-executor
    diff - <(transcript | grep -v ' pending tasks\. ') << END
Program starting
$(for i in 0 1 2 3 4; do echo 'FIRST POLL - START OPERATION'; done)
$(for i in 0 1 2 3 4; do answer HelloWorld$i; done)
main: All tasks are finished
END
    # shellcheck disable=SC2046
    never_grows $(pending main)
    # a slow machine may have the first answer before it has nothing to do
    [[ $(pending main | uniq | tr '\n' ' ') =~ ^(5 )?4\ 3\ 2\ 1\ $ ]]
    # and each of them is right: what has not been answered is pending
    awk '/^HelloWorld/ { answers++ }
         / pending tasks/ && $2 + answers != 5 { print "wrong: " $0; wrong = 1 }
         END { exit wrong }' <<< "$output"
    for i in 0 1 2 3 4; do heard $((i * 1000)) HelloWorld$i 1; done
}

@test "ch08/d: prints the book's transcript, twelve times over" {
    local name
    run_well d-multiple-threads
    [ "$(grep -c '^Program starting$' <<< "$output")" -eq 12 ]
    [ "$(grep -c '^FIRST POLL - START OPERATION$' <<< "$output")" -eq 60 ]
    for i in 0 1 2 3 4; do
        [ "$(grep -c "^HelloWorld$i$" <<< "$output")" -eq 12 ]
        heard $((i * 1000)) HelloWorld$i 12
    done
    for name in main exec-{1..11}; do
        echo "$name: $(pending "$name" | tr '\n' ' ')"
        # shellcheck disable=SC2046
        never_grows $(pending "$name")
        [ "$(grep "^$name: " <<< "$output" | tail -n 1)" = "$name: All tasks are finished" ]
        [ "$(pending "$name" | wc -l)" -ge 4 ]
    done
    # and nothing else
    [ "$(grep -c ' pending tasks\. ' <<< "$output")" -ge 60 ]
    run ! grep -vE '^(Program starting|FIRST POLL - START OPERATION|HelloWorld[0-4]|(main|exec-[0-9]+): ([1-5] pending tasks\. Sleep until notified\.|All tasks are finished))$' <<< "$output"
}

# The numbers of their files say it: none is closed before all are open.
@test "ch08/c: tasks begin in the order in which they were spawned" {
    local program log=$BATS_TEST_TMPDIR/log requests
    need_sweep
    start_server
    program=$(sweep_build ch08-runtime/c-reactor-executor)
    strace -f -qq -o "$log" -e trace=sendto "$program"
    cat "$log"
    requests=$(sed -nE 's/.*sendto\(([0-9]+), "GET [^ ]*HelloWorld([0-4]) .*/\1 \2/p' "$log" | sort -n)
    [ "$(cut -d ' ' -f 1 <<< "$requests" | uniq | wc -l)" -eq 5 ]
    [ "$(cut -d ' ' -f 2 <<< "$requests" | tr '\n' ' ')" = "0 1 2 3 4 " ]
}

# --- corofy ---

# What is said of `async_main`, which waits for nothing in c and d: that it
# could do without.
@test "ch08: main.c is what corofy makes of main.co, with the options it names" {
    local source option
    for name in $STEPS; do
        source=ch08-runtime/$name/main.co
        option=$(scripts/options "${source%/*}")
        # shellcheck disable=SC2086
        try $RUN "$B/corofy" $option "$source" -
        [ "$status" -eq 0 ]
        diff "ch08-runtime/$name/main.c" <(echo "$output")
        case $name in
        [ab]-*) [ "$stderr" = "" ] ;;
        *)
            [[ ${stderr_lines[0]} =~ ^$source:[0-9]+:16:\ warning:\ coroutine\ \'async_main\'\ never\ waits$ ]]
            [ "$(grep -c warning <<< "$stderr")" -eq 1 ]
            ;;
        esac
    done
}

# --- Servers that do not answer as they should ---

@test "ch08: say that there is no server" {
    for name in $STEPS; do
        export DELAYSERVER=127.0.0.1:1
        fails_with $name "$GET: connect \(is the delayserver running\?\): Connection refused"
        DELAYSERVER=localhost:0
        fails_with $name 'GET /[^ ]*: find the delayserver localhost:0: a server is written HOST or HOST:PORT; .*'
    done
}

# --- Signals ---

@test "ch08: wait for an answer that never comes, until a signal ends them" {
    local signal
    serve never
    for name in $STEPS; do
        for signal in INT TERM; do
            begin $name
            wait_for_line "$OUT" "$([ $name = a-runtime ] && echo 'Schedule other tasks' || echo 'Sleep until notified')"
            kill -$signal "$CHILD"
            finish
            [ "$status" -eq 1 ]
            grep -q "^ch08-runtime: $name died by SIG$signal: " "$OUT.err"
            [ "$(bodies)" = "" ]
        done
    done
}

# --- Tasks that nobody can wake ---

@test "ch08: whoever drops the last waker of a task that waits is told" {
    local program=$BATS_TEST_TMPDIR/program how
    ulimit -c 0
    for name in c-reactor-executor d-multiple-threads; do
        # shellcheck disable=SC2046
        $COMPILER -std=gnu17 -g ${SANITIZE:+-fsanitize=$SANITIZE} -Ich08-runtime/$name -o "$program" \
            tests/ch08/strand.c $(find ch08-runtime/$name -name '*.c' ! -name main.c)
        for how in deregistered replaced thread; do
            echo "$name $how"
            # shellcheck disable=SC2086
            try timeout 60 $RUN "$program" $how
            [ "$status" -eq 134 ]
            grep -x 'panic: task 1 is not ready, and nobody has a waker of it' <<< "$stderr"
        done
    done
}
