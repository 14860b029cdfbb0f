# Chapter 10, a-several-at-once-bonus: two requests at once, the first, a time limit
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common

# words: of what was printed, what tells the order
words() {
    grep -E '^(-- |slow|quick|late|in_time|no answer)' <<< "$output"
}

@test "ch10/a-several: the quick one before the slow one, then alone, and the late one never" {
    start_server
    run_step $SEVERAL
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(words) << END
-- both
quick
slow
-- first_of_two
quick
-- with_a_limit
no answer to /10000/late within 200 ms
in_time
END
    [ "$(grep '^#' "$SERVER_LOG" | cut -d ' ' -f 3- | sort | uniq -c)" = "      1 10000ms: late
      1 200ms: in_time
      2 400ms: quick
      2 600ms: slow" ]
}

@test "ch10/a-several: with no server the first failure ends both" {
    export DELAYSERVER=127.0.0.1:1
    run_step $SEVERAL
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$SEVERAL:\ GET\ /(600/slow|400/quick):\ connect\ .*:\ Connection\ refused$ ]]
    [ "${stderr_lines[1]}" = "ch10-final: $SEVERAL failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    grep -qx 'main: All tasks are finished' <<< "$output"
}
