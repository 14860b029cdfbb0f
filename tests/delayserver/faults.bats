# The delayserver, slow and broken on purpose: query parameters, --fail-rate
# needs: delayserver tools/rawhttp

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load server

# --- Ways to ask -------------------------------------------------------------

CLOSE='Connection: close\r\n'

# get TARGET [FIELD...]: the octets of a request, for talk
get() {
    local IFS=
    echo "GET $1 HTTP/1.1\r\n$HOST${*:2}\r\n"
}

# ask TARGET [OPTION...]: for an answer and the end of the connection
ask() {
    talk "$(get "$1" "$CLOSE")" "${@:2}"
}

# octets REQUESTS [OPTION...]: what comes, with every octet that it has but
# those of the date
octets() {
    printf %b "$1" | "$B/tools/rawhttp" "${@:2}" "$DELAYSERVER" |
        sed 's/^date: .*/date: D\r/'
}

was_reset() {
    [ "$status" -eq 1 ]
    [ "$stderr" = "rawhttp: read: Connection reset by peer" ]
}

was_closed() {
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
}

# answer LENGTH [BODY]: what talk shows of an answer to ask
answer() {
    echo "HTTP/1.1 200 OK
content-length: $1
connection: close
content-type: text/plain; charset=utf-8
date: D
"
    [ -z "$2" ] || echo "$2"
}

# padded MESSAGE SIZE
padded() {
    printf "%s%$(($2 - ${#1}))s" "$1" '' | tr ' ' .
}

# expect LENGTH [BODY]: such an answer came, and then the end
expect() {
    was_closed
    [ "$output" = "$(answer "$@")" ]
}

# body: what follows the head in output
body() {
    sed '1,/^$/d' <<< "$output"
}

# reads PROGRAM [ASSIGNMENT...]: runs awk for each read that --stamps told of,
# with its time in ms, and in text all that had come so far
reads() {
    awk "${@:2}" -v RS=@ '
        NR > 1 { ms = $0; sub(/:.*/, "", ms); sub(/^[0-9]*:/, ""); text = text $0 }
        NR > 1 '"$1" < <(printf %s "$output")
}

# came_at TEXT: in which ms
came_at() {
    reads '{ if (index(text, wanted)) { print ms; exit } }' -v wanted="$1"
}

# drops DELAY OCTETS/MS: in how many reads the octets of the body came.  None
# of them came before its time, which begins after the delay.
drops() {
    reads '{
        split(drip, of, "/")
        came = index(text, "\n\n") ? length(text) - index(text, "\n\n") - 1 : 0
        due = delay + int((came + of[1] - 1) / of[1]) * of[2]
        early += ms + 0 < due
        count += came > before
        before = came
    } END { print count + 0; exit early > 0 }' -v delay="$1" -v drip="$2"
}

# without_stamps: output as it would be without --stamps
without_stamps() {
    sed 's/@[0-9]*://g' <<< "$output"
}

# A client that does not run for a while finds together what came apart.  That
# would have to happen five times before a test fails for it.
in_some_try() {
    local try
    for try in 1 2 3 4 5; do
        "$@" && return
    done
    return 1
}

# size_of TARGET: the octets of the answer where the connection is kept, left
# in the file "answer"
size_of() {
    printf %b "$(get "$1")" | "$B/tools/rawhttp" --shutdown "$DELAYSERVER" |
        tee "$BATS_TEST_TMPDIR/answer" | wc -c
}

# connect [TARGET...]: asks for them: a client on file descriptor 6 that stays
connect() {
    exec 6<> "/dev/tcp/${DELAYSERVER/:/\/}"
    local target
    for target; do
        printf %b "$(get "$target")" >&6
    done
}

# hear COUNT: so many octets of what came on 6
hear() {
    head -c "$1" <&6
}

# hears_nothing [FD]: nothing comes on it, or on 6, and it is not at its end.  A
# machine that is too slow for this to be seen lets the test pass.
hears_nothing() {
    local result=0 octet
    read -r -t 0.2 -N 1 -u "${1-6}" octet || result=$?
    [ "$result" -gt 128 ]
}

# --- size --------------------------------------------------------------------

@test "delayserver_faults: size pads the body with dots, to the octet" {
    start_server
    ask "/0/Hello?size=5"
    expect 5 Hello
    ask "/0/Hello?size=6"
    expect 6 Hello.
    ask "/0/?size=3"
    expect 3 ...
    ask "/0/?size=0"
    expect 0
    local size
    for size in 100 16383 16384 16385 65536 1000000; do
        ask "/0/Hello?size=$size"
        expect $size "$(padded Hello $size)"
    done
}

@test "delayserver_faults: a size below the message's is refused" {
    start_server
    expect_answers "$(get "/0/Hello?size=4")$(get "/0/Hello?size=0")" 400 400
    [[ $output == *"size=4: the message has 5 octets already"* ]]
}

@test "delayserver_faults: a billion octets are on their way at once" {
    [ -z "$RUN$SANITIZE$VALGRIND" ] || skip "it takes too long here"
    start_server
    local size
    size=$(printf 'GET /0/x?size=1000000000 HTTP/1.1\r\nHost: x\r\n\r\n' |
        "$B/tools/rawhttp" --shutdown --count "$DELAYSERVER")
    [ "$size" -gt 1000000000 ]
    [ "$size" -lt 1000000512 ]
    [ "$(awk '/VmHWM/ { print $2 }' "/proc/$SERVER_PID/status")" -lt 5000 ]
}

# --- drip and header-delay ---------------------------------------------------

# drips TARGET DELAY OCTETS/MS COUNT: the body comes in so many drops
drips() {
    ask "$1" --stamps
    was_closed
    local count
    count=$(drops "$2" "$3") || exit # one was early: no reason to try again
    [ "$count" -eq "$4" ]
}

@test "delayserver_faults: a drip comes drop by drop, and none too early" {
    start_server
    in_some_try drips "/100/Hello?drip=1/100" 100 1/100 5
    [ "$(without_stamps)" = "$(answer 5 Hello)" ]
    [ "$(came_at HTTP)" -ge 100 ]
    # The last drop may be a small one, or the only one
    in_some_try drips "/0/Hello?size=25&drip=10/100" 0 10/100 3
    in_some_try drips "/0/Hello?drip=1000000000/20" 0 1000000000/20 1
    [ "$(without_stamps)" = "$(answer 5 Hello)" ]
}

@test "delayserver_faults: a drop may be larger than any buffer" {
    start_server
    output=$(printf %b "$(get "/0/x?size=500000&drip=200000/50" "$CLOSE")" |
        "$B/tools/rawhttp" --stamps "$DELAYSERVER" | readable)
    local count
    count=$(drops 0 200000/50)
    [ "$count" -ge 3 ]
    [ "$(without_stamps)" = "$(answer 500000 "$(padded x 500000)")" ]
}

# The status line, before what else there is, comes in a read of its own
status_comes_alone() {
    ask "$1" --stamps
    was_closed
    [[ $output == @*:"HTTP/1.1 200 OK"$'\n'@*:content-length* ]]
}

@test "delayserver_faults: of a delayed header the status line comes alone" {
    start_server
    in_some_try status_comes_alone "/100/Hello?header-delay=200"
    [ "$(without_stamps)" = "$(answer 5 Hello)" ]
    [ "$(came_at HTTP)" -ge 100 ]
    [ "$(came_at content-length)" -ge 300 ]
    # With a drip, the body comes after the fields
    ask "/0/Hello?header-delay=100&drip=5/100" --stamps
    [ "$(came_at content-length)" -ge 100 ]
    [ "$(came_at Hello)" -ge 200 ]
}

@test "delayserver_faults: what is behind a slow answer waits for it" {
    start_server
    talk "$(get "/0/slow?drip=2/50&header-delay=50")$(get "/0/fast" "$CLOSE")" --stamps
    was_closed
    [ "$(without_stamps | grep -v '^connection')" = \
        "$(answer 4 "slow$(answer 4 fast)" | grep -v '^connection')" ]
    [ "$(came_at fast)" -ge 150 ]
    # It was asked for before the first was answered
    [ "$(tail -n 1 "$SERVER_LOG")" = "#2 - 0ms: fast" ]
}

# --- status ------------------------------------------------------------------

@test "delayserver_faults: the status is the one asked for" {
    start_server
    local code codes="200 201 299 301 400 404 418 429 500 503 599" requests=''
    for code in $codes; do
        requests+=$(get "/0/x?status=$code")
    done
    expect_answers "$requests" "$codes"
    [ "$(grep -c '^content-length: 1$' <<< "$output")" -eq 11 ]
    ask "/0/gone?status=503"
    was_closed
    [ "$output" = "$(answer 4 gone | sed 's/200 OK/503 Service Unavailable/')" ]
    # A status that means nothing has no reason, but the blank before it
    ask "/0/x?status=599"
    [[ $output == $'HTTP/1.1 599 \n'* ]]
}

@test "delayserver_faults: 204 and 304 have neither body nor length, 205 has none" {
    start_server
    talk "$(get "/0/x?status=204&size=9")$(get "/0/x?status=304&chunked=1")$(get "/0/x?status=205")GET /0/x?status=205&chunked=1 HTTP/1.1\r\n$HOST$LAST"
    was_closed
    [ "$output" = "HTTP/1.1 204 No Content
allow: GET, HEAD, OPTIONS
date: D

HTTP/1.1 304 Not Modified
date: D

HTTP/1.1 205 Reset Content
content-length: 0
content-type: text/plain; charset=utf-8
date: D

HTTP/1.1 205 Reset Content
transfer-encoding: chunked
connection: close
content-type: text/plain; charset=utf-8
date: D

0" ]
}

# --- jitter ------------------------------------------------------------------

# jitter SEED: prints by how much each of 10 requests was delayed, by the log.
# None of them was answered earlier than that.
jitter() {
    start_server --seed "$1"
    printf %b "$(get "/5/x?jitter=50" "$CLOSE")" |
        "$B/tools/rawhttp" --times 10 --stamps "$DELAYSERVER" \
            > "$BATS_TEST_TMPDIR/answers"
    stop_server
    sed -n 's/^#[0-9]* - \([0-9]*\)ms: x ?jitter=50$/\1/p' "$SERVER_LOG" \
        > "$BATS_TEST_TMPDIR/delays"
    sed -n 's/^@\([0-9]*\):HTTP.*/\1/p' "$BATS_TEST_TMPDIR/answers" |
        paste -d ' ' "$BATS_TEST_TMPDIR/delays" - |
        awk '{ print $1 }
             $1 < 5 || $1 > 55 || $2 < $1 { print "wrong:", $0; wrong = 1 }
             END { exit wrong || NR != 10 }'
}

@test "delayserver_faults: jitter adds up to so much, the log says how much" {
    jitter 7 > "$BATS_TEST_TMPDIR/first"
    jitter 7 > "$BATS_TEST_TMPDIR/again"
    jitter 8 > "$BATS_TEST_TMPDIR/other"
    diff "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/again"
    run diff "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/other"
    [ "$status" -eq 1 ]
    [ "$(sort -u "$BATS_TEST_TMPDIR/first" | wc -l)" -gt 5 ]
}

# --- truncate ----------------------------------------------------------------

@test "delayserver_faults: an answer is truncated behind any octet" {
    start_server
    local whole
    whole=$(size_of /0/Hello)
    # shellcheck disable=SC2046  # a list of numbers
    printf 'GET /0/Hello?truncate=%s HTTP/1.1\r\nHost: x\r\n\r\n\0' $(seq 0 $((whole + 1))) |
        "$B/tools/rawhttp" --each "$DELAYSERVER" |
        awk -v RS='\n@closed\n' '{ print length($0) }' > "$BATS_TEST_TMPDIR/sizes"
    { seq 0 "$whole" && echo "$whole"; } | diff "$BATS_TEST_TMPDIR/sizes" -
    # What comes is the answer's beginning
    talk "$(get "/0/Hello?truncate=$((whole - 2))")"
    [ "$output" = "$(head -c $((whole - 2)) "$BATS_TEST_TMPDIR/answer" | readable)" ]
}

@test "delayserver_faults: behind a truncated answer comes none" {
    start_server
    talk "$(get "/0/first")$(get "/0/Hello?truncate=2000000000")$(get "/0/behind")"
    was_closed
    [ "$(grep -v '^content' <<< "$output")" = "HTTP/1.1 200 OK
date: D

firstHTTP/1.1 200 OK
date: D

Hello" ]
    run grep behind "$SERVER_LOG"
    [ "$status" -eq 1 ]
}

# --- reset -------------------------------------------------------------------

@test "delayserver_faults: a reset comes behind exactly so much" {
    start_server
    ask "/0/Hello?reset=before"
    was_reset
    [ "$output" = "" ]
    local whole
    whole=$(size_of /0/Hello)
    talk "$(get "/0/Hello?reset=headers")"
    was_reset
    [ "$output" = "$(head -c $(((whole - 5) / 2)) "$BATS_TEST_TMPDIR/answer" | readable)" ]
    talk "$(get "/0/Hello?reset=body")"
    was_reset
    [ "$output" = "$(answer 5 He | grep -v ^connection)" ]
}

@test "delayserver_faults: before a reset all is answered, behind it nothing" {
    start_server
    talk "$(get "/0/first")$(get "/50/second")$(get "/0/x?reset=before")$(get "/0/behind")"
    was_reset
    [ "$(grep -v '^content' <<< "$output")" = "HTTP/1.1 200 OK
date: D

firstHTTP/1.1 200 OK
date: D

second" ]
    run grep behind "$SERVER_LOG"
    [ "$status" -eq 1 ]
}

# dots REQUESTS: how many dots come before the reset
dots() {
    octets "$1" --times 1 > "$BATS_TEST_TMPDIR/answer"
    [ "$(tail -n 1 "$BATS_TEST_TMPDIR/answer")" = @reset ]
    tr -cd . < "$BATS_TEST_TMPDIR/answer" | wc -c
}

@test "delayserver_faults: a reset takes nothing back that was sent before" {
    # Or the kernel throws it away, which the server cannot know
    [[ $RUN != *qemu* ]] || skip "qemu-user cannot ask what is not sent yet"
    start_server
    # More than a socket takes at once; one dot more is in HTTP/1.1
    [ "$(dots "$(get "/0/?size=1000000&reset=body")")" -eq 500001 ]
    [ "$(dots "$(get "/0/?size=1000000")$(get "/0/?reset=before")")" -eq 1000001 ]
}

# --- chunked -----------------------------------------------------------------

chunk_by_chunk() {
    ask "/0/Hello?chunked=1&drip=2/100" --stamps
    was_closed
    [[ $(body | xargs) =~ ^@[0-9]*:2\ He\ @[0-9]*:2\ ll\ @[0-9]*:1\ o\ 0$ ]]
}

@test "delayserver_faults: chunks are framed to the octet" {
    start_server
    octets "$(get "/0/Hello?chunked=1&size=20" "$CLOSE")" |
        od -c > "$BATS_TEST_TMPDIR/got"
    printf %b "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ndate: D\r\n\r\n14\r\nHello...............\r\n0\r\n\r\n" |
        od -c | diff "$BATS_TEST_TMPDIR/got" -
    # An empty body is the last chunk alone
    ask "/0/?chunked=1"
    [ "$(body)" = 0 ]
    # Each drop is a chunk, and the last drop brings the end with it
    in_some_try chunk_by_chunk
    [ "$(came_at He)" -ge 100 ]
    [ "$(came_at ll)" -ge 200 ]
    [ "$(came_at o$'\n'0)" -ge 300 ]
}

@test "delayserver_faults: large bodies come in chunks too, and others behind them" {
    start_server
    talk "$(get "/0/x?chunked=1&size=50000")$(get /0/behind "$CLOSE")"
    was_closed
    local chunk sum=0
    for chunk in $(body | sed -n '/^[0-9a-f]*$/p;/^0$/q'); do
        sum=$((sum + 0x$chunk))
    done
    [ $sum -eq 50000 ]
    [[ $output == *$'\n0\n\nHTTP/1.1 200 OK\n'*$'\n\nbehind' ]]
}

@test "delayserver_faults: HTTP/1.0 gets no chunks, but the end for an end" {
    start_server
    talk "GET /0/Hello?chunked=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /0/behind HTTP/1.0\r\n\r\n"
    was_closed
    [ "$output" = "HTTP/1.1 200 OK
connection: close
content-type: text/plain; charset=utf-8
date: D

Hello" ]
    run grep behind "$SERVER_LOG"
    [ "$status" -eq 1 ]
}

# --- hang --------------------------------------------------------------------

@test "delayserver_faults: a hanging answer is let go when the client leaves" {
    start_server
    local whole before size query count=0 fds=()
    before=$(open_files)
    whole=$(size_of /0/Hello)
    wait_until has_open_files "$before"
    # So much comes, then nothing until the client leaves
    while read -r size query; do
        connect "/0/Hello?$query" /0/behind
        hear "$size" > "$BATS_TEST_TMPDIR/part"
        [ "$(wc -c < "$BATS_TEST_TMPDIR/part")" -eq "$size" ]
        exec {fd}<&6 6>&-
        fds[count++]=$fd
    done << END
0 hang=1
0 hang=1&reset=before
10 hang=1&truncate=10
$whole hang=1&truncate=1000
$(((whole - 5) / 2)) hang=1&reset=headers
$((whole - 5 + 2)) hang=1&reset=body
END
    [ $count -eq 6 ]
    wait_for_line "$SERVER_LOG" "#7 - "
    for query in "${fds[@]}"; do
        hears_nothing "$query"
    done
    has_open_files $((before + 6))
    for query in "${fds[@]}"; do
        exec {query}<&-
    done
    wait_until has_open_files "$before"
    run grep behind "$SERVER_LOG"
    [ "$status" -eq 1 ]
}

@test "delayserver_faults: what hangs holds up neither others nor what was before" {
    start_server
    connect /0/first "/0/x?hang=1"
    hear "$(size_of /0/first)" > "$BATS_TEST_TMPDIR/answer"
    [[ $(tail -n 1 "$BATS_TEST_TMPDIR/answer") == first ]]
    hears_nothing
    ask /0/other
    expect 5 other
    exec 6>&-
}

@test "delayserver_faults: SIGTERM does not wait for what hangs" {
    start_server
    connect "/0/x?hang=1"
    wait_for_line "$SERVER_LOG" "x ?hang=1"
    kill "$SERVER_PID"
    expect_end 0
    [ "$(wc -c <&6)" -eq 0 ]
    exec 6>&-
}

# --- keepalive ---------------------------------------------------------------

@test "delayserver_faults: keepalive=ignore stays where it was asked to close" {
    start_server
    connect
    local i size
    size=$(size_of /0/Hello)
    for i in 1 2 3; do
        printf %b "$(get "/0/Hello?keepalive=ignore" "$CLOSE")" >&6
        [[ $(hear "$size" | readable) == "$(answer 5 Hello | grep -v ^connection)" ]]
    done
    hears_nothing
    exec 6>&-
    talk "$(get "/0/one?keepalive=ignore" "$CLOSE")$(get "/0/two" "$CLOSE")"
    was_closed
    [[ $output == *$'\n\noneHTTP/1.1 200 OK\n'*$'\n\ntwo' ]]
    [ "$(grep -c ^connection: <<< "$output")" -eq 1 ]
    talk "GET /0/old?keepalive=ignore HTTP/1.0\r\n\r\nGET /0/older HTTP/1.0\r\n\r\n"
    [[ $output == *"connection: keep-alive"*oldHTTP*"connection: close"*older ]]
}

@test "delayserver_faults: keepalive=ignore closes unannounced where it was to stay" {
    start_server
    talk "$(get "/0/Hello?keepalive=ignore")$(get "/0/behind")"
    was_closed
    [ "$output" = "$(answer 5 Hello | grep -v ^connection)" ]
    talk "GET /0/old?keepalive=ignore HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    was_closed
    [[ $output == *"connection: keep-alive"*old ]]
    run grep behind "$SERVER_LOG"
    [ "$status" -eq 1 ]
}

# --- Together ----------------------------------------------------------------

@test "delayserver_faults: parameters work together" {
    start_server
    ask "/20/Hello?size=12&drip=5/30&status=404&header-delay=40&chunked=1" --stamps
    was_closed
    [ "$(without_stamps)" = "HTTP/1.1 404 Not Found
transfer-encoding: chunked
connection: close
content-type: text/plain; charset=utf-8
date: D

5
Hello
5
.....
2
..
0" ]
    [ "$(came_at HTTP)" -ge 20 ]
    [ "$(came_at transfer-)" -ge 60 ]
    [ "$(came_at Hello)" -ge 90 ]
    [ "$(came_at 2$'\n'..)" -ge 150 ]
    # An end in the middle of slow parts, and none for broken chunks
    ask "/0/Hello?header-delay=20&truncate=30"
    was_closed
    [ "$output" = "HTTP/1.1 200 OK
content-lengt" ]
    ask "/0/Hello?header-delay=3600000&truncate=12"
    was_closed
    [ "$output" = "HTTP/1.1 200" ]
    ask "/0/Hello?drip=1/10&reset=body"
    was_reset
    [ "$output" = "$(answer 5 He)" ]
    ask "/0/Hello?chunked=1&size=1000&reset=body"
    was_reset
    [ "$(body)" = "1f4
$(padded Hello 500)" ]
    ask "/0/Hello?keepalive=ignore&truncate=1000" --stamps
    was_closed
    ask "/0/Hello?truncate=10&reset=body"
    was_reset
    [ "$output" = "HTTP/1.1 2" ]
}

# Without what it does later or at the end, HEAD gets what GET gets
@test "delayserver_faults: HEAD has each parameter, and no body" {
    start_server
    local query requests='' queries=(size=100 status=404 header-delay=20 jitter=9
        chunked=1 "status=205&chunked=1")
    # Heads, one after another in one connection, and a blank line behind each
    for query in "${queries[@]}" drip=1/3600000 "size=1000000000&drip=1/1000"; do
        requests+="HEAD /10/Hello?$query HTTP/1.1\r\n$HOST\r\n"
    done
    talk "$requests$(get "/0/end" "$CLOSE")"
    was_closed
    awk -v RS= -v ORS='\n\n' 'NR <= 8' <<< "$output" > "$BATS_TEST_TMPDIR/heads"
    [ "$output" = "$(cat "$BATS_TEST_TMPDIR/heads" && answer 3 end)" ]
    # A drip would take too long
    printf 'GET /10/Hello?%s&truncate=500 HTTP/1.1\r\nHost: x\r\n\r\n\0' "${queries[@]}" |
        "$B/tools/rawhttp" --each --readable "$DELAYSERVER" |
        awk '/^@closed$/ { behind = 0; next }
            !behind { print; behind = $0 == "" }' > "$BATS_TEST_TMPDIR/got"
    diff <(awk -v RS= -v ORS='\n\n' 'NR <= 6' "$BATS_TEST_TMPDIR/heads") "$BATS_TEST_TMPDIR/got"
    for query in truncate=1000 reset=body; do
        talk "HEAD /0/Hello?$query HTTP/1.1\r\n$HOST\r\n$(get "/0/behind")"
        [ "$output" = "$(answer 5 | grep -v ^connection)" ]
    done
}

# --- Wrong parameters --------------------------------------------------------

@test "delayserver_faults: wrong parameters are refused and named, and the connection stays" {
    start_server
    local word number queries=(
        colour=red x size drip status jitter truncate header-delay reset chunked
        hang keepalive SIZE=10 Chunked=1 size=10\;drip=1/1 size:10 "?size=10"
        size= drip= drip=/ drip=1/ drip=/1 drip=0/1 drip=1/0 drip=1 drip=1/1/1
        drip=1000000001/1 drip=1/3600001 drip=-1/1 size=1000000001 truncate=
        truncate=2000000001 header-delay= header-delay=3600001 jitter=
        jitter=3600001 status= status=0 status=99 status=100 status=199
        status=600 status=1000 status=20 reset= reset=never reset=Body
        reset=bodyx "reset=before,body" chunked= chunked=0 chunked=2 chunked=01
        chunked=yes hang= hang=0 hang=2 hang=3600 keepalive= keepalive=1
        keepalive=Ignore
        "=10" "=size" "="
        si%7ze=10 size=%31%3 size=%zz %2573ize=10 size%3D10 size=1%00
        "size=10%26hang=1"
        "$(padded size= 100)" "$(padded size=10 5000)"
    )
    for word in size jitter header-delay truncate status; do
        for number in -1 +10 "%2010" 10%20 1e3 0x10 10.0 1,0 4294967306 \
            18446744073709551626 99999999999999999999999; do
            queries+=("$word=$number")
        done
    done
    local query requests=''
    for query in "${queries[@]}"; do
        requests+="GET /0/x?$query HTTP/1.1\r\n$HOST\r\n" # by get, 130 processes
    done
    talk "$requests$(get /0/end "$CLOSE")"
    was_closed
    [ "$(grep -c 'HTTP/1.1 400 Bad Request' <<< "$output")" -eq ${#queries[@]} ]
    [[ $output == *$'\n\nend' ]]
    # Each body begins with what is wrong, as far as a line has room for it
    for query in "${queries[@]}"; do
        printf '%.64s: \n' "$query"
    done > "$BATS_TEST_TMPDIR/expected"
    sed -n '/^$/{n;s/: .*/: /p}' <<< "$output" | diff "$BATS_TEST_TMPDIR/expected" -
    # They have not been requests
    [ "$(tail -n 1 "$SERVER_LOG")" = "#1 - 0ms: end" ]
}

@test "delayserver_faults: of several parameters the wrong one is named" {
    start_server
    local query
    for query in "size=9&drip=x&hang=1" "drip=x" "drip=1/1&drip=x" "&size=9" \
        "size=9&" "size=9&&hang=1" "&" "size=9&size=9" "size=9&hang=1&si%7ae=8"; do
        talk "$(get "/0/x?$query")$(get "/0/x?size=3" "$CLOSE")"
        was_closed
        grep '^HTTP/1.1 400 Bad Request$' <<< "$output"
        [[ $output == *$'\n\n'x.. ]]
        case $query in
        *drip=x*) word="drip=x: the value has to be OCTETS/MS" ;;
        *size=9*size=9* | *si%7ae*) word="size is there twice" ;;
        *) word="a parameter is empty: " ;;
        esac
        case $query in "drip=1/1&drip=x") word="drip=x: drip is there twice" ;; esac
        grep -F "$word" <<< "$output"
    done
}

@test "delayserver_faults: path, delay and message come before the query" {
    start_server
    expect_answers "$(get "/x?colour=red")" 404
    expect_answers "$(get "/0/a/b?colour=red")" 404
    expect_answers "$(get "/x/a?colour=red")" 400
    [[ $output == *"the delay is a number"* ]]
    expect_answers "$(get "/0/%zz?colour=red")" 400
    [[ $output != *colour* ]]
}

@test "delayserver_faults: a query with nothing in it asks for nothing" {
    start_server
    ask "/0/Hello?"
    expect 5 Hello
    [ "$(tail -n 1 "$SERVER_LOG")" = "#1 - 0ms: Hello" ]
}

@test "delayserver_faults: names and values are percent-decoded, once" {
    start_server
    ask "/0/Hello?%73i%7Ae=%31%30"
    expect 10 Hello.....
    talk "$(get "/0/Hello?drip=5%2f10&%6beepalive=%69gnore&hea%64er%2ddelay=1")"
    was_closed
    [ "$(tail -n 1 "$SERVER_LOG")" = \
        "#2 - 0ms: Hello ?drip=5/10&header-delay=1&keepalive=ignore" ]
    ask "http://x/0/Hello?res%65t=befor%65"
    was_reset
    # What the message is has nothing to do with it
    ask "/0/a%3Fsize%3D10"
    expect 9 "a?size=10"
    ask "/0/a%3F?size=3"
    expect 3 "a?."
}

@test "delayserver_faults: the log shows the faults as a query, in one order" {
    start_server
    talk "$(get "/0/a?keepalive=ignore&hang=1&chunked=1&reset=headers&truncate=0&header-delay=4&jitter=0&status=201&drip=3/2&size=8")" --shutdown
    talk "$(get "/0/a?reset=body&size=0002&jitter=0")" --shutdown
    talk "$(get "/0/a?reset=before")" --shutdown
    [ "$(tail -n 3 "$SERVER_LOG")" = "#1 - 0ms: a ?size=8&drip=3/2&status=201&header-delay=4&truncate=0&reset=headers&chunked=1&hang=1&keepalive=ignore
#2 - 0ms: a ?size=2&reset=body
#3 - 0ms: a ?reset=before" ]
}

# --- As curl sees it ---------------------------------------------------------

# curl_says STATUS OUTPUT TARGET [OPTION...]: curl ends so and prints that: the
# body (dots as their number), then code, octets of the body, and connections
curl_says() {
    run curl -s --max-time 60 -w '\n%{http_code} %{size_download} %{num_connects}' \
        "${@:4}" "http://$DELAYSERVER$3"
    echo "curl: $status"
    echo "$output"
    [ "$status" -eq "$1" ]
    [ "$output" = "$2" ]
}

@test "delayserver_faults: curl understands slow and special answers" {
    need_curl
    start_server
    curl_says 0 $'Hello.....\n200 10 1' "/0/Hello?size=10"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?drip=2/10"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?header-delay=50"
    curl_says 0 $'Hello\n503 5 1' "/0/Hello?status=503"
    curl_says 22 $'\n503 0 1' "/0/Hello?status=503" --fail
    curl_says 0 $'\n204 0 1' "/0/Hello?status=204&size=10"
    curl_says 0 $'\n205 0 1' "/0/Hello?status=205&size=10"
    curl_says 0 $'\n304 0 1' "/0/Hello?status=304&size=10"
    curl_says 0 $'Hello\n599 5 1' "/0/Hello?status=599"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?jitter=50"
    curl_says 0 $'Hello..\n200 7 1' "/0/Hello?chunked=1&size=7"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?chunked=1&drip=1/10"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?chunked=1" --http1.0
    curl_says 0 $'\n205 0 1' "/0/Hello?chunked=1&status=205"
}

@test "delayserver_faults: curl complains of what is broken" {
    need_curl
    start_server
    # Meanwhile two wait in vain
    local waiting size
    size=$(size_of "/0/Hello?size=10")
    curl_says 28 $'\n000 0 1' "/0/Hello?hang=1" --max-time 3 3>&- &
    waiting=($!)
    curl_says 28 $'Hello\n200 5 1' "/0/Hello?size=10&truncate=$((size - 5))&hang=1" --max-time 3 3>&- &
    waiting+=($!)
    curl_says 52 $'\n000 0 1' "/0/Hello?truncate=0"
    curl_says 18 $'He\n200 2 1' "/0/Hello?truncate=$(($(size_of "/0/Hello") - 3))"
    curl_says 0 $'Hello\n200 5 1' "/0/Hello?truncate=1000"
    curl_says 18 $'Hello\n200 5 1' "/0/Hello?size=1000&truncate=$(($(size_of "/0/Hello?size=1000") - 995))"
    curl_says 56 $'\n000 0 1' "/0/Hello?reset=before"
    curl_says 56 $'\n200 0 1' "/0/Hello?reset=headers"
    curl_says 56 $'He\n200 2 1' "/0/Hello?reset=body"
    curl_says 18 $'Hello\n200 5 1' "/0/Hello?chunked=1&truncate=$(($(size_of "/0/Hello?chunked=1") - 5))"
    curl_says 0 $'colour=red: no such parameter; there are size, drip, status, jitter, header-delay, truncate, reset, chunked, hang, keepalive\n\n400 125 1' "/0/Hello?colour=red"
    wait "${waiting[0]}"
    wait "${waiting[1]}"
}

@test "delayserver_faults: curl stays connected, and connects anew, as it has to" {
    need_curl
    start_server
    curl_says 0 $'one\n200 3 1two\n200 3 1' "/0/{one?keepalive=ignore,two}"
    curl_says 0 $'one\n200 3 1two\n200 3 0' "/0/{one,two}"
}

# --- Chance ------------------------------------------------------------------

# unlucky COUNT ARGUMENT...: a server with these is asked so many times, one
# request after another.  Leaves its log in "log" and what came in "came".
unlucky() {
    start_server "${@:2}"
    octets "$(get /0/x "$CLOSE")" --times "$1" --shutdown > "$BATS_TEST_TMPDIR/came"
    stop_server
    grep '^#' "$SERVER_LOG" > "$BATS_TEST_TMPDIR/log"
    [ "$(wc -l < "$BATS_TEST_TMPDIR/log")" -eq "$1" ]
    [ "$(grep -c '^@' "$BATS_TEST_TMPDIR/came")" -eq "$1" ]
}

# judge: for each answer in "came", what must have happened to it, as far as a
# client can see that.  Silence, and all that is truncated, is the same.
judge() {
    tr -d '\r' < "$BATS_TEST_TMPDIR/came" | awk '
        /^@/ {
            complete = text ~ /\n\nx\n$/
            if (/reset/) print "reset"
            else if (!complete) print "part"
            else if (text ~ /^HTTP\/1.1 503 /) print "503"
            else if (text !~ /connection: close/) print "kept"
            else print "fine"
            text = ""
            next
        }
        { text = text $0 "\n" }'
}

# foretell: the same from "log"
foretell() {
    sed 's/.*: x$/fine/; s/.*?reset=.*/reset/; s/.*?status=//
         s/.*?keepalive=ignore/kept/; s/.*?truncate=.*/part/; s/.*?hang=1/part/' \
        "$BATS_TEST_TMPDIR/log"
}

@test "delayserver_faults: the same seed and order, the same failures" {
    unlucky 200 --fail-rate 0.5 --seed 7
    cp "$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR/first"
    cp "$BATS_TEST_TMPDIR/came" "$BATS_TEST_TMPDIR/first_came"
    # By the binomial distribution, fewer or more than that are 1 in 10^8
    [ "$(grep -c '?' "$BATS_TEST_TMPDIR/log")" -ge 60 ]
    [ "$(grep -c '?' "$BATS_TEST_TMPDIR/log")" -le 140 ]
    diff <(judge) <(foretell)
    unlucky 200 --fail-rate 0.5 --seed 7
    diff "$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR/first"
    cmp "$BATS_TEST_TMPDIR/came" "$BATS_TEST_TMPDIR/first_came"
    # Whichever thread serves
    unlucky 200 --fail-rate 0.5 --seed 7 --threads 3
    diff "$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR/first"
    cmp "$BATS_TEST_TMPDIR/came" "$BATS_TEST_TMPDIR/first_came"
    unlucky 200 --fail-rate 0.5 --seed 8
    run diff -q "$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR/first"
    [ "$status" -eq 1 ]
}

@test "delayserver_faults: who fails at a low rate fails at a higher one" {
    local rate
    for rate in 0.9 .3 0.1; do
        unlucky 200 --fail-rate $rate --seed 18446744073709551615
        grep '?' "$BATS_TEST_TMPDIR/log" > "$BATS_TEST_TMPDIR/$rate"
    done
    run grep -vxFf "$BATS_TEST_TMPDIR/.3" "$BATS_TEST_TMPDIR/0.1"
    [ "$output" = "" ]
    run grep -vxFf "$BATS_TEST_TMPDIR/0.9" "$BATS_TEST_TMPDIR/.3"
    [ "$output" = "" ]
    [ "$(wc -l < "$BATS_TEST_TMPDIR/0.9")" -ge 150 ]
    [ "$(wc -l < "$BATS_TEST_TMPDIR/0.1")" -le 50 ]
}

@test "delayserver_faults: at a rate of 0 none fails, at 1 each, in all ways" {
    unlucky 100 --fail-rate 0 --seed 7
    [ "$(judge | sort -u)" = fine ]
    unlucky 500 --fail-rate 1
    diff <(judge) <(foretell)
    [ "$(sed 's/.*?//; s/\(truncate=\).*/\1/' "$BATS_TEST_TMPDIR/log" |
        sort -u | xargs)" = \
        "hang=1 keepalive=ignore reset=before reset=body reset=headers status=503 truncate=" ]
    # Within the head and within the body, and nothing at all
    [ "$(grep -c 'truncate=[0-9]$' "$BATS_TEST_TMPDIR/log")" -gt 0 ]
    [ "$(grep -c 'truncate=1..$' "$BATS_TEST_TMPDIR/log")" -gt 0 ]
}

@test "delayserver_faults: who asks for faults gets these, errors are no requests" {
    start_server --fail-rate 1 --seed 7
    ask "/0/Hello?size=7"
    expect 7 Hello..
    ask "/0/Hello?jitter=0"
    expect 5 Hello
    ask "/nothing"
    was_closed
    [[ $output == "HTTP/1.1 404 "* ]]
    [ "$(grep -c '^#' "$SERVER_LOG")" -eq 2 ]
}

# --- Options -----------------------------------------------------------------

@test "delayserver_faults: wrong numbers for options are one line, and status 2" {
    local value
    for value in "" 0 65 -1 +1 x 1x 1.5 " 1" 99999999999999999999; do
        server --threads "$value"
        expect_complaint 2 "--threads $value: not a number from 1 to 64 (see delayserver --help)"
    done
    for value in "" -0.5 +0.5 1.1 2 x 0.5x 0,5 50% . 0.5.5 nan inf 0x1 1e-1 " 0"; do
        server --fail-rate "$value"
        expect_complaint 2 "--fail-rate $value: not a number from 0 to 1, such as 0.25 (see delayserver --help)"
    done
    for value in "" -1 +1 x 1x 0x10 1.5 " 1" 18446744073709551616; do
        server --seed "$value"
        expect_complaint 2 "--seed $value: not a number from 0 to 18446744073709551615 (see delayserver --help)"
    done
    for value in --threads --fail-rate --seed; do
        server $value
        expect_complaint 2 "$value: a value is missing"
    done
}
