# Programs below valgrind.  Load after helper.

# need_valgrind: skips where valgrind is missing, or the program runs below a tool anyway
need_valgrind() {
    [ -z "$SANITIZE" ] || skip "valgrind and sanitizers do not go together"
    [ -z "$RUN" ] || skip "the step would run below ${RUN%% *} already"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
}

# leaves_nothing STATUS PROGRAM [ARGUMENT...]: the program ends with that status, and
# has nothing open or allocated then
leaves_nothing() {
    local log=$BATS_TEST_TMPDIR/valgrind.log
    try valgrind --log-file="$log" --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=all --track-fds=yes "${@:2}"
    cat "$log"
    [ "$status" -eq "$1" ]
    grep -q 'All heap blocks were freed -- no leaks are possible' "$log"
    # but for what came from us, and the log itself
    [ "$(grep -A 1 'Open .*file descriptor\|Open .* socket' "$log" |
        grep -c '^==[0-9]*==    at ')" -eq 0 ]
}
