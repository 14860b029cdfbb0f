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
