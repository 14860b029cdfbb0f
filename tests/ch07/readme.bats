# What chapter 7's README says under "Break it"
# needs: ch05-fibers ch07-coroutines corofy delayserver

load ../lib/helper
load ../lib/copies

# is_panic SENTENCE: that is how the program ended
is_panic() {
    [ "$status" -eq 134 ]
    grep -x "panic: $1" <<< "$stderr"
}

@test "ch07: a coroutine that is asked once more says so" {
    begin ch07-coroutines/a-coroutine
    replace main.c '    while (future_poll(&future, NULL) ==' '    char *text;

    while (future->poll(future, &text) =='
    replace main.c '    return 0;
}' '    future->poll(future, &text);
    return 0;
}'
    build
    serve instant
    start
    is_panic 'coroutine async_main was polled after it was ready'
}

# began: how often the program in the background has
began() {
    grep -c '^Program starting$' "$BATS_TEST_TMPDIR/out"
}

@test "ch07: a coroutine that forgets its state begins again and again" {
    local pid
    begin ch07-coroutines/a-coroutine
    replace main.c '        self->state = ASYNC_MAIN_WAIT1;
' ''
    build
    serve instant
    stdbuf -oL "$PROGRAM" > "$BATS_TEST_TMPDIR/out" 3>&- &
    pid=$!
    # it does so for ever, and is a process to be ended
    for ((i = 0; i < 1200; i++)); do
        [ "$(began)" -lt 3 ] || break
        sleep 0.05
    done
    kill $pid
    [ "$(began)" -ge 3 ]
    [ "$(grep -c '^FIRST POLL' "$BATS_TEST_TMPDIR/out")" -ge 2 ]
    run ! grep HelloWorld "$BATS_TEST_TMPDIR/out"
}

# in_order: what the requests of c did, without their answers' heads
in_order() {
    grep -oE '^(FIRST POLL|HelloWorld[0-9])' <<< "$output"
}

@test "ch07: a future that blocks blocks all" {
    begin ch07-coroutines/c-async-await
    serve instant
    build
    start
    [ "$(in_order | head -n 5 | sort -u)" = "FIRST POLL" ]
    replace http.c 'SOCK_NONBLOCK | ' ''
    build
    start
    [ "$status" -eq 0 ]
    [ "$(in_order)" = "$(for i in 0 1 2 3 4; do echo 'FIRST POLL' && echo HelloWorld$i; done)" ]
}

@test "ch07: a join that asks for what it has says so" {
    begin ch07-coroutines/c-async-await
    replace future.c 'self->futures[i] == NULL ||' ''
    build
    start_server --quiet
    start
    is_panic 'there is no future to wait for'
}

@test "ch07: a request that nobody waits for never begins, and corofy warns" {
    begin ch07-coroutines/c-async-await
    replace main.co '    wait(request_all());' '    request(1);
    wait(request_all());'
    try "$B/corofy" "$COPY/main.co" "$COPY/main.c"
    [ "$status" -eq 0 ]
    [[ $stderr == *"warning: calling coroutine 'request' only makes a future, which is dropped here and never runs"* ]]
    build
    serve instant
    start
    [ "$status" -eq 0 ]
    [ "$(grep -c '^FIRST POLL' <<< "$output")" -eq 5 ]
}

# corofy_walks CONDITION: one whose walk_back() has that where it would stop
corofy_walks() {
    replace flow.c 'if (node->killing == f->visits)' "if ($1)"
    $COMPILER -std=gnu17 -c -o "$BATS_TEST_TMPDIR/flow.o" "$COPY/flow.c"
    cp corofy/flow.c "$COPY"
    $COMPILER -o "$BATS_TEST_TMPDIR/corofy" "$BATS_TEST_TMPDIR/flow.o" "$BATS_TEST_TMPDIR"/objects/*.o
}

# What the second program does when it runs is luck.
@test "ch07: a corofy that does not know what a new value is is wrong without a word" {
    begin corofy
    mkdir "$BATS_TEST_TMPDIR/objects"
    (cd "$BATS_TEST_TMPDIR/objects" && $COMPILER -std=gnu17 -c "$COPY"/*.c && rm flow.o)
    corofy_walks false
    try "$BATS_TEST_TMPDIR/corofy" ch07-coroutines/b-async-await/main.co -
    [ "$status" -eq 1 ]
    [[ $stderr == *"error: variable 'txt' lives across the wait"* ]]
    corofy_walks true
    try "$BATS_TEST_TMPDIR/corofy" ch07-coroutines/exercises/2-a-wait-in-a-loop/five.co -
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    grep -E '^ +int i;' <<< "$output"
}
