# Answers that come in pieces, without a length, too late or broken.
# needs: ch03-syscalls delayserver tools/badserver

load ../lib/helper
load common

@test "ch03/c: says how an answer ended too early" {
    serve early-close
    expect_failure "blocking read: wait for the answer: Software caused connection abort"
    serve silent-close
    expect_failure "blocking read: wait for the answer: Software caused connection abort"
    serve reset
    expect_failure "blocking read: wait for the answer: Connection reset by peer"
    serve garbage
    expect_failure "blocking read: wait for the answer: what came is not HTTP/1.x"
}

@test "ch03/c: an answer may come in pieces, without a length, and not end the connection" {
    for mode in instant pieces no-length keep-open; do
        serve $mode
        step ch03-syscalls c-three-ways-to-wait
        [ "$status" -eq 0 ]
    done
}
