# Channels, locks and tokens in a program, as a user builds it
# needs: corofy libcorofy.a

load ../lib/helper

@test "runtime: coroutines use channels, locks and tokens" {
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async tests/runtime/sync.co "$BATS_TEST_TMPDIR/sync.c"
    # shellcheck disable=SC2086
    $COMPILER -std=gnu17 -Wall -Wextra -Werror ${SANITIZE:+-fsanitize=$SANITIZE} -Iruntime \
        -o "$BATS_TEST_TMPDIR/sync" "$BATS_TEST_TMPDIR/sync.c" "$B/libcorofy.a" -lpthread
    # shellcheck disable=SC2086
    try $RUN "$BATS_TEST_TMPDIR/sync"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(echo "$output") << 'END'
1: answer 1
3: ETIMEDOUT
2: answer 2
a has had the lock
b has had the lock
level 1
level 2
level 3
1 lost
two
three
ETIMEDOUT
nobody waits for answer 3
the server ends
END
}
