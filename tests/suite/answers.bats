# What each client of the suite makes of an answer that is not the usual one.
# How answers are read is tested in tests/unit/client.c; here, that every step
# keeps to it, and says what it has to say.
# needs: ch08-runtime tools/badserver

load ../lib/helper

# What asks for answers: chapter, step with its arguments, how many answers
CLIENTS="ch01-overview c-efficiency, 30
ch03-syscalls c-three-ways-to-wait, 3
ch04-event-queue a-epoll, 5
ch04-event-queue b-epoll-mio, 5
ch04-event-queue c-io-uring, 5
ch05-fibers f-fibers-io, 5
ch07-coroutines a-coroutine, 2
ch07-coroutines a-coroutine-bonus, 2
ch07-coroutines b-async-await, 5
ch07-coroutines c-async-await, 5
ch08-runtime a-runtime, 2
ch08-runtime b-reactor-executor, 2
ch08-runtime c-reactor-executor, 5
ch08-runtime d-multiple-threads, 60
ch09-pinning a-coroutines-variables, 2
ch09-pinning b-coroutines-references, 2
ch09-pinning e-coroutines-pin, 2
ch10-final a-rust-futures, 2
ch10-final a-rust-futures-bonus, 2
ch10-final b-rust-futures-experiments async_main, 2
ch10-final b-rust-futures-experiments with_runtime, 2
ch10-final b-rust-futures-experiments with_its_own, 2
ch10-final b-rust-futures-experiments spawn_many, 100"

# each FUNCTION: calls it when a client has run, whose CHAPTER, STEP and ANSWERS
# are set, with status, output and stderr; what is skipped is said
each() {
    # what dies while others run has lost what belongs to them
    local client COUNT=0 RUN=$RUN${VALGRIND:+ --errors-for-leak-kinds=definite}
    while IFS= read -r client; do
        ANSWERS=${client##*, }
        read -r CHAPTER STEP ARGUMENTS <<< "${client%, *}"
        echo "--- $STEP $ARGUMENTS"
        # shellcheck disable=SC2086
        step "$CHAPTER" "$STEP" $ARGUMENTS
        if [[ $stderr == *"no io_uring here"* ]]; then
            echo "# no io_uring here, so $STEP is not tried" >&3
            continue
        fi
        COUNT=$((COUNT + 1))
        "$1"
    done <<< "$CLIENTS"
    [ $COUNT -ge 22 ]
}

# --- Taken ---

# all_is_well: the client has its answers, and nothing to complain of
all_is_well() {
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [[ $output != *BEHIND* ]]
    [[ $output != *"HTTP/1.1 1"* ]]
}

@test "clients pass over interim answers, and what comes behind the answer" {
    serve odd
    each all_is_well
}

# --- The status ---

# tells STATUS: a line for each answer says so, and nothing else
tells() {
    local line
    case $CHAPTER in
    ch01-*) line='job-[0-9]' ;;
    ch03-*) line='(blocking read|read in a loop|event queue)' ;;
    ch0[45]-*) line='request-[0-4]' ;;
    *) line='GET /[0-9]+/Hello(World|AsyncAwait)[0-9]*' ;;
    esac
    [ "$status" -eq 0 ]
    [ "${#stderr_lines[@]}" -eq "$ANSWERS" ]
    [ "$(grep -cxE "$STEP: $line: status $1" <<< "$stderr")" -eq "$ANSWERS" ]
}

tells_and_prints() {
    local printed=$ANSWERS
    tells "404 Not Found"
    [[ $CHAPTER != ch0[13]-* ]] || printed=0
    [ "$(grep -cE '^(request-[0-4] is answered: )?(request-[0-4]|Hello[A-Za-z]+[0-9]*)$' <<< "$output")" -eq "$printed" ]
}

@test "clients tell a status that is not a 2xx, and take the answer" {
    serve not-found
    each tells_and_prints
}

# The jobs of chapter 1 need a body to work on.
takes_no_body() {
    if [[ $CHAPTER == ch01-* ]]; then
        [ "$status" -eq 1 ]
        [ "${stderr_lines[0]}" = "c-efficiency: job-0: status 304 Not Modified" ]
        [ "${stderr_lines[1]}" = "c-efficiency: ask the delayserver on $DELAYSERVER: No message of desired type" ]
    else
        tells "304 Not Modified"
    fi
}

# The connection stays open, and the length is that of a body that never comes.
@test "clients do not wait for the body of an answer that has none" {
    serve not-modified
    each takes_no_body
}

@test "ch08/d: prints the body of an answer and one newline, or nothing" {
    local mode
    for mode in instant not-found line; do
        serve $mode
        step ch08-runtime d-multiple-threads
        [ "$status" -eq 0 ]
        [ "$(grep -c '^HelloWorld[0-4]$' <<< "$output")" -eq 60 ]
        [ "$(grep -c '^$' <<< "$output")" -eq 0 ]
    done
    serve empty
    step ch08-runtime d-multiple-threads
    [ "$status" -eq 0 ]
    [ "$(grep -c '^$' <<< "$output")" -eq 0 ]
}

# --- A byte 0 in the body ---

# What prints bytes prints them all; what keeps a string says that it cannot.
@test "clients lose nothing silently behind a byte 0" {
    serve zero
    each keeps_or_says
}

keeps_or_says() {
    local said="the answer has a byte 0, where a string would end"
    case $CHAPTER in
    ch01-*)
        [ "$status" -eq 1 ]
        [[ ${stderr_lines[0]} == *": No message of desired type" ]]
        ;;
    ch03-*)
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        ;;
    ch0[45]-*)
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        # bash drops the 0 itself
        [ "$(grep -cE '(^|: )request-[0-4]rest$' <<< "$output")" -eq 5 ]
        ;;
    *)
        [ "$status" -eq 1 ]
        [[ ${stderr_lines[0]} == "$STEP: GET /"*": $said" ]]
        run ! grep '^Hello' <<< "$output"
        ;;
    esac
}

# --- Refused ---

# refuses SENTENCE: one line says it, or one for each request
refuses() {
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} == "$STEP: "*": $1" ]]
    [ "${#stderr_lines[@]}" -eq 2 ] || [[ $ARGUMENTS == spawn_many && ${#stderr_lines[@]} -eq 101 ]]
    run ! grep -E '^(FINISHED|ELAPSED)' <<< "$output"
}

refuses_chunked() {
    refuses "the answer has a transfer coding, and this client knows none"
}

# The server does not close the connection.
@test "clients say what it is that they do not understand" {
    CLIENTS+=$'\nch09-pinning c-coroutines-problem, 1'
    serve chunked
    each refuses_chunked
}
