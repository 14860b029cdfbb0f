# The delayserver under load and among bad clients, with one thread and several
# needs: delayserver tools/badserver tools/crowd tools/isolated tools/rawhttp

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load server

WAITS=$'GET /3600000/x HTTP/1.1\r\nHost: x\r\n\r\n'
ENDLESS=$'GET /0/x?size=1000000000 HTTP/1.1\r\nHost: x\r\n\r\n'

# slow LESS MORE: MORE of something, or LESS where all is slow
slow() {
    if [ -n "$RUN$SANITIZE$VALGRIND" ]; then
        echo "$1"
    else
        echo "$2"
    fi
}

# hold COUNT OCTETS [OPTION...]: so many clients say that, and stay
hold() {
    rm -f "$BATS_TEST_TMPDIR/held"
    exec 7> >(exec "$B/tools/crowd" --say "$2" "${@:3}" "$DELAYSERVER" "$1" 0 \
        > "$BATS_TEST_TMPDIR/held" 3>&-)
    HOLDER=$!
    wait_for_line "$BATS_TEST_TMPDIR/held" "$1 said it"
}

let_go() {
    exec 7>&-
    wait "$HOLDER"
}

# serves COUNT: others are answered, one after another
serves() {
    printf 'GET /0/other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' |
        "$B/tools/rawhttp" --times "$1" "$DELAYSERVER" > "$BATS_TEST_TMPDIR/served"
    [ "$(grep -c '^other$' "$BATS_TEST_TMPDIR/served")" -eq "$1" ]
}

# takes_at_most KB: of memory, so far.  What sanitizers and emulators take
# besides says nothing.
takes_at_most() {
    [ -z "$RUN$SANITIZE$VALGRIND" ] || return 0
    local most
    most=$(awk '/VmHWM/ { print $2 }' "/proc/$SERVER_PID/status")
    echo "it has taken $most kB, $1 are allowed"
    [ "$most" -le "$1" ]
}

# --- The end under load ------------------------------------------------------

# ends_under_load ARGUMENT...: hundreds ask without pause when SIGTERM comes.
# What is in the log was answered in full, and nothing else was.
ends_under_load() {
    start_server "$@"
    "$B/tools/crowd" --again "$DELAYSERVER" "$(slow 60 400)" 50 \
        > "$BATS_TEST_TMPDIR/crowd" 3>&- &
    local client=$!
    wait_for_line "$SERVER_LOG" "#$(slow 600 8000) - "
    kill "$SERVER_PID"
    expect_end 0
    wait "$client"
    complained_of_nothing
    tail -n 1 "$BATS_TEST_TMPDIR/crowd"
    [[ $(tail -n 1 "$BATS_TEST_TMPDIR/crowd") == *" 0 early, 0 wrong, "* ]]
    sed '$d' "$BATS_TEST_TMPDIR/crowd" | sort > "$BATS_TEST_TMPDIR/answered"
    sed -n 's/^#.*ms: //p' "$SERVER_LOG" | sort > "$BATS_TEST_TMPDIR/asked"
    wc -l "$BATS_TEST_TMPDIR/asked" "$BATS_TEST_TMPDIR/answered"
    diff "$BATS_TEST_TMPDIR/asked" "$BATS_TEST_TMPDIR/answered"
    # Each request has its own number, and none is left out
    sed -n 's/^#\([0-9]*\) .*/\1/p' "$SERVER_LOG" | sort -n |
        awk '$1 != NR { exit 1 }'
}

@test "delayserver_load: SIGTERM under load leaves no request without its answer" {
    ends_under_load
}

@test "delayserver_load: SIGTERM under load leaves none with three threads either" {
    ends_under_load --threads 3
}

# log_lines COUNT: the log has so many requests
log_lines() {
    [ "$(grep -c '^#' "$SERVER_LOG")" -eq "$1" ]
}

@test "delayserver_load: requests that come at once are all in the log" {
    local long
    long=$(printf '%7000s' '' | tr ' ' a)
    start_server
    kill -STOP "$SERVER_PID"
    until [ "$(state "$SERVER_PID")" = T ]; do kill -0 "$SERVER_PID"; done
    # 140 kB that are there before it goes on, where its log keeps 67
    hold 20 "GET /0/$long HTTP/1.1"$'\r\nHost: x\r\n\r\n' ||
        { kill -CONT "$SERVER_PID" && false; }
    kill -CONT "$SERVER_PID"
    wait_until log_lines 20
    let_go
}

# --- Threads -----------------------------------------------------------------

# watched: for each event loop of the server, how many files it watches
watched() {
    awk '/^tfd:/ { count[FILENAME]++ }
         END { for (file in count) print count[file] }' "/proc/$SERVER_PID/fdinfo/"*
}

@test "delayserver_load: the kernel shares out clients to all threads" {
    start_server --threads 4
    # Each loop: its listener, and when to stop; one of them signals, too
    [ "$(watched | sort | xargs)" = "2 2 2 3" ]
    hold 200 "$WAITS"
    wait_for_line "$SERVER_LOG" "#200 - "
    watched > "$BATS_TEST_TMPDIR/watched"
    cat "$BATS_TEST_TMPDIR/watched"
    [ "$(awk '{ sum += $1 } END { print sum }' "$BATS_TEST_TMPDIR/watched")" -eq 209 ]
    # That by chance a thread has less than 10 of the 200 is 1 in 10^13
    [ "$(awk '$1 > 12' "$BATS_TEST_TMPDIR/watched" | wc -l)" -eq 4 ]
    let_go
    # So each of them has to answer
    run "$B/tools/crowd" "$DELAYSERVER" 200 200
    [[ $output == "200 clients: 200 answered, 0 early, 0 wrong, "* ]]
    serves 10
}

@test "delayserver_load: a port is not shared with another server" {
    local first second
    for first in 1 2; do
        start_server --threads $first
        for second in 1 2; do
            server 127.0.0.1 --port "${DELAYSERVER##*:}" --threads $second
            expect_complaint 1 "listen on 127.0.0.1 port ${DELAYSERVER##*:}: Address already in use; choose another port with --port"
        done
    done
    serves 10
}

@test "delayserver_load: as many threads as there may be serve and end" {
    start_server --threads 64
    serves 100
    kill "$SERVER_PID"
    expect_end 0
    complained_of_nothing
}

# recovers ARGUMENT...: with 64 files and 200 clients it serves all in turns
recovers() {
    # shellcheck disable=SC2086
    start_listener bash -c 'ulimit -n 64 && exec "$@"' limited \
        $RUN "$B/delayserver" 127.0.0.1 --port 0 --quiet "$@"
    run "$B/tools/crowd" "$DELAYSERVER" 200 500
    echo "$output"
    [[ $output == "200 clients: 200 answered, 0 early, 0 wrong, "* ]]
    if [ -z "$RUN$SANITIZE$VALGRIND" ]; then
        # In hundredths of a second; it was full for 1.5 s at the least
        [ "$(awk '{ print $14 + $15 }' "/proc/$SERVER_PID/stat")" -lt 20 ]
    fi
    stop_server
}

@test "delayserver_load: without file descriptors it waits for some, and does not spin" {
    [ -z "$VALGRIND" ] || skip "valgrind drops connections past the limit"
    recovers
}

@test "delayserver_load: threads do not spin either" {
    [ -z "$VALGRIND" ] || skip "valgrind drops connections past the limit"
    recovers --threads 2
}

# --- Bad clients -------------------------------------------------------------

@test "delayserver_load: ten thousand that send half a request hold up nobody" {
    start_server --quiet
    local size
    size=$(crowd_size)
    hold "$size" $'GET /0/x HTTP/1.1\r\nHost: x\r\nX-Slow: a'
    serves 100
    # Besides what it takes by itself: 512 octets each, of which a connection
    # and the beginning of a line need about 350
    takes_at_most $((3000 + size / 2))
    let_go
    stop_server
}

@test "delayserver_load: who connects and says nothing holds up neither others nor the end" {
    start_server --threads 2
    hold "$(slow 100 1000)" ""
    serves 100
    kill "$SERVER_PID"
    expect_end 0
    let_go
    complained_of_nothing
}

@test "delayserver_load: clients reset their connections in any state" {
    start_server --threads 2
    local before count
    before=$(open_files)
    count=$(slow 50 300)
    # Before a request, in the middle of a line, of the fields, of a body
    hold "$count" "" --reset
    wait_until has_open_files $((before + count))
    let_go
    hold "$count" "GET /0/x HT" --reset
    let_go
    hold "$count" $'GET /0/x HTTP/1.1\r\nHost: x\r\nX: y\r' --reset
    let_go
    hold "$count" $'GET /0/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc' --reset
    let_go
    # While it waits, with another request behind the first, and half a one
    hold "$count" "$WAITS$WAITS$WAITS GET" --reset
    wait_for_line "$SERVER_LOG" "#$((3 * count)) - 3600000ms: x"
    let_go
    # While it waits and reads no more
    hold "$count" $'GET /3600000/x HTTP/1.0\r\n\r\n' --reset
    wait_for_line "$SERVER_LOG" "#$((4 * count)) - 3600000ms: x"
    let_go
    # While it hangs, is written to, is written to drop by drop
    hold "$count" $'GET /0/x?hang=1&truncate=9 HTTP/1.1\r\nHost: x\r\n\r\n' --reset --hear
    let_go
    hold "$((count / 10))" "$ENDLESS" --reset --hear
    let_go
    hold "$count" $'GET /0/Hello?drip=1/100 HTTP/1.1\r\nHost: x\r\n\r\n' --reset --hear
    let_go
    # When it has said all and waits for the client to say the same
    hold "$count" $'nonsense\r\n\r\n' --reset --hear
    let_go
    wait_until has_open_files "$before"
    serves 10
    stop_server
    complained_of_nothing
}

@test "delayserver_load: SIGSTOP and SIGCONT only make it late" {
    start_server
    local size
    size=$(slow 100 500)
    "$B/tools/crowd" "$DELAYSERVER" "$size" 1000 > "$BATS_TEST_TMPDIR/crowd" 3>&- &
    local client=$!
    wait_for_line "$SERVER_LOG" "#$size - "
    kill -STOP "$SERVER_PID"
    sleep 1.5 # until every delay is over, which is the point
    kill -CONT "$SERVER_PID"
    wait "$client"
    cat "$BATS_TEST_TMPDIR/crowd"
    [[ $(cat "$BATS_TEST_TMPDIR/crowd") == "$size clients: $size answered, 0 early, 0 wrong, "* ]]
    serves 10
    stop_server
}

@test "delayserver_load: what a client does not read takes no memory" {
    start_server
    hold 20 "$ENDLESS" --hear
    serves 100
    # 64 kB for each that do not fit into its socket
    takes_at_most $((3000 + 20 * 64))
    # It is owed the rest, and so is the end
    kill "$SERVER_PID"
    wait_until refuses
    kill -0 "$SERVER_PID"
    let_go
    expect_end 0
}

@test "delayserver_load: a second signal does not wait for one who does not read" {
    start_server --threads 2
    hold 20 "$ENDLESS" --hear
    kill "$SERVER_PID"
    wait_until refuses
    kill "$SERVER_PID"
    expect_end 143
    let_go
}

# In a network of its own: while it is down, all that is sent is lost
lose_packets() {
    start_server
    local before
    before=$(open_files)
    hold 50 $'GET /5000/x HTTP/1.1\r\nHost: x\r\n\r\n' --reset
    wait_for_line "$SERVER_LOG" "#50 - "
    ip link set lo down
    let_go
    has_open_files $((before + 50)) # the server has not seen them go
    ip link set lo up
    wait_until has_open_files "$before"
    serves 10
    stop_server
    complained_of_nothing
}

@test "delayserver_load: clients that vanish without a word are found when it answers" {
    skip_unless_isolated
    command -v ip > /dev/null || skip "ip is missing: apt-get install iproute2"
    isolated bash -ec "$(declare -f)
        $(declare -p BATS_TEST_TMPDIR)
        SERVER_PID=
        trap helper_teardown EXIT
        lose_packets"
}

@test "delayserver_load: who has vanished is noticed even while it waits" {
    command -v ss > /dev/null || skip "ss is missing: apt-get install iproute2"
    start_server
    hold 1 "$WAITS"
    wait_for_line "$SERVER_LOG" "3600000ms: x"
    # The kernel will ask the client after a minute of silence
    ss -Htno state established "sport = :${DELAYSERVER##*:}" |
        tee "$BATS_TEST_TMPDIR/sockets"
    grep -qE 'timer:\(keepalive,(1min|[0-9]+sec)' "$BATS_TEST_TMPDIR/sockets"
    let_go
}

@test "delayserver_load: as process 1 it is ended by a second signal, too" {
    local as_root=
    [ "$(id -u)" -eq 0 ] || as_root=--map-root-user
    unshare --pid --fork $as_root true || skip "unshare --pid is not allowed here"
    # shellcheck disable=SC2086
    start_listener unshare --pid --fork --kill-child $as_root \
        $RUN "$B/delayserver" 127.0.0.1 --port 0
    local first
    first=$(children_of "$SERVER_PID")
    first=${first% }
    hold 1 "$WAITS"
    wait_for_line "$SERVER_LOG" "3600000ms: x"
    kill -TERM "$first"
    wait_until refuses
    kill -TERM "$first"
    expect_end 143
    let_go
}
