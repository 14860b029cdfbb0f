# The table of hostile inputs against a server, and the corpus of the fuzzers.
# The parser alone is tested in unit/delayserver_request.c.
# needs: delayserver fuzz/corofy fuzz/percent fuzz/request tools/hostile

load ../lib/helper

# hostile SHARES LEAST: all inputs whole, and one share of them in pieces, another
# each day, over so many connections at least; all with WHOLE=1, unless a tool makes
# the server slow.  The unit delayserver_request takes each in pieces each time.
hostile() {
    local share=${SHARE:-$(($(date +%s) / 86400))} shares=$1
    [ -z "${WHOLE:-}" ] || [ -n "$RUN$SANITIZE$VALGRIND" ] || shares=1
    share=$((share % shares))
    try "$B/tools/hostile" "$DELAYSERVER" "$shares" $share
    echo "# ${lines[-1]}, in pieces those of SHARE=$share of $shares" >&3
    [ "$status" -eq 0 ]
    [[ ${lines[-1]} =~ ^([0-9]+)\ entries,\ ([0-9]+)\ connections,\ 0\ deviations$ ]]
    [ "${BASH_REMATCH[1]}" -ge 250 ]
    [ "${BASH_REMATCH[2]}" -ge "$2" ]
}

@test "a server answers hostile inputs as the table says, however they arrive" {
    start_server --quiet
    hostile 8 5000
}

@test "so do several threads" {
    start_server --quiet --threads 3
    hostile 25 3000
}

# replay NAME COUNT: the fuzz target runs its corpus, so many inputs at least
replay() {
    # shellcheck disable=SC2086  # RUN is a list of words
    try $RUN "$B/fuzz/$1" "tests/fuzz/corpus/$1"
    [ "$status" -eq 0 ]
    [ "$(sed 's/ inputs$//' <<< "$output")" -ge "$2" ]
}

@test "the corpus for requests: both parsers agree" {
    replay request 200
}

@test "the corpus for percent-encoding, targets and queries: no difference" {
    replay percent 100
}
