# Answers that come in pieces, without a length, too late or broken.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/transcript

@test "ch10: take an answer at once, in pieces, in a dribble, without length, or not closed" {
    local mode
    for mode in instant pieces dribble keep-open no-length; do
        serve $mode
        for name in $STEPS; do
            echo "$mode $name"
            run_step $name
            [ "$status" -eq 0 ]
            [ "$stderr" = "" ]
            is_answered
        done
    done
}

@test "ch10: an answer that is not whole is a value, and is said" {
    local what='the answer did not come whole'
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

@test "ch10/b: take an answer at once, in pieces, in a dribble, without length, or not closed" {
    local mode name
    for mode in instant pieces dribble keep-open no-length; do
        serve $mode
        for name in with_runtime with_its_own spawn_many; do
            echo "$mode $name"
            experiment $name
            ends_well
            answered $name
        done
    done
}

# experiment_fails NAME REASON: a line for each request that was made, and the status;
# and yet everything comes to its end
experiment_fails() {
    local expected=2 what="$NAME: GET /600/HelloAsyncAwait1"
    experiment "$1"
    [ "$status" -eq 1 ]
    if [ "$1" = spawn_many ]; then
        expected=101
        what="$NAME: GET /0/HelloAsyncAwait0"
    fi
    [ "${stderr_lines[0]}" = "$what: there is no answer: $2" ]
    [ "${#stderr_lines[@]}" -eq "$expected" ]
    [ "${stderr_lines[-1]}" = "ch10-final: $NAME failed with exit status 1" ]
    grep -qx 'main: All tasks are finished' <<< "$output"
    run ! grep '^Hello' <<< "$output"
}

@test "ch10/b: no server, and no whole answer, is a value, and is said" {
    local name
    for name in with_runtime with_its_own; do
        serve early-close
        experiment_fails $name 'Software caused connection abort'
        serve reset
        experiment_fails $name 'Connection reset by peer'
        serve garbage
        experiment_fails $name 'what came is not HTTP/1.x'
    done
    stop_server
    for name in with_runtime with_its_own spawn_many; do
        DELAYSERVER=127.0.0.1:1 experiment_fails $name 'Connection refused'
        DELAYSERVER="[::1]:1" experiment_fails $name 'a server is written HOST or HOST:PORT; HOST is a name or an IPv4 address, PORT is 1 to 65535'
    done
}
