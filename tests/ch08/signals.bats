# The steps are stopped, continued, and interrupted by signals.
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load common

# survives_being_stopped STEP: again and again, before it has an answer.
# epoll_wait(2) returns EINTR then, even though no handler ran (signal(7)).
survives_being_stopped() {
    serve gate
    asks "$1"
    stop_and_go STOP "$CHILD"
    touch "$GATE"
    finish
    [ "$status" -eq 0 ]
    is_answered "$1"
}

@test "ch08/a: goes on after it was stopped" {
    survives_being_stopped a-runtime
}

@test "ch08/b: goes on after it was stopped" {
    survives_being_stopped b-reactor-executor
}

@test "ch08/c: goes on after it was stopped" {
    survives_being_stopped c-reactor-executor
}

@test "ch08/d: goes on after it was stopped" {
    survives_being_stopped d-multiple-threads
}

@test "ch08: get all answers in a storm of signals" {
    local program
    for name in $STEPS; do
        serve gate
        program=$BATS_TEST_TMPDIR/$name
        $COMPILER -std=gnu17 -g ${SANITIZE:+-fsanitize=$SANITIZE} -o "$program" \
            ch08-runtime/$name/*.c tests/ch08/storm.c
        # shellcheck disable=SC2086
        try $RUN "$program"
        [ "$status" -eq 0 ]
        [[ $stderr =~ ^storm:\ [0-9]{3,}\ signals$ ]]
        is_answered $name
    done
}

# As a terminal does it, to the whole group of processes
@test "ch08: Ctrl-Z and fg do no harm" {
    for name in $STEPS; do
        serve gate
        asks $name
        stop_and_go TSTP -$DRIVER "$CHILD"
        touch "$GATE"
        finish
        [ "$status" -eq 0 ]
        is_answered $name
    done
}
