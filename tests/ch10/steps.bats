# Chapter 10: futures as Rust's standard library has them
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

# --- The book's programs ---

# run_well STEP: with a delayserver, which is asked for both answers
run_well() {
    start_server
    run_step "$1"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "$(grep '^#' "$SERVER_LOG")" = "#1 - 600ms: HelloAsyncAwait
#2 - 400ms: HelloAsyncAwait" ]
}

@test "ch10/a: prints the book's transcript" {
    run_well a-rust-futures
    diff - <(transcript | once "$PENDING") << END
Program starting
FIRST POLL - START OPERATION
$PENDING
$(answer HelloAsyncAwait)
FIRST POLL - START OPERATION
$PENDING
$(answer HelloAsyncAwait)
main: All tasks are finished
END
}

@test "ch10/a-bonus: prints the book's transcript, the answers at the end" {
    run_well a-rust-futures-bonus
    diff - <(transcript | once "$PENDING") << END
Program starting
FIRST POLL - START OPERATION
$PENDING
FIRST POLL - START OPERATION
$PENDING

BUFFER:
----
$(answer HelloAsyncAwait)
$(answer HelloAsyncAwait)

main: All tasks are finished
END
}

# --- How they are built by hand ---

@test "ch10: git does not see a main.c that a reader made, only one that is written" {
    git rev-parse --git-dir > "$BATS_TEST_TMPDIR/git" 2>&1 || skip "this is no git repository"
    for name in $STEPS; do
        git check-ignore --no-index "ch10-final/$name/main.c"
    done
    run ! git check-ignore --no-index ch10-final/parker-bonus/main.c
}

# --- Servers that do not answer as they should ---

@test "ch10: no server is a value, and is said" {
    for name in $STEPS; do
        export DELAYSERVER=127.0.0.1:1
        fails_with $name 'connect \(is the delayserver running\?\): Connection refused'
        DELAYSERVER="[::1]:1"
        fails_with $name 'find the delayserver: a server is written HOST or HOST:PORT; .*'
    done
}

# --- Tasks that nobody can wake ---

@test "ch10/a: whoever drops the last waker of a task that waits is told" {
    local how
    ulimit -c 0
    by_hand a-rust-futures
    cp tests/ch10/strand.co "$FOLDER/main.co"
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async "$FOLDER/main.co" "$FOLDER/main.c"
    build -g ${SANITIZE:+-fsanitize=$SANITIZE}
    for how in deregistered replaced thread; do
        echo "$how"
        # shellcheck disable=SC2086
        try timeout 60 $RUN "$FOLDER/program" $how
        [ "$status" -eq 134 ]
        grep -x 'panic: task 1 is not ready, and nobody has a waker of it' <<< "$stderr"
    done
}

# --- Dropped, and moved ---

@test "ch10/a-bonus: dropped early it leaks nothing, AddressSanitizer says so too" {
    [[ $SANITIZE == *address* ]] || skip "that is said by SANITIZE=address,undefined"
    early -fsanitize="$SANITIZE"
    start_server
    for when in unpolled waiting answered; do
        run_program $when
        [ "$status" -eq 0 ]
        ends_early
    done
}

@test "ch10/a-bonus: moved in time it runs, moved too late it panics" {
    local line
    ulimit -c 0
    early
    serve instant
    run_program in-time
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    is_answered
    run_program moved
    [ "$status" -eq 134 ]
    line=$(grep -n '^async void async_main' ch10-final/a-rust-futures-bonus/main.co | cut -d : -f 1)
    [ "${stderr_lines[0]}" = "panic: async_main (main.co:$line) moved after its first poll" ]
}
