# The steps are stopped, continued, and interrupted by signals.
# needs: ch04-event-queue delayserver tools/badserver tools/noiouring

load ../lib/helper
load common

# Stopped and continued, epoll_wait(2) returns EINTR even though no handler ran
# (signal(7)), and so may io_uring_enter(2).
survives_being_stopped() {
    local program=$BATS_TEST_TMPDIR/program out=$BATS_TEST_TMPDIR/out pid i
    serve gate
    step ch04-event-queue "$1" 127.0.0.1:1
    [[ $stderr != *skipped* ]] || skip "$stderr"
    $COMPILER -std=gnu17 -g -o "$program" ch04-event-queue/"$1"/*.c
    # shellcheck disable=SC2086
    $RUN "$program" > "$out" 2>&1 3>&- &
    pid=$!
    for i in 5 4 3 2 1; do
        wait_for_line "$SERVER_LOG" "${i}000ms"
    done
    stop_and_go STOP $pid
    touch "$GATE"
    wait $pid
    output=$(< "$out")
    echo "$output"
    [ "$(answers)" = "$ALL" ]
    grep -q '^FINISHED$' <<< "$output"
}

@test "ch04/a: goes on after it was stopped" {
    survives_being_stopped a-epoll
}

@test "ch04/b: goes on after it was stopped" {
    survives_being_stopped b-epoll-mio
}

@test "ch04/c: goes on after it was stopped" {
    survives_being_stopped c-io-uring
}
