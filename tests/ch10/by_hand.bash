# The programs of chapter 10 as a reader builds them, with corofy and cc.  Load
# after helper.

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

# need_valgrind: skips where there is none, or another leg has it
need_valgrind() {
    [ -z "$SANITIZE" ] || skip "valgrind and sanitizers do not go together"
    [ -z "$RUN" ] || skip "the step would run below ${RUN%% *} already"
    command -v valgrind > /dev/null || skip "valgrind is missing: apt-get install valgrind"
}

# leaves_nothing STATUS [ARGUMENT...]: the program in FOLDER has nothing open or
# allocated at its end
leaves_nothing() {
    local log=$BATS_TEST_TMPDIR/valgrind.log
    try valgrind --log-file="$log" --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=all --track-fds=yes "$FOLDER/program" "${@:2}"
    cat "$log"
    [ "$status" -eq "$1" ]
    grep -q 'All heap blocks were freed -- no leaks are possible' "$log"
    # but for what came from us, and the log itself
    [ "$(grep -A 1 'Open .*file descriptor\|Open .* socket' "$log" |
        grep -c '^==[0-9]*==    at ')" -eq 0 ]
}
