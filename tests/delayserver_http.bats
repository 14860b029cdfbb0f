# The table of hostile inputs against a server, and the corpus of the fuzzers.
# The parser alone is tested in unit/delayserver_request.c.
# needs: delayserver fuzz/corofy fuzz/percent fuzz/request tools/hostile

load helper

# Emulators and sanitizers get fewer of the places where an input can be cut.
stride() {
    [ -z "$RUN$SANITIZE$VALGRIND" ] && echo 1 || echo 7
}

@test "a server answers hostile inputs as the table says, however they arrive" {
    start_server --quiet
    try "$B/tools/hostile" "$DELAYSERVER" "$(stride)"
    echo "# ${lines[-1]}" >&3
    [ "$status" -eq 0 ]
    [[ ${lines[-1]} =~ ^([0-9]+)\ entries,\ ([0-9]+)\ connections,\ 0\ deviations$ ]]
    [ "${BASH_REMATCH[1]}" -ge 250 ]
    [ "${BASH_REMATCH[2]}" -ge 5000 ]
}

@test "so do several threads" {
    start_server --quiet --threads 3
    try "$B/tools/hostile" "$DELAYSERVER" 25
    [ "$status" -eq 0 ]
    [[ ${lines[-1]} == *" 0 deviations" ]]
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
