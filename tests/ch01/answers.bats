# Answers that come in pieces, without a length, too late or broken.
# needs: ch01-overview delayserver tools/badserver

load ../lib/helper
load common

@test "ch01/c: says how an answer ended too early" {
    serve early-close
    expect_failure "ask the delayserver on $DELAYSERVER: Software caused connection abort"
    serve silent-close
    expect_failure "ask the delayserver on $DELAYSERVER: Software caused connection abort"
    serve reset
    expect_failure "ask the delayserver on $DELAYSERVER: Connection reset by peer"
    serve garbage
    expect_failure "ask the delayserver on $DELAYSERVER: what came is not HTTP/1.x"
}

@test "ch01/c: an answer may come in pieces, without a length, and not end the connection" {
    for mode in instant pieces no-length keep-open; do
        serve $mode
        step ch01-overview c-efficiency
        [ "$status" -eq 0 ]
    done
}
