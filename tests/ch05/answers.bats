# Answers that come in pieces, without a length, too late or broken.
# needs: ch05-fibers delayserver tools/badserver

load ../lib/helper
load common

@test "ch05/f: takes an answer at once, in pieces, without length, or not closed" {
    for mode in instant pieces keep-open no-length; do
        echo "$mode"
        serve $mode
        run_step
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        [ "${#lines[@]}" -eq 11 ]
        [ "$(answers)" = "$ALL" ]
    done
}

@test "ch05/f: says why an answer is not whole" {
    local what='the answer to request-[0-4] did not come whole'
    serve early-close
    fails_with "$what: Software caused connection abort"
    serve silent-close
    fails_with "$what: Software caused connection abort"
    serve reset
    fails_with "$what: Connection reset by peer"
    serve garbage
    fails_with "$what: what came is not HTTP/1\.x"
}
