# valgrind finds nothing in the steps: no leak, no open file, no race.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/valgrind

@test "ch10: nothing is open or allocated at the end, however it came" {
    need_valgrind
    for name in $STEPS; do
        by_hand $name
        build
        serve instant
        leaves_nothing 0 "$FOLDER/program"
        serve early-close
        leaves_nothing 1 "$FOLDER/program"
        stop_server
        DELAYSERVER=127.0.0.1:1 leaves_nothing 1 "$FOLDER/program"
    done
}

@test "ch10/a-bonus: dropped early it leaks nothing, whenever that is" {
    need_valgrind
    early
    start_server
    leaves_nothing 0 "$FOLDER/program" unpolled
    ends_early
    leaves_nothing 0 "$FOLDER/program" waiting
    ends_early
    leaves_nothing 0 "$FOLDER/program" answered
    [ "$(grep -c 'FIRST POLL' <<< "$output")" -eq 2 ]
    ends_early
}

@test "ch10/b: nothing is open or allocated at the end, however it came" {
    local name
    need_valgrind
    by_hand $NAME
    build -gdwarf-4 # valgrind 3.19 cannot read the DWARF 5 of clang
    serve instant
    leaves_nothing 0 "$FOLDER/program"
    serve early-close
    for name in with_runtime with_its_own spawn_many; do
        leaves_nothing 1 "$FOLDER/program" $name
    done
    stop_server
    DELAYSERVER=127.0.0.1:1 leaves_nothing 1 "$FOLDER/program"
}

@test "ch10/b: helgrind finds no race between the runtimes" {
    need_valgrind
    by_hand $NAME
    build -gdwarf-4
    serve instant
    try valgrind -q --tool=helgrind --suppressions=tests/lib/helgrind.supp \
        --error-exitcode=99 "$FOLDER/program"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^HelloAsyncAwait[0-9]' <<< "$output")" -eq 104 ]
}

@test "ch10/a-several: nothing is open or allocated at the end, however it came" {
    need_valgrind
    by_hand $SEVERAL
    build
    start_server
    leaves_nothing 0 "$FOLDER/program"
    stop_server
    DELAYSERVER=127.0.0.1:1 leaves_nothing 1 "$FOLDER/program"
}

@test "ch10/parker-bonus: nothing is open or allocated at the end" {
    need_valgrind
    FOLDER=$BATS_TEST_TMPDIR/parker-bonus
    cp -r ch10-final/parker-bonus "$FOLDER"
    build
    leaves_nothing 0 "$FOLDER/program"
}
