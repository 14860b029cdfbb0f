# What the tests of chapter 10 share: its programs as a reader builds them, with
# corofy and cc.  Load after helper.

STEPS="a-rust-futures a-rust-futures-bonus"
NAME=b-rust-futures-experiments

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
