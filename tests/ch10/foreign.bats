# Chapter 10, b: futures of another runtime on our executor
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

# asked: what the server was asked for, sorted
asked() {
    sed -n 's/^#[0-9]* - //p' "$SERVER_LOG" | sort
}

# two_of NAME: of an experiment that asks twice, one after the other
two_of() {
    diff - <(once "$PENDING" <<< "$output") << END
-- $1
Program starting
$PENDING
HelloAsyncAwait1
$PENDING
HelloAsyncAwait2
main: All tasks are finished
END
    [ "$(grep '^#' "$SERVER_LOG")" = "#1 - 600ms: HelloAsyncAwait1
#2 - 400ms: HelloAsyncAwait2" ]
}

# --- The experiments ---

@test "ch10/b: our own future, as before" {
    start_server
    experiment async_main
    ends_well
    diff - <(transcript | once "$PENDING") << END
-- async_main
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

@test "ch10/b: a future that finds no runtime says so, and asks nobody" {
    start_server
    experiment without_runtime
    ends_well
    diff - <(echo "$output") << END
-- without_runtime
there is no foreign runtime running: enter one first
main: All tasks are finished
END
    [ "$(asked)" = "" ]
}

@test "ch10/b: a future that finds its runtime, as it was entered" {
    start_server
    experiment with_runtime
    ends_well
    two_of with_runtime
}

@test "ch10/b: a future that brings its runtime along" {
    start_server
    experiment with_its_own
    ends_well
    two_of with_its_own
}

@test "ch10/b: a hundred requests at once, each answered once" {
    local i pending
    start_server
    experiment spawn_many
    ends_well
    diff <(for ((i = 0; i < 100; i++)); do echo "HelloAsyncAwait$i"; done | sort) \
        <(grep '^Hello' <<< "$output" | sort)
    diff <(for ((i = 0; i < 100; i++)); do echo "$((i * 10))ms: HelloAsyncAwait$i"; done | sort) <(asked)
    # what has not been answered is pending: tasks, which are all but async_main
    awk '/^Hello/ { answers++ }
         / pending tasks/ && $2 + answers != 100 { print "wrong: " $0; wrong = 1 }
         END { exit wrong }' <<< "$output"
    # before it sleeps first, all have been polled, and few are answered
    pending=$(awk '/ pending tasks/ { print $2; exit }' <<< "$output")
    [ "$pending" -gt 10 ]
    [ "${lines[-1]}" = "main: All tasks are finished" ]
    run ! grep -vE '^(-- spawn_many|HelloAsyncAwait[0-9]+|main: ([0-9]+ pending tasks\. Sleep until notified\.|All tasks are finished))$' <<< "$output"
}

@test "ch10/b: all of them, one after the other, unless one is named that there is not" {
    local all='-- async_main -- without_runtime -- with_runtime -- with_its_own -- spawn_many '
    serve instant
    step ch10-final $NAME
    ends_well
    [ "$(grep '^-- ' <<< "$output" | tr '\n' ' ')" = "$all" ]
    [ "$(grep -c '^main: All tasks are finished$' <<< "$output")" -eq 5 ]
    [ "$(grep -c '^HelloAsyncAwait' <<< "$output")" -eq 106 ]
    experiment with
    [ "$status" -eq 1 ]
    [ "$output" = "" ]
    [ "${stderr_lines[0]}" = "$NAME: there is no experiment with" ]
}
