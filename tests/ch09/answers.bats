# Answers that come in pieces, without a length, too late or broken.
# needs: ch09-pinning corofy delayserver tools/badserver

load ../lib/helper
load ../lib/transcript
load common

@test "ch09: take an answer at once, in pieces, without length, or not closed" {
    local mode
    for mode in instant pieces keep-open no-length; do
        serve $mode
        for name in $STEPS; do
            echo "$mode $name"
            run_step $name
            [ "$status" -eq 0 ]
            [ "$stderr" = "" ]
            is_answered $name
        done
    done
}

@test "ch09: say why an answer is not whole" {
    local what="$GET from 127\.0\.0\.1:[0-9]+: the answer did not come whole"
    for name in $STEPS; do
        serve early-close
        fails_with $name "$what: Software caused connection abort"
        serve reset
        fails_with $name "$what: Connection reset by peer"
    done
}
