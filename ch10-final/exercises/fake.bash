# What the checks of changes to a-rust-futures share: their requests need no
# server (fake_http.c).  Load after tests/lib/exercises.bash.

need_asan
cp ch10-final/exercises/fake_http.c "$WORK/http.c"
make_main_c

# answer [FAILS [ARGUMENT]...]: runs $TMP/answer; what it prints is in $TMP/said,
# and what it says on stderr in $TMP/err.  A request for the path FAILS fails.
answer() {
    FAILS=${1:-} run_for 30 "$TMP/answer" "${@:2}" > "$TMP/said" 2> "$TMP/err"
}

# build_with FILE.c: $TMP/answer, of a file that has its own main() and includes
# main_of_the_answer.c
build_with() {
    [ -f "$TMP/main_of_the_answer.c" ] || mv "$WORK/main.c" "$TMP/main_of_the_answer.c"
    cp "$1" "$WORK/main.c"
    compile "$TMP/answer" -fsanitize=address -I"$TMP" -I"$WORK"
}

# printed WORD...: those of the words that the program has printed, in order
printed() {
    local word pattern=()
    for word; do pattern+=(-e "$word"); done
    grep -x "${pattern[@]}" "$TMP/said" | tr '\n' ' '
}
