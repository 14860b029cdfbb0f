# Answers that come in pieces, without a length, too late or broken.
# needs: ch08-runtime corofy delayserver tools/badserver

load ../lib/helper
load ../lib/transcript
load common

@test "ch08: take an answer at once, in pieces, in a dribble, without length, or not closed" {
    for mode in instant pieces dribble keep-open no-length; do
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

@test "ch08: say why an answer is not whole" {
    local what="$GET: the answer did not come whole"
    for name in $STEPS; do
        serve early-close
        fails_with $name "$what: Software caused connection abort"
        serve silent-close
        fails_with $name "$what: Software caused connection abort"
        serve reset
        fails_with $name "$what: Connection reset by peer"
        serve garbage
        fails_with $name "$what: what came is not HTTP/1\.x"
    done
}
