# The delayserver: options, HTTP, order and delays, log, signals, limits
# needs: delayserver tools/crowd tools/deafterminal tools/rawhttp

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load server

# --- Options -----------------------------------------------------------------

@test "delayserver: --help fits a screen, --version is one line" {
    server --help
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "$(wc -l <<< "$output")" -le 23 ]
    [[ $output == "Usage: delayserver "* ]]
    local option
    for option in HOST --port --threads --fail-rate --seed --quiet --help --version; do
        grep -q -- "^$option" <<< "$output"
    done
    server --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^delayserver\ [0-9.]+$ ]]
}

@test "delayserver: what was asked for and cannot be printed is a failure" {
    # shellcheck disable=SC2086
    run --separate-stderr bash -c "$RUN '$B/delayserver' --help > /dev/full"
    [ "$status" -eq 1 ]
    [ "$stderr" = "delayserver: standard output: No space left on device" ]
}

@test "delayserver: wrong usage is one line, and status 2" {
    server --slow
    expect_complaint 2 "--slow: unknown option"
    server -xq
    expect_complaint 2 "-x: unknown option"
    server --quiet=3
    expect_complaint 2 "--quiet=3: takes no value"
    server --port
    expect_complaint 2 "--port: a value is missing"
    server localhost 8080
    expect_complaint 2 "8080: one HOST is enough"
    local port
    for port in "" -1 +1 x 1x 65536 99999999999999999999 " 1"; do
        server --port "$port"
        expect_complaint 2 "--port $port: not a number from 0 to 65535"
        [[ $stderr == *"--help)" ]]
    done
}

@test "delayserver: where it cannot listen, one line says what to do; status 1" {
    server no.such.host.invalid --port 0
    expect_complaint 1 "listen on no.such.host.invalid port 0: "
    [[ $stderr == *"; HOST has to be a name or address of this machine" ]]
    server 192.0.2.1 --port 0
    expect_complaint 1 "listen on 192.0.2.1 port 0: Cannot assign requested address; HOST has to be a name or address of this machine"
    start_server
    server 127.0.0.1 --port "${DELAYSERVER##*:}"
    expect_complaint 1 "listen on 127.0.0.1 port ${DELAYSERVER##*:}: Address already in use; choose another port with --port"
}

@test "delayserver: a port for the privileged only" {
    [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -gt 1 ] ||
        skip "no port is privileged here"
    local unprivileged=
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv > /dev/null || skip "setpriv is missing, which root needs for it"
        unprivileged="setpriv --inh-caps=-all --bounding-set=-all"
    fi
    RUN="$unprivileged $RUN" server 127.0.0.1 --port 1
    expect_complaint 1 "listen on 127.0.0.1 port 1: Permission denied; choose a port from 1024 on with --port"
}

@test "delayserver: explains itself, then says where it listens" {
    start_server
    local url=http://$DELAYSERVER
    [ "$(tail -n 1 "$SERVER_LOG")" = "Listening on $url" ]
    grep -q "$url/{delay in ms}/{percent-encoded message}" "$SERVER_LOG"
    grep -qF '#{number} - {delay in ms}ms: {message}' "$SERVER_LOG"
    stop_server
}

@test "delayserver: --quiet prints where it listens and nothing else" {
    start_server --quiet
    expect_answers "GET /0/a HTTP/1.1\r\n$HOST\r\n" 200
    stop_server
    [ "$(cat "$SERVER_LOG")" = "Listening on http://$DELAYSERVER" ]
    complained_of_nothing
}

@test "delayserver: localhost is 127.0.0.1" {
    # start_server names a HOST, so it is of no use here
    # shellcheck disable=SC2086
    $RUN "$B/delayserver" --quiet --port 0 > "$BATS_TEST_TMPDIR/log" 3>&- &
    SERVER_PID=$!
    wait_for_line "$BATS_TEST_TMPDIR/log" "Listening on http://localhost:"
    DELAYSERVER=127.0.0.1:$(sed 's/.*://' "$BATS_TEST_TMPDIR/log")
    expect_answers "GET /0/a HTTP/1.1\r\n$HOST\r\n" 200
}

@test "delayserver: an IPv6 host stands in brackets" {
    need_curl
    grep -qs . /proc/net/if_inet6 || skip "no IPv6 here"
    # shellcheck disable=SC2086
    $RUN "$B/delayserver" ::1 --quiet --port 0 > "$BATS_TEST_TMPDIR/log" 3>&- &
    SERVER_PID=$!
    wait_for_line "$BATS_TEST_TMPDIR/log" "Listening on http://[::1]:"
    run curl -gsS "$(sed 's/Listening on //' "$BATS_TEST_TMPDIR/log")/0/six"
    [ "$output" = six ]
}

# --- Answers -----------------------------------------------------------------

@test "delayserver: an answer has these fields, in this order" {
    start_server
    talk "GET /10/hello%20there HTTP/1.1\r\n$HOST$LAST"
    [ "$output" = "HTTP/1.1 200 OK
content-length: 11
connection: close
content-type: text/plain; charset=utf-8
date: D

hello there" ]
}

@test "delayserver: the date is now, as RFC 9110 writes it" {
    need_curl
    start_server
    local header before after
    before=$(date +%s)
    header=$(curl -sSi "http://$DELAYSERVER/0/x" | tr -d '\r' |
        sed -n 's/^date: //p')
    after=$(date +%s)
    [[ $header =~ ^[A-Z][a-z]{2},\ [0-9]{2}\ [A-Z][a-z]{2}\ [0-9]{4}\ [0-9:]{8}\ GMT$ ]]
    [ "$(date -d "$header" +%s)" -ge $((before - 1)) ]
    [ "$(date -d "$header" +%s)" -le $((after + 1)) ]
    [ "$(LC_ALL=C date -u -d "$header" '+%a, %d %b %Y %T GMT')" = "$header" ]
}

@test "delayserver: a request may arrive octet by octet" {
    start_server
    talk "POST /0/x HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /1/slowly HTTP/1.1\r\n$HOST$LAST" --pieces 1
    [ "$status" -eq 0 ]
    [[ $output == "HTTP/1.1 405 "*"HTTP/1.1 200 OK"*slowly ]]
}

@test "delayserver: several requests at once are answered in order" {
    start_server
    talk "GET /300/first HTTP/1.1\r\n$HOST\r\nGET /10/second HTTP/1.1\r\n$HOST\r\nHEAD /0/third HTTP/1.1\r\n$HOST\r\nBREW / HTTP/1.1\r\n$HOST\r\nGET /0/last HTTP/1.1\r\n$HOST$LAST"
    [ "$(grep -o -e first -e second -e 'length: 5' -e 'HTTP/1.1 501' -e last \
        <<< "$output" | xargs)" = \
        "length: 5 first second length: 5 HTTP/1.1 501 last" ]
    # They waited at the same time: all are in the log before any answer
    grep -q '^#4 - 0ms: last$' "$SERVER_LOG"
}

@test "delayserver: requests of one connection wait at the same time" {
    start_server
    local i requests=''
    for i in {1..49}; do
        requests+="GET /3600000/x HTTP/1.1\r\n$HOST\r\n"
    done
    exec 6<> "/dev/tcp/${DELAYSERVER/:/\/}"
    # shellcheck disable=SC2059  # a format without any conversion
    printf "${requests}GET /0/last HTTP/1.1\r\n$HOST\r\n" >&6
    wait_for_line "$SERVER_LOG" "#50 - 0ms: last"
    # None is answered before those that were asked for before it
    local result=0
    read -r -t 0.1 -N 1 i <&6 || result=$?
    [ "$result" -gt 128 ]
    exec 6>&-
}

@test "delayserver: HEAD waits and has no body, OPTIONS and 405 say what can be asked" {
    start_server
    talk "HEAD /10/hello HTTP/1.1\r\n$HOST\r\nHEAD /x HTTP/1.1\r\n$HOST$LAST"
    [ "$output" = "HTTP/1.1 200 OK
content-length: 5
content-type: text/plain; charset=utf-8
date: D

HTTP/1.1 404 Not Found
content-length: 49
connection: close
content-type: text/plain; charset=utf-8
date: D" ]
    talk "OPTIONS * HTTP/1.1\r\n$HOST\r\nDELETE /0/x HTTP/1.1\r\n$HOST$LAST"
    [ "$output" = "HTTP/1.1 204 No Content
allow: GET, HEAD, OPTIONS
date: D

HTTP/1.1 405 Method Not Allowed
content-length: 21
connection: close
content-type: text/plain; charset=utf-8
allow: GET, HEAD, OPTIONS
date: D

ask with GET or HEAD" ]
}

@test "delayserver: HTTP/1.0 is closed, unless it asks to be kept" {
    start_server
    talk "GET /0/old HTTP/1.0\r\n\r\nGET /0/behind HTTP/1.1\r\n\r\n"
    [ "$output" = "HTTP/1.1 200 OK
content-length: 3
connection: close
content-type: text/plain; charset=utf-8
date: D

old" ]
    talk "GET /0/old HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /0/end HTTP/1.0\r\n\r\n"
    [[ $output == *"connection: keep-alive"*"oldHTTP/1.1 200 OK"*end ]]
}

@test "delayserver: who expects 100 gets it, in its turn" {
    start_server
    talk "GET /100/first HTTP/1.1\r\n$HOST\r\nGET /0/second HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 3\r\n${LAST}abc"
    [[ $output == *"firstHTTP/1.1 100 Continue

HTTP/1.1 200 OK"*second ]]
}

@test "delayserver: curl keeps its connection, and sends a body that is ignored" {
    need_curl
    start_server
    local url=http://$DELAYSERVER
    run curl -sS -w ' %{http_code} %{num_connects}\n' \
        "$url/5/a" "$url/0/b" "$url/nothing" "$url/0/c%3F" -d body -H 'Expect: 100-continue' -X GET
    [ "$output" = "a 200 1
b 200 0
ask for /{delay in ms}/{percent-encoded message}
 404 0
c? 200 0" ]
}

@test "delayserver: errors that leave no doubt keep the connection" {
    start_server
    local get="HTTP/1.1\r\n$HOST\r\n"
    local requests=''
    requests+="GET / $get"
    requests+="GET /5/a/b $get"
    requests+="GET /x/a $get"
    requests+="GET /3600001/a $get"
    requests+="GET /0/%zz $get"
    requests+="PUT /0/a HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc"
    requests+="BREW /0/a HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc"
    requests+="GET /0/a HTTP/1.1\r\n${HOST}Expect: 200-ok\r\n\r\n"
    expect_answers "$requests" 404 404 400 400 400 405 501 417
}

@test "delayserver: errors that leave doubt close it, and nothing behind is served" {
    start_server
    local long start="GET /0/a HTTP/1.1\r\n"
    long=$(printf '%9000s' '' | tr ' ' a)
    expect_answers "hello\r\n" 400 close
    expect_answers "${start}\r\n" 400 close
    expect_answers "${start}${HOST}Content-Length: 1, 1\r\n\r\n" 400 close
    expect_answers "${start}${HOST}Content-Length: 65537\r\n\r\n" 413 close
    expect_answers "GET /0/$long HTTP/1.1\r\n" 414 close
    expect_answers "$start$HOST$long: a\r\n" 431 close
    expect_answers "$start${HOST}Transfer-Encoding: gzip\r\n\r\n" 501 close
    expect_answers "GET /0/a HTTP/2.0\r\n" 505 close
    [[ $output == *"connection: close"* ]]
}

@test "delayserver: what comes before an error is answered first" {
    start_server
    expect_answers "GET /100/a HTTP/1.1\r\n$HOST\r\nnonsense\r\n" 200 400 close
}

@test "delayserver: an error answer is not lost to what is sent behind it" {
    start_server
    head -c 3000000 /dev/zero | tr '\0' a |
        "$B/tools/rawhttp" --times 10 "$DELAYSERVER" > "$BATS_TEST_TMPDIR/answers"
    [ "$(grep -c '^HTTP/1.1 414 ' "$BATS_TEST_TMPDIR/answers")" -eq 10 ]
    [ "$(grep -c '^@closed$' "$BATS_TEST_TMPDIR/answers")" -eq 10 ]
}

@test "delayserver: a client that has said all still gets its answers" {
    start_server
    talk "GET /200/a HTTP/1.1\r\n$HOST\r\nGET /0/b HTTP/1.1\r\n$HOST\r\n" --shutdown
    [ "$status" -eq 0 ]
    [[ $output == *aHTTP*"connection: close"*b ]]
    talk "GET /0/a HTTP/1.1\r\n$HOST\r\nGET /0/b HT" --shutdown
    [[ $output == *"aHTTP/1.1 400 "*"ends before it is complete" ]]
    talk "" --shutdown
    [ "$output" = "" ]
}

# --- The log -----------------------------------------------------------------

@test "delayserver: each request is a line, there before its answer" {
    start_server
    ask_and_go 3600000 a
    talk "GET /0/b HTTP/1.1\r\n$HOST\r\nHEAD /0/c HTTP/1.1\r\n$HOST\r\nGET /0/ HTTP/1.1\r\n$HOST$LAST"
    [ "$(tail -n 3 "$SERVER_LOG")" = "#2 - 0ms: b
#3 - 0ms: c
#4 - 0ms: " ]
}

@test "delayserver: a message cannot control the terminal" {
    start_server
    talk "GET /0/a%0d%0ab%1b%5b2J%00%7f%c3%a4%e2%82%ac%f0%9f%98%80\\\\x HTTP/1.1\r\n$HOST\r\nGET /0/%c2%9b%ff%c3%c0%80%ed%a0%80%f4%90%80%80%e2%82 HTTP/1.1\r\n$HOST$LAST"
    [ "$(tail -n 2 "$SERVER_LOG")" = \
        '#1 - 0ms: a\x0d\x0ab\x1b[2J\x00\x7fä€😀\\x
#2 - 0ms: \xc2\x9b\xff\xc3\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82' ]
    # In the answer it is as it was asked for, and only in its body
    talk "GET /0/a%0d%0ab HTTP/1.1\r\n$HOST$LAST"
    [[ $output == *"content-length: 4"*"

a
b" ]]
}

# start_with_output REDIRECTION [COMMAND]: a server whose standard output is
# that; the command comes before it, in the same shell
start_with_output() {
    local port tries
    for tries in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        eval "(${2:-:}; exec $RUN \"\$B/delayserver\" 127.0.0.1 --port $port) $1 \
            2> \"\$BATS_TEST_TMPDIR/err\" 3>&- &"
        SERVER_PID=$!
        while kill -0 "$SERVER_PID" 2> "$BATS_TEST_TMPDIR/gone"; do
            if (: < /dev/tcp/127.0.0.1/$port) 2> "$BATS_TEST_TMPDIR/refused"
            then
                DELAYSERVER=127.0.0.1:$port
                return
            fi
            sleep 0.05 # keeps the loop from burning the CPU
        done
        wait "$SERVER_PID" || : # the port was taken: another one
    done
    cat "$BATS_TEST_TMPDIR/err"
    return 1
}

@test "delayserver: a closed or full standard output costs no answer" {
    local where
    for where in '>&-' '> /dev/full' '> >(exec true)' '0<&- >&- 2>&-'; do
        start_with_output "$where"
        expect_answers "GET /0/a HTTP/1.1\r\n$HOST\r\n" 200
        expect_answers "GET /0/a HTTP/1.1\r\n$HOST\r\n" 200
        [[ $output == *behind* ]]
        # What was closed stays out of the way of sockets
        [[ $where != *'>&-'* ]] ||
            [ "$(readlink "/proc/$SERVER_PID/fd/1")" = /dev/null ]
        stop_server
    done
}

@test "delayserver: a message cannot pretend or turn a line around" {
    start_server
    talk "GET /0/a%20%3Freset=body HTTP/1.1\r\n$HOST\r\nGET /0/why%3F%5Cx1b HTTP/1.1\r\n$HOST\r\nGET /0/%e2%80%ae%e2%81%a6%e2%80%8f%d8%9c%e2%80%a8 HTTP/1.1\r\n$HOST\r\nGET /0/a?jitter=0 HTTP/1.1\r\n$HOST\r\nGET /0/%3Fhang=1 HTTP/1.1\r\n$HOST$LAST"
    [ "$(tail -n 5 "$SERVER_LOG")" = '#1 - 0ms: a \x3freset=body
#2 - 0ms: why?\\x1b
#3 - 0ms: \xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c\xe2\x80\xa8
#4 - 0ms: a
#5 - 0ms: \x3fhang=1' ]
}

@test "delayserver: a line that a full disk has cut stays a line of its own" {
    local long
    long=$(printf '%2000s' '' | tr ' ' a)
    # shellcheck disable=SC2016
    start_with_output '>> "$BATS_TEST_TMPDIR/small"' 'ulimit -f 1'
    expect_answers "GET /0/$long HTTP/1.1\r\n$HOST\r\n" 200
    [ "$(tail -c 1 "$BATS_TEST_TMPDIR/small")" = a ]
    : > "$BATS_TEST_TMPDIR/small" # there is room again
    expect_answers "GET /0/again HTTP/1.1\r\n$HOST\r\n" 200
    stop_server
    [ "$(cat "$BATS_TEST_TMPDIR/small")" = "
#3 - 0ms: again
#4 - 0ms: behind" ]
}

@test "delayserver: a terminal that is not read does not stop it" {
    # shellcheck disable=SC2086
    start_listener "$B/tools/deafterminal" $RUN "$B/delayserver" 127.0.0.1 --port 0
    local i long requests=''
    long=$(printf '%1500s' '' | tr ' ' a)
    for i in {1..15}; do
        requests+="GET /0/$long HTTP/1.1\r\n$HOST\r\n"
    done
    for i in {1..5}; do # 112 kB, where a terminal holds some 20
        expect_answers "$requests" "$(yes 200 | head -n 15 | xargs)"
    done
    kill "$SERVER_PID"
    expect_end 0
}

@test "delayserver: a log that nobody reads does not stop it" {
    mkfifo "$BATS_TEST_TMPDIR/log"
    # shellcheck disable=SC2086
    $RUN "$B/delayserver" 127.0.0.1 --port 0 > "$BATS_TEST_TMPDIR/log" 3>&- &
    SERVER_PID=$!
    exec 5< "$BATS_TEST_TMPDIR/log"
    local line=
    while [[ $line != "Listening on http://"* ]]; do
        read -r line <&5
    done
    DELAYSERVER=${line#Listening on http://}
    local i long reader requests=''
    long=$(printf '%4000s' '' | tr ' ' a)
    for i in {1..15}; do
        requests+="GET /0/$long HTTP/1.1\r\n$HOST\r\n"
    done
    for i in {1..4}; do # 240 kB, where a pipe holds 64 and the server 67
        expect_answers "$requests" "$(yes 200 | head -n 15 | xargs)"
    done
    # When it is read again, lines come again, and the numbers tell of a gap
    cat <&5 > "$BATS_TEST_TMPDIR/rest" 3>&- &
    reader=$!
    wait_for_line "$BATS_TEST_TMPDIR/rest" "ms: behind"
    talk "GET /0/again HTTP/1.1\r\n$HOST$LAST"
    wait_for_line "$BATS_TEST_TMPDIR/rest" "#65 - 0ms: again"
    stop_server
    exec 5<&-
    wait "$reader"
}

# --- The end -----------------------------------------------------------------

# finishes SIGNAL: what it was asked, then status 0
finishes() {
    start_server
    exec 6<> "/dev/tcp/${DELAYSERVER/:/\/}" # idle: holds up nothing
    ask_and_go 3600000 gone
    talk "GET /3000/finished HTTP/1.1\r\n$HOST\r\n" > "$BATS_TEST_TMPDIR/got" &
    local client=$!
    wait_for_line "$SERVER_LOG" "3000ms: finished"
    kill "-$1" "$SERVER_PID"
    expect_end 0
    wait "$client"
    exec 6>&-
    cat "$BATS_TEST_TMPDIR/got"
    grep -q '^connection: close' "$BATS_TEST_TMPDIR/got"
    grep -q '^finished' "$BATS_TEST_TMPDIR/got"
    complained_of_nothing
}

@test "delayserver: SIGTERM and SIGINT let it finish what was asked" {
    # At once, as each of them waits for three seconds
    local name pids=()
    for name in TERM INT; do
        mkdir "$BATS_TEST_TMPDIR/$name"
        (
            trap helper_teardown EXIT
            BATS_TEST_TMPDIR+=/$name
            finishes $name
        ) 3>&- &
        pids+=($!)
    done
    for name in "${pids[@]}"; do wait "$name"; done
}

@test "delayserver: a second signal ends it at once" {
    start_server
    exec 6<> "/dev/tcp/${DELAYSERVER/:/\/}"
    printf 'GET /3600000/x HTTP/1.1\r\nHost: x\r\n\r\n' >&6
    wait_for_line "$SERVER_LOG" "3600000ms: x"
    kill -TERM "$SERVER_PID"
    # It has seen the first when it listens no more
    wait_until refuses
    kill -0 "$SERVER_PID"
    kill -TERM "$SERVER_PID"
    expect_end 143
    exec 6>&-
}

# --- Many --------------------------------------------------------------------

# Where all cannot ask within two seconds, the next try gives them more time.
@test "delayserver: ten thousand wait at once, and none is answered early" {
    start_server --quiet
    local size delay
    size=$(crowd_size)
    for delay in 2000 4000 8000 16000; do
        run "$B/tools/crowd" "$DELAYSERVER" "$size" $delay
        echo "$output"
        [ "$status" -eq 0 ]
        [[ $output == "$size clients: $size answered, 0 early, 0 wrong, "* ]]
        [[ $output != *" $size waited together" ]] || break
    done
    [[ $output == *" $size waited together" ]]
    if [ -z "$RUN$SANITIZE$VALGRIND" ]; then
        # 512 octets each, besides what the server takes by itself
        [ "$(awk '/VmHWM/ { print $2 }' "/proc/$SERVER_PID/status")" -lt \
            $((3000 + size / 2)) ]
    fi
    stop_server
}

@test "delayserver: a client that asks and does not read is not read" {
    start_server --quiet
    local count=2000
    [ -z "$RUN$SANITIZE$VALGRIND" ] || count=200
    awk -v count=$count 'BEGIN {
        while (i++ < 8000) long = long "a"
        while (n++ < count)
            printf "GET /0/%s HTTP/1.1\r\nHost: x\r\n%s\r\n", long,
                n == count ? "Connection: close\r\n" : ""
    }' > "$BATS_TEST_TMPDIR/requests"
    "$B/tools/rawhttp" "$DELAYSERVER" < "$BATS_TEST_TMPDIR/requests" \
        > "$BATS_TEST_TMPDIR/answers"
    [ "$(grep -c 'HTTP/1.1 200 OK' "$BATS_TEST_TMPDIR/answers")" -eq $count ]
    if [ -z "$RUN$SANITIZE$VALGRIND" ]; then
        [ "$(awk '/VmHWM/ { print $2 }' "/proc/$SERVER_PID/status")" -lt 5000 ]
    fi
    stop_server
}

# --- The README --------------------------------------------------------------

@test "delayserver: the README shows what is printed" {
    start_server
    talk "GET /15/Hello%20there HTTP/1.1\r\n$HOST$LAST"
    sed -n '/^\$ build\/delayserver/,/^```/p' delayserver/README.md |
        sed '1d;$d' > "$BATS_TEST_TMPDIR/shown"
    sed "s/$DELAYSERVER/localhost:8080/; s/15ms/1500ms/" "$SERVER_LOG" |
        diff - "$BATS_TEST_TMPDIR/shown"
    sed -n '/^\$ curl -i/,/^```/p' delayserver/README.md |
        sed '1d;$d; s/^date: .*/date: D/' > "$BATS_TEST_TMPDIR/answer"
    diff "$BATS_TEST_TMPDIR/answer" <(grep -v '^connection:' <<< "$output")
}

@test "delayserver: the README's examples print what it shows" {
    need_curl
    start_server
    sed -n '/^\$ url=/,/^```/p' delayserver/README.md | sed '$d' \
        > "$BATS_TEST_TMPDIR/shown"
    [ -s "$BATS_TEST_TMPDIR/shown" ]
    # The commands, each shown before it runs, as a terminal would have it; all
    # at once, as some of them wait, but for the first, which names the others' url
    mkdir "$BATS_TEST_TMPDIR/parts"
    sed -n 's/^\$ //p' "$BATS_TEST_TMPDIR/shown" |
        sed "s/localhost:8080/$DELAYSERVER/" |
        bash -c 'curl() { command curl --no-progress-meter "$@" | tr -d "\r"; }
            part=$1/100
            while read -r command; do
                part=$1/$((${part##*/} + 1))
                echo "\$ $command" > "$part"
                case $command in
                url=*) eval "$command" ;;
                *) eval "$command" >> "$part" 2>&1 < /dev/null & ;;
                esac
            done
            wait' - "$BATS_TEST_TMPDIR/parts" 3>&-
    cat "$BATS_TEST_TMPDIR/parts"/* > "$BATS_TEST_TMPDIR/printed"
    sed "s/$DELAYSERVER/localhost:8080/" "$BATS_TEST_TMPDIR/printed" |
        diff - "$BATS_TEST_TMPDIR/shown"
}

@test "delayserver: the README shows a failure that a seed brings about" {
    start_server --fail-rate 0.1 --seed 42
    # half-closed, so that none hangs for long
    talk "GET /100/Hello HTTP/1.1\r\n$HOST\r\n" --shutdown --times 9
    [ "$(tail -n 1 "$SERVER_LOG")" = "$(sed -n 's/^    \(#[0-9].*\)/\1/p' delayserver/README.md)" ]
}

# --- The manual --------------------------------------------------------------

@test "delayserver: the manual says all that --help says, in good form" {
    local manual=delayserver/delayserver.1
    server --help
    {
        grep -oE -- '--[a-z-]+' <<< "$output"
        grep -oE '[a-z-]+=' <<< "$output"
    } | sort -u > "$BATS_TEST_TMPDIR/help"
    [ "$(wc -l < "$BATS_TEST_TMPDIR/help")" -ge 15 ]
    {
        sed -n '/^\.It Fl/p' "$manual" | grep -oE -- ' -[a-z-]+' | sed 's/ /-/'
        sed -nE 's/^\.It Cm ([a-z-]+=).*/\1/p' "$manual"
    } | sort -u > "$BATS_TEST_TMPDIR/manual"
    echo "not in $manual:"
    comm -23 "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/manual" | tee "$BATS_TEST_TMPDIR/missing"
    [ ! -s "$BATS_TEST_TMPDIR/missing" ]
    command -v mandoc > /dev/null || skip "its form: mandoc is missing"
    run mandoc -T lint -W warning "$manual"
    [ "$status" -eq 0 ]
}
