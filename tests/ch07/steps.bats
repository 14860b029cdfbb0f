# Chapter 7: coroutines, by hand and by corofy
# needs: ch07-coroutines corofy delayserver tools/badserver

load ../lib/helper
load ../lib/transcript
load common

# --- The book's program ---

# plain_transcript: `transcript` without the time that it took, and where it
# schedules other tasks but once
plain_transcript() {
    transcript | sed -E 's/^(ELAPSED TIME): [0-9]+\.[0-9]$/\1/' | once 'Schedule other tasks'
}

# prints STEP: that it prints on stdout what comes in on stdin
prints() {
    start_server
    run_step "$1"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff <(cat) <(plain_transcript)
}

# heard DELAY BODY: that the server was asked for it
heard() {
    grep -qx "#[0-9]* - $1ms: $2" "$SERVER_LOG"
}

# times_between FROM TO: how often it scheduled other tasks there
times_between() {
    sed -n "/$1/,/$2/p" <<< "$output" | grep -c '^Schedule other tasks$'
}

# 600 and 400 ms are polled each 100 ms, by a machine that may have more to do.
schedules_other_tasks() {
    [ "$(times_between '^Program starting' "^$1")" -ge 2 ]
    [ "$(times_between "^$1" "^$2")" -ge 2 ]
}

@test "ch07/a: prints the book's transcript" {
    prints a-coroutine << END
Program starting
FIRST POLL - START OPERATION
Schedule other tasks
$(answer HelloWorld1)
FIRST POLL - START OPERATION
Schedule other tasks
$(answer HelloWorld2)
END
    schedules_other_tasks HelloWorld1 HelloWorld2
    heard 600 HelloWorld1
    heard 400 HelloWorld2
}

@test "ch07/a-bonus: prints the book's transcript" {
    prints a-coroutine-bonus << END
Program starting
FIRST POLL - START OPERATION
Schedule other tasks
$(answer HelloAsyncAwait1)
FIRST POLL - START OPERATION
Schedule other tasks
$(answer HelloAsyncAwait2)
END
    schedules_other_tasks HelloAsyncAwait1 HelloAsyncAwait2
    heard 600 HelloAsyncAwait1
    heard 400 HelloAsyncAwait2
}

# took SECONDS LIMIT: at least so long, and less than the limit
took() {
    [[ ${lines[-1]} =~ ^ELAPSED\ TIME:\ ([0-9]+)\.[0-9]$ ]]
    [ "${BASH_REMATCH[1]}" -ge "$1" ] && [ "${BASH_REMATCH[1]}" -lt "$2" ]
}

@test "ch07/b: prints the book's transcript: one after the other" {
    prints b-async-await << END
Program starting
$(for i in 0 1 2 3 4; do echo 'FIRST POLL - START OPERATION' && answer HelloWorld$i; done)

ELAPSED TIME
END
    took 10 60
    for i in 0 1 2 3 4; do heard $((i * 1000)) HelloWorld$i; done
}

@test "ch07/c: prints the book's transcript: all at once" {
    prints c-async-await << END
Program starting
$(for i in 0 1 2 3 4; do echo 'FIRST POLL - START OPERATION'; done)
$(for i in 0 1 2 3 4; do answer HelloWorld$i; done)

ELAPSED TIME
END
    # one after the other they would take 10 seconds
    took 4 10
    for i in 0 1 2 3 4; do heard $((i * 1000)) HelloWorld$i; done
}

# --- corofy ---

# corofy FILE: what corofy makes of it, in $output
corofy() {
    # shellcheck disable=SC2086
    try $RUN "$B/corofy" "$1" -
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
}

@test "ch07/b, c: main.c is what corofy makes of main.co" {
    for name in b-async-await c-async-await; do
        corofy ch07-coroutines/$name/main.co
        diff ch07-coroutines/$name/main.c <(echo "$output")
    done
}

# without_comments: nor empty lines
without_comments() {
    sed -E 's|[ ]*/\*.*\*/||; /^[ ]*\/\*$/,/\*\/$/d; /^[ ]*$/d'
}

@test "ch07/a: is by hand what corofy makes of the coroutine that is meant" {
    local source=$BATS_TEST_TMPDIR/main.co
    ch07-coroutines/exercises/as-coroutine ch07-coroutines/a-coroutine/main.c > "$source"
    cat "$source"
    # all of the source, and nothing of what a person made of it
    [ "$(grep -cE '^coroutine void|^    txt = wait\(http_get|^int main' "$source")" -eq 4 ]
    [ "$(grep -cE 'ASYNC_MAIN|_poll\(struct' "$source")" -eq 0 ]
    corofy "$source"
    diff <(without_comments < ch07-coroutines/a-coroutine/main.c) \
        <(without_comments <<< "$output")
}

# --- Exercises ---

@test "ch07: what is made by hand is compared with what corofy makes" {
    local by_hand=ch07-coroutines/exercises/by-hand changed=$BATS_TEST_TMPDIR/main.c
    run $by_hand ch07-coroutines/a-coroutine/main.c
    [ "$status" -eq 0 ]
    [ "$output" = "the same, but for comments" ]
    # a wait more in the comment, as the first exercise wants it
    sed '/^ \*     txt = wait(http_get("\/400/{ p; s/400/200/; s/2"/3"/; }' \
        ch07-coroutines/a-coroutine/main.c > "$changed"
    run $by_hand "$changed"
    [ "$status" -eq 1 ]
    grep -x '+ASYNC_MAIN_WAIT3,' <<< "$output"
    # no coroutine at all
    run $by_hand ch07-coroutines/b-async-await/main.c
    [ "$status" -eq 2 ]
}

@test "ch07: the five requests in a loop need --stack, and then come" {
    local step=ch07-coroutines/a-coroutine code=$BATS_TEST_TMPDIR/five.c
    serve instant
    try $RUN "$B/corofy" ch07-coroutines/exercises/2-a-wait-in-a-loop/five.co "$code"
    [ "$status" -eq 1 ]
    [ ! -e "$code" ]
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --stack ch07-coroutines/exercises/2-a-wait-in-a-loop/five.co "$code"
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -I$step -o "$BATS_TEST_TMPDIR/five" \
        "$code" $step/{address,answer,error,future,http}.c
    # shellcheck disable=SC2086
    run $RUN "$BATS_TEST_TMPDIR/five"
    [ "$status" -eq 0 ]
    [ "$(bodies)" = "$(expected b-async-await)" ]
}

# --- Servers that do not answer as they should ---

@test "ch07: say that there is no server" {
    for name in $STEPS; do
        export DELAYSERVER=127.0.0.1:1
        fails_with $name "$GET: connect \(is the delayserver running\?\): Connection refused"
        DELAYSERVER=localhost:0
        fails_with $name 'GET /[^ ]*: find the delayserver localhost:0: a server is written HOST or HOST:PORT; .*'
    done
}
