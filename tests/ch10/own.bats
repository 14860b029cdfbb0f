# Chapter 10, c-your-own-runtime: the requests as coroutines, in the runtime of runtime/
# needs: ch10-final corofy libcorofy.a delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

OWN=c-your-own-runtime

# answers: what was printed, without the headers of the answers
answers() {
    grep -E '^(Program|FIRST|Hello)' <<< "$output"
}

@test "ch10/c: both requests are answered, one after the other" {
    start_server
    run_step $OWN
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(answers) << END
Program starting
FIRST POLL - START OPERATION
HelloAsyncAwait
FIRST POLL - START OPERATION
HelloAsyncAwait
END
    [ "$(grep -c HelloAsyncAwait "$SERVER_LOG")" -eq 2 ]
}

@test "ch10/c: says what failed, and ends" {
    local server
    for server in "127.0.0.1:1 connect*refused" "127.0.0.1:none find*a?server?is?written*"; do
        export DELAYSERVER=${server%% *}
        run_step $OWN
        [ "$status" -eq 1 ]
        # shellcheck disable=SC2053  # a pattern
        [[ ${stderr_lines[0]} == "$OWN: GET /600/HelloAsyncAwait: "${server#* } ]]
        [ "${stderr_lines[1]}" = "ch10-final: $OWN failed with exit status 1" ]
        [ "${#stderr_lines[@]}" -eq 2 ]
    done
    serve early-close
    run_step $OWN
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} == "$OWN: GET /600/HelloAsyncAwait: the answer did not come whole: "* ]]
}

@test "ch10/c: an answer in pieces is awaited piece by piece, and nothing is left" {
    start_server
    export DELAYSERVER
    # shellcheck disable=SC2016
    sed 's|"/600/HelloAsyncAwait"|"/10/Hello?size=20000\&drip=1000/5"|' \
        ch10-final/$OWN/main.co > "$BATS_TEST_TMPDIR/main.co"
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async "$BATS_TEST_TMPDIR/main.co" "$BATS_TEST_TMPDIR/main.c"
    # shellcheck disable=SC2086
    $COMPILER -std=gnu17 -Wall -Wextra -Werror ${SANITIZE:+-fsanitize=$SANITIZE} -iquote ch10-final/$OWN \
        -Iruntime -o "$BATS_TEST_TMPDIR/program" "$BATS_TEST_TMPDIR/main.c" \
        ch10-final/$OWN/*.c "$B/libcorofy.a" -lpthread
    # shellcheck disable=SC2086
    RUNTIME_TRACE=$BATS_TEST_TMPDIR/trace try $RUN "$BATS_TEST_TMPDIR/program"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "${#output}" -gt 20000 ]
    [ "$(grep -c 'io wait' "$BATS_TEST_TMPDIR/trace")" -gt 10 ]
}
