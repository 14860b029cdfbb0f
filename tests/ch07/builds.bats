# The steps as a reader builds them, and with changes that they do not survive.
# needs: ch07-coroutines corofy delayserver tools/badserver

load ../lib/helper
load common

@test "ch07: build with cc in their folders" {
    local program=$BATS_TEST_TMPDIR/program
    serve instant
    for name in $STEPS; do
        run build ch07-coroutines/$name "$program"
        [ "$status" -eq 0 ]
        [ "$output" = "" ]
        # shellcheck disable=SC2086
        run $RUN "$program"
        [ "$status" -eq 0 ]
        [ "$(bodies)" = "$(expected $name)" ]
    done
}

# changed STEP SCRIPT: builds the step with its main.c edited by sed, in $output
# what the compiler says, and $status
changed() {
    local folder=$BATS_TEST_TMPDIR/$1
    rm -rf "$folder"
    cp -r "ch07-coroutines/$1" "$folder"
    sed -E -i "$2" "$folder/main.c"
    [ "$(diff "$folder/main.c" "ch07-coroutines/$1/main.c")" != "" ]
    PROGRAM=$folder/program
    run build "$folder" "$PROGRAM"
    echo "$output"
}

# panics SENTENCE: $PROGRAM does
panics() {
    ulimit -c 0
    # shellcheck disable=SC2086
    try $RUN "$PROGRAM"
    [ "$status" -eq 134 ]
    grep -x "panic: $1" <<< "$stderr"
}

@test "ch07: to poll a coroutine after it was ready is a bug" {
    serve instant
    for name in $STEPS; do
        changed $name 's/while \(future_poll\(&future, NULL\)/char *o; while (future->poll(future, \&o)/
                       s/^    return 0;/    future->poll(future, \&o);&/'
        [ "$status" -eq 0 ]
        panics 'coroutine async_main was polled after it was ready'
    done
}

@test "ch07/a-bonus: cannot do what it says it cannot" {
    local wait='WAIT\(self, &txt, http_get\("[^"]*"\)\);'
    serve instant
    # two waits in one line
    changed a-coroutine-bonus "s|^ +$wait|& &|"
    [ "$status" -ne 0 ]
    [[ $output == *"duplicate case value"* ]]
    # a wait in a switch of one's own
    changed a-coroutine-bonus "s|^ +($wait)|switch (1) { default: \\1 }|"
    [ "$status" -eq 0 ]
    panics 'coroutine async_main has lost its wait in line [0-9]*'
    # a local: each poll has its own
    changed a-coroutine-bonus 's|^    char \*txt;.*|&\n    int waits = 0;|
                               s|^ +puts\(txt\);|&\n        printf("wait %d\\n", ++waits);|'
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    try $RUN "$PROGRAM"
    [ "$(grep -c '^wait 1$' <<< "$output")" -eq 2 ]
}
