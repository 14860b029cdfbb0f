# Chapter 4: the event queue, by readiness and by completion
# needs: ch04-event-queue delayserver tools/badserver tools/noiouring

load ../lib/helper
load common

# event STEP TOKEN: what its line of an event looks like, as a pattern
event() {
    local flag='(true|false)'
    case $1 in
    a-epoll) echo "RECEIVED: Event \{ events: 1, epoll_data: $2 \}" ;;
    b-epoll-mio) echo "RECEIVED: Event \{ token: Token\($2\), readable: true, writable: false, error: false, read_closed: $flag, write_closed: false, priority: false, aio: false, lio: false \}" ;;
    c-io-uring) echo "RECEIVED: Completion \{ user_data: $2, res: [1-9][0-9]* \}" ;;
    esac
}

# expect_lines PATTERN...: $output, line by line, and nothing else
expect_lines() {
    local lines i=0
    mapfile -t lines <<< "$output"
    for pattern; do
        [[ ${lines[i]%$'\r'} =~ ^$pattern$ ]] || {
            echo "line $((i + 1)) is \"${lines[i]}\", not $pattern"
            return 1
        }
        i=$((i + 1))
    done
    [ ${#lines[@]} -eq $i ]
}

# transcript STEP TOKEN... -- LAST...: $output is that of the step
transcript() {
    local name=$1 patterns=()
    local field='(content-length: 9|connection: close|content-type: text/plain; charset=utf-8|date: .* GMT)'
    shift
    while [ "$1" != -- ]; do
        patterns+=(
            "$(event "$name" "$1")"
            'HTTP/1\.1 200 OK'
            "$field"
            "$field"
            "$field"
            "$field"
            ''
            "request-$1"
            '------'
            ''
        )
        shift
    done
    expect_lines "${patterns[@]}" "${@:2}"
}

# answers: the bodies in $output, sorted
answers() {
    grep -o '^request-[0-4]$' <<< "$output" | sort | tr '\n' ' '
}

ALL="request-0 request-1 request-2 request-3 request-4 "
SYSTEM_CALLS='The kernel read 5 answers for us: [0-9]+ calls of io_uring_enter, no read\.'

# --- The book's program ---

prints_the_books_transcript() {
    start_server
    run_step "$1"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    transcript "$1" 4 3 2 1 0 -- "${@:2}"
    # all were asked before the first was answered
    [ "$(grep -c '^#[0-9]* - [1-5]000ms: request-[0-4]$' "$SERVER_LOG")" -eq 5 ]
}

@test "ch04/a: prints the book's transcript" {
    prints_the_books_transcript a-epoll FINISHED
}

@test "ch04/b: prints the book's transcript" {
    prints_the_books_transcript b-epoll-mio FINISHED
}

@test "ch04/c: prints the book's transcript, with completions" {
    prints_the_books_transcript c-io-uring FINISHED "$SYSTEM_CALLS"
}

# figures: events and waits, from the line that --level and --edge add
figures() {
    sed -n 's/^[a-z]*-triggered: \([0-9]*\) events in \([0-9]*\) waits for 5 answers$/\1 \2/p' <<< "$output"
}

# That a connection has ended stays true, so from the first answer to the last
# there is something to tell all the time.
levels_tell_again_and_again() {
    local events waits
    start_server
    run_step "$1" --level
    [ "$status" -eq 0 ]
    transcript "$1" 4 3 2 1 0 -- FINISHED 'level-triggered: .*'
    read -r events waits <<< "$(figures)"
    [ "$events" -gt 1000 ]
    [ "$waits" -gt 1000 ]
}

@test "ch04/a: --level is told again and again" {
    levels_tell_again_and_again a-epoll
}

@test "ch04/b: --level is told again and again" {
    levels_tell_again_and_again b-epoll-mio
}

# Data and end of each connection are one edge or two.
edges_tell_once() {
    local events waits
    serve instant
    run_step "$1" --edge
    [ "$status" -eq 0 ]
    read -r events waits <<< "$(figures)"
    [ "$events" -ge 5 ] && [ "$events" -le 10 ]
    [ "$waits" -ge 1 ] && [ "$waits" -le "$events" ]
}

@test "ch04/a: --edge is told once or twice an answer" {
    edges_tell_once a-epoll
}

@test "ch04/b: --edge is told once or twice an answer" {
    edges_tell_once b-epoll-mio
}

# --- Servers that do not answer as they should ---

gets_whole_answers() {
    for mode in instant pieces keep-open no-length; do
        echo "$mode"
        serve $mode
        run_step "$1"
        [ "$status" -eq 0 ]
        [ "$(answers)" = "$ALL" ]
        [ "$(grep -c '^RECEIVED: ' <<< "$output")" -eq 5 ]
        [ "$(grep -c '^FINISHED$' <<< "$output")" -eq 1 ]
    done
}

@test "ch04/a: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers a-epoll
}

@test "ch04/b: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers b-epoll-mio
}

@test "ch04/c: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers c-io-uring
}

# fails_with STEP PATTERN [ARGUMENT...]: one line that says what and why
fails_with() {
    run_step "$1" "${@:3}"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$1:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch04-event-queue: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    ! grep -q FINISHED <<< "$output"
}

says_why_an_answer_is_not_whole() {
    local what='the answer to request-[0-4] did not come whole'
    serve early-close
    fails_with "$1" "$what: Software caused connection abort"
    serve silent-close
    fails_with "$1" "$what: Software caused connection abort"
    serve reset
    fails_with "$1" "$what: Connection reset by peer"
    serve garbage
    fails_with "$1" "$what: what came is not HTTP/1\.x"
}

@test "ch04/a: says why an answer is not whole" {
    says_why_an_answer_is_not_whole a-epoll
}

@test "ch04/b: says why an answer is not whole" {
    says_why_an_answer_is_not_whole b-epoll-mio
}

@test "ch04/c: says why an answer is not whole" {
    says_why_an_answer_is_not_whole c-io-uring
}

# --- Where the server is ---

finds_its_server() {
    local address
    serve instant
    address=$DELAYSERVER
    export DELAYSERVER=127.0.0.1:1
    run_step "$1" "$address"
    [ "$status" -eq 0 ]
    [ "$(answers)" = "$ALL" ]
    run_step "$1" "localhost:${address#*:}"
    [ "$status" -eq 0 ]
    fails_with "$1" 'connect to the delayserver on 127\.0\.0\.1:1 \(is it running\?\): Connection refused'
    run_step "$1" "http://$address/"
    [ "$status" -eq 0 ]
    fails_with "$1" 'find the delayserver no\.such\.host\.invalid: no IPv4 address is known for that host' no.such.host.invalid
    fails_with "$1" 'find the delayserver \[::1\]:8080: a server is written HOST or HOST:PORT; .*' '[::1]:8080'
    fails_with "$1" 'find the delayserver localhost:0: a server is written HOST or HOST:PORT; .*' localhost:0
    fails_with "$1" 'find the delayserver localhost:65536: a server is written HOST or HOST:PORT; .*' localhost:65536
    fails_with "$1" 'find the delayserver localhost:http: a server is written HOST or HOST:PORT; .*' localhost:http
    export DELAYSERVER=localhost:
    fails_with "$1" 'find the delayserver localhost:: a server is written HOST or HOST:PORT; .*'
}

@test "ch04/a: takes HOST[:PORT], and says what is wrong with it" {
    finds_its_server a-epoll
}

@test "ch04/b: takes HOST[:PORT], and says what is wrong with it" {
    finds_its_server b-epoll-mio
}

@test "ch04/c: takes HOST[:PORT], and says what is wrong with it" {
    finds_its_server c-io-uring
}

# refuses STEP USAGE ARGUMENT...: one line, and exit status 2
refuses() {
    step ch04-event-queue "$1" "${@:3}"
    [ "$status" -eq 1 ]
    [ "$output" = "" ]
    [ "${stderr_lines[0]}" = "usage: $1 $2" ]
    [ "${stderr_lines[1]}" = "ch04-event-queue: $1 failed with exit status 2" ]
}

@test "ch04: arguments that are none of theirs are refused" {
    for name in a-epoll b-epoll-mio; do
        usage='[--level | --edge] [HOST[:PORT]]'
        refuses $name "$usage" --levels
        refuses $name "$usage" --level --edge
        refuses $name "$usage" localhost --level
        refuses $name "$usage" --edge localhost another
        refuses $name "$usage" -
    done
    refuses c-io-uring '[HOST[:PORT]]' --level
    refuses c-io-uring '[HOST[:PORT]]' localhost another
}

# --- Signals ---

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

# --- System calls that fail ---

@test "ch04/c: says so where io_uring is forbidden or unknown" {
    [ -z "$RUN$SANITIZE" ] || skip "the filter is for this machine's own programs"
    local call errno
    for call in setup enter; do for errno in EPERM:1:"Operation not permitted" \
        EACCES:13:"Permission denied" ENOSYS:38:"Function not implemented"; do
        IFS=: read -r _ number reason <<< "$errno"
        run --separate-stderr "$B/tools/noiouring" $call "$number" "$B/ch04-event-queue" c
        [ "$status" -eq 0 ]
        [ "$output" = "" ]
        [ "${stderr_lines[0]}" = "c-io-uring: no io_uring here: $reason" ]
        [ "${stderr_lines[1]}" = "ch04-event-queue: c-io-uring skipped" ]
        [ "${#stderr_lines[@]}" -eq 2 ]
    done; done
    run --separate-stderr "$B/tools/noiouring" setup 22 "$B/ch04-event-queue" c
    [ "$status" -eq 1 ]
    [ "${stderr_lines[0]}" = "c-io-uring: make the rings: Invalid argument" ]
}

# --- By hand ---

@test "ch04: each step builds with cc in its folder" {
    serve instant
    for name in a-epoll b-epoll-mio c-io-uring; do
        program=$BATS_TEST_TMPDIR/$name
        # with -I. too, as editors do it: no header may hide one of libc
        (cd "ch04-event-queue/$name" && $COMPILER -std=gnu17 -I. -fsyntax-only ./*.c)
        (cd "ch04-event-queue/$name" && $COMPILER -std=gnu17 -Wall -Wextra -Werror -o "$program" ./*.c)
        # shellcheck disable=SC2086
        run $RUN "$program"
        [ "$status" -eq 0 ] || [ "$name:$status" = c-io-uring:77 ]
    done
}
