# Answers that come in pieces, without a length, too late or broken.
# needs: ch04-event-queue delayserver tools/badserver tools/noiouring

load ../lib/helper
load common

gets_whole_answers() {
    for mode in instant pieces keep-open no-length; do
        echo "$mode"
        serve $mode
        run_step "$1"
        [ "$status" -eq 0 ]
        [ "$(answers)" = "$ALL" ]
        [ "$(grep -c '^RECEIVED: ' <<< "$output")" -eq 5 ]
        [ "$(grep -c '^FINISHED$' <<< "$output")" -eq 1 ]
    done
}

@test "ch04/a: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers a-epoll
}

@test "ch04/b: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers b-epoll-mio
}

@test "ch04/c: counts an answer once, in pieces, without length, or not closed" {
    gets_whole_answers c-io-uring
}

says_why_an_answer_is_not_whole() {
    local what='the answer to request-[0-4] did not come whole'
    serve early-close
    fails_with "$1" "$what: Software caused connection abort"
    serve silent-close
    fails_with "$1" "$what: Software caused connection abort"
    serve reset
    fails_with "$1" "$what: Connection reset by peer"
    serve garbage
    fails_with "$1" "$what: what came is not HTTP/1\.x"
}

@test "ch04/a: says why an answer is not whole" {
    says_why_an_answer_is_not_whole a-epoll
}

@test "ch04/b: says why an answer is not whole" {
    says_why_an_answer_is_not_whole b-epoll-mio
}

@test "ch04/c: says why an answer is not whole" {
    says_why_an_answer_is_not_whole c-io-uring
}
