# valgrind finds nothing in the steps: no leak, no open file, no race.
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load ../lib/valgrind
load common

# built STEP: its program, with what valgrind 3.19 can read of clang, too
built() {
    local program=$BATS_TEST_TMPDIR/$1
    $COMPILER -std=gnu17 -gdwarf-4 -o "$program" ch08-runtime/"$1"/*.c >&2 && echo "$program"
}

@test "ch08: nothing is open or allocated at the end" {
    local name program
    need_valgrind
    serve instant
    for name in $STEPS; do
        program=$(built $name)
        leaves_nothing 0 "$program"
        [ "$stderr" = "" ]
        is_answered $name
    done
}

@test "ch08: helgrind finds no race" {
    local name program log=$BATS_TEST_TMPDIR/helgrind.log
    need_valgrind
    serve instant
    for name in b-reactor-executor c-reactor-executor d-multiple-threads; do
        program=$(built $name)
        try valgrind --tool=helgrind --suppressions=tests/lib/helgrind.supp --log-file="$log" \
            --error-exitcode=99 "$program"
        cat "$log"
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        is_answered $name
        grep -q 'ERROR SUMMARY: 0 errors' "$log"
    done
}
