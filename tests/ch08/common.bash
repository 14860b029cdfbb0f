# What the tests of this chapter share.  Load after helper.

GET='GET /[0-9]+/Hello(World[0-4]|AsyncAwait) from 127\.0\.0\.1:[0-9]+'
STEPS="a-runtime b-reactor-executor c-reactor-executor d-multiple-threads"

# bodies: of the answers in $output, sorted
bodies() {
    grep -oE '^Hello(World[0-9]|AsyncAwait)$' <<< "$output" | sort | tr '\n' ' '
}

# times N WORD...: each word so often
times() {
    local word i
    for word in "${@:2}"; do
        for ((i = 0; i < $1; i++)); do printf '%s ' "$word"; done
    done
}

# expected STEP: its bodies
expected() {
    case $1 in
    [ab]-*) times 2 HelloAsyncAwait ;;
    c-*) times 1 HelloWorld{0..4} ;;
    d-*) times 12 HelloWorld{0..4} ;;
    esac
}

# is_answered STEP: $output has all that the step has asked for
is_answered() {
    [ "$(bodies)" = "$(expected "$1")" ]
    [ "$1" = a-runtime ] || grep -qx 'main: All tasks are finished' <<< "$output"
}

# run_step STEP: a step of this chapter
run_step() {
    step ch08-runtime "$1"
}

# fails_with STEP PATTERN: one line that says what and why, and status 1,
# however many threads have something to say.  Of what the threads have that do
# not come to their ends, valgrind says "possibly lost".
fails_with() {
    local RUN=$RUN${VALGRIND:+ --errors-for-leak-kinds=definite}
    run_step "$1"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$1:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch08-runtime: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    [ "$(bodies)" = "" ]
    run ! grep finished <<< "$output"
}

# begin STEP: in the background.  DRIVER is the process that we have started, in
# a group of its own as a shell does it for whom sits at a terminal, CHILD the
# step; what they print is in OUT and OUT.err.
begin() {
    OUT=$BATS_TEST_TMPDIR/out
    rm -f "$OUT" # or the lines of the step before would be taken for its own
    set -m
    # shellcheck disable=SC2086
    $RUN "$B/ch08-runtime" "$1" > "$OUT" 2> "$OUT.err" 3>&- &
    DRIVER=$!
    set +m
    wait_for_line "$OUT" 'FIRST POLL'
    CHILD=$(children_of $DRIVER)
    CHILD=${CHILD% }
}

# finish: waits for its end; sets status and output
finish() {
    status=0
    wait $DRIVER || status=$?
    output=$(< "$OUT")
    echo "status $status; stdout, then stderr:"
    cat "$OUT" "$OUT.err"
}

# asks STEP: begins it and waits until it has sent its (first) requests
asks() {
    begin "$1"
    case $1 in
    [ab]-*) wait_for_line "$SERVER_LOG" '#1 - 600ms' ;;
    c-*) wait_for_line "$SERVER_LOG" '#5 - ' ;;
    d-*) wait_for_line "$SERVER_LOG" '#60 - ' ;;
    esac
}
