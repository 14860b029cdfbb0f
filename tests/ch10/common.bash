# What the tests of chapter 10 share: its programs as a reader builds them, with
# corofy and cc.  Load after helper.

PENDING='main: 1 pending tasks. Sleep until notified.'
STEPS="a-rust-futures a-rust-futures-bonus"
NAME=b-rust-futures-experiments
SEVERAL=a-several-at-once-bonus

# by_hand STEP: a copy of it in FOLDER, its main.c made as a reader would
by_hand() {
    FOLDER=$BATS_TEST_TMPDIR/by-hand/$1
    rm -rf "$FOLDER"
    mkdir -p "$FOLDER"
    cp ch10-final/"$1"/* "$FOLDER"
    rm -f "$FOLDER/main.c"
    # shellcheck disable=SC2086
    (cd "$FOLDER" && corofy=$OLDPWD/$B/corofy && $RUN "$corofy" --async main.co main.c)
}

# build [OPTION...]: the program in FOLDER, from all of its C files
build() {
    (cd "$FOLDER" && $COMPILER -std=gnu17 -Wall -Wextra -Werror "$@" -o program ./*.c)
}

# run_program [ARGUMENT...]: that one
run_program() {
    # shellcheck disable=SC2086
    try $RUN "$FOLDER/program" "$@"
}

# early [OPTION...]: tests/ch10/early.c, which plays with the bonus, in FOLDER
early() {
    by_hand a-rust-futures-bonus
    mv "$FOLDER/main.c" "$FOLDER/main.inc"
    cp tests/ch10/early.c "$FOLDER"
    build "$@"
}

# ends_early: not both answers came, but the runtime to its end
ends_early() {
    [ "$stderr" = "" ]
    run ! grep HelloAsyncAwait <<< "$output"
}

# is_answered: $output has both answers, and the end
is_answered() {
    [ "$(grep -cx 'HelloAsyncAwait' <<< "$output")" -eq 2 ]
    grep -qx 'main: All tasks are finished' <<< "$output"
}

# run_step STEP: a step of this chapter
run_step() {
    step ch10-final "$1"
}

# fails_with STEP PATTERN: a line that says what and why, and the status; and yet
# the runtime comes to its end, and nothing leaks
fails_with() {
    run_step "$1"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$1:\ GET\ /600/HelloAsyncAwait:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch10-final: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    diff - <(once "$PENDING" <<< "$output" | grep -vxF "$PENDING") << END
Program starting
FIRST POLL - START OPERATION
main: All tasks are finished
END
}

# experiment NAME: of the step, alone
experiment() {
    step ch10-final $NAME "$1"
}

# ends_well: status 0, and nothing to complain of
ends_well() {
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
}

# answered NAME: $output has what the experiment asked for
answered() {
    case $1 in
    async_main) [ "$(grep -cx HelloAsyncAwait <<< "$output")" -eq 2 ] ;;
    spawn_many) [ "$(grep -c '^HelloAsyncAwait[0-9]' <<< "$output")" -eq 100 ] ;;
    *) [ "$(grep '^Hello' <<< "$output" | tr '\n' ' ')" = "HelloAsyncAwait1 HelloAsyncAwait2 " ] ;;
    esac
}
