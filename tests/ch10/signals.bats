# The steps are stopped, continued, and interrupted by signals.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

@test "ch10: get all answers in a storm of signals" {
    for name in $STEPS; do
        serve gate
        by_hand $name
        cp tests/ch08/storm.c "$FOLDER"
        build ${SANITIZE:+-fsanitize=$SANITIZE}
        run_program
        [ "$status" -eq 0 ]
        [[ $stderr =~ ^storm:\ [0-9]{3,}\ signals$ ]]
        is_answered
    done
}

@test "ch10/b: get all answers in a storm of signals" {
    by_hand $NAME
    cp tests/ch08/storm.c "$FOLDER"
    build ${SANITIZE:+-fsanitize=$SANITIZE}
    for name in with_runtime with_its_own spawn_many; do
        serve gate
        run_program $name
        [ "$status" -eq 0 ]
        [[ $stderr =~ ^storm:\ [0-9]{3,}\ signals$ ]]
        answered $name
    done
}
