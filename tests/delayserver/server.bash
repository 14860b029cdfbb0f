# How the tests of the delayserver ask it and end it.  Load after helper.

readable() {
    tr -d '\r' | sed 's/^date: .*/date: D/'
}

# capture COMMAND...: sets status, output and stderr as run --separate-stderr does,
# in one process instead of several
capture() {
    status=0
    output=$(exec "$@" 2> "$BATS_TEST_TMPDIR/stderr") || status=$?
    IFS= read -r -d '' stderr < "$BATS_TEST_TMPDIR/stderr" || :
    stderr=${stderr%$'\n'}
    echo "status $status; stdout:"
    echo "$output"
    echo "stderr:"
    echo "$stderr"
}

# talk OCTETS [OPTION...]: sends them (\r\n as printf %b knows them), then sets
# output to what came until the server closed, readable
talk() {
    local octets
    printf -v octets %b "$1"
    capture "$B/tools/rawhttp" --readable --say "$octets" "${@:2}" "$DELAYSERVER"
}

HOST='Host: x\r\n'
LAST='Connection: close\r\n\r\n'

# expect_answers OCTETS STATUS...: behind the octets comes a good request; the
# server answers with these statuses, and with the good one's 200 if the last
# is not "close"
expect_answers() {
    local octets=$1 expected=${*:2}
    case $expected in
    *close) expected=${expected% close} ;;
    *) expected="$expected 200" ;;
    esac
    talk "${octets}GET /0/behind HTTP/1.1\r\n$HOST$LAST"
    [ "$status" -eq 0 ]
    [ "$(awk -v ORS= '{
        while (match($0, /HTTP\/1\.1 [0-9]+ /)) {
            print separator substr($0, RSTART + 9, RLENGTH - 10)
            separator = " "
            $0 = substr($0, RSTART + RLENGTH)
        }
    }' <<< "$output")" = "$expected" ]
}

# ask_and_go DELAY MESSAGE: a client that asks, and when that is in the log is
# gone, and its connection reset.  The server reads no more from it by then.
ask_and_go() {
    printf 'GET /%s/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' "$1" "$2" |
        "$B/tools/rawhttp" --reset "$DELAYSERVER" 3>&- &
    local client=$!
    wait_for_line "$SERVER_LOG" " - $1ms: $2"
    kill "$client"
    wait "$client" || [ $? -eq 143 ]
}

# valgrind has complaints of its own
complained_of_nothing() {
    run grep '^delayserver: ' "$SERVER_LOG.err"
    [ "$status" -eq 1 ]
}

need_curl() {
    command -v curl > /dev/null || skip "curl is missing"
}

# server [ARGUMENT...]: one that is to end by itself
server() {
    # shellcheck disable=SC2086
    capture timeout 60 $RUN "$B/delayserver" "$@"
}

# expect_complaint STATUS TEXT: one line on stderr, beginning so
expect_complaint() {
    [ "$status" -eq "$1" ]
    [ "$output" = "" ]
    [[ $stderr == "delayserver: $2"* && $stderr != *$'\n'* ]]
}

# expect_end STATUS: the server ends by itself, with that
expect_end() {
    local result=0
    timeout 60 tail --pid="$SERVER_PID" -f /dev/null
    wait "$SERVER_PID" || result=$?
    SERVER_PID=
    [ "$result" -eq "$1" ]
}

# As many as there may be files, and fewer where everything is slow
crowd_size() {
    local most
    if [ -n "$RUN$SANITIZE$VALGRIND" ]; then
        echo 300
        return
    fi
    most=$(ulimit -Hn)
    [ "$most" != unlimited ] && [ "$most" -lt 10200 ] || most=10200
    echo $((most - 200))
}

# wait_until COMMAND...: until it succeeds; a minute at the most
wait_until() {
    local i
    for ((i = 0; i < 1200; i++)); do
        "$@" && return
        sleep 0.05 # keeps the loop from burning the CPU
    done
    echo "in vain: $*"
    return 1
}

open_files() {
    local files=("/proc/$SERVER_PID/fd/"*)
    echo ${#files[@]}
}

# has_open_files COUNT: the server has so many, or says how many it has
has_open_files() {
    [ "$(open_files)" -eq "$1" ]
}

# refuses: the server listens no more
refuses() {
    ! (: < "/dev/tcp/${DELAYSERVER/:/\/}") 2> "$BATS_TEST_TMPDIR/refused"
}
