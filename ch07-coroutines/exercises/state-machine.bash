# What the checks of both state machines by hand share: they are polled, with
# requests that are answered at once and in this process (polled.c).  Load after
# tests/lib/exercises.bash.

exercises=ch07-coroutines/exercises

# build_polled MAIN.c: $TMP/polled, of that file
build_polled() {
    # shellcheck disable=SC2086  # CC may have flags
    $CC -std=gnu17 -Wall -g -fsanitize=address -I"$WORK" -Dmain=main_of_the_answer \
        -c -o "$TMP/main.o" "$1" &&
        $CC -std=gnu17 -g -fsanitize=address -I"$WORK" -o "$TMP/polled" \
            $exercises/polled.c "$TMP/main.o" "$WORK/future.c" "$WORK/error.c"
}

# polled [ARGUMENT]...: what it says is in $TMP/said and $TMP/err
polled() {
    run_for 30 "$TMP/polled" "$@" > "$TMP/said" 2> "$TMP/err"
}

# expected PATH...: what polled says, but how often "not ready" is repeated
expected() {
    local path
    echo "Program starting"
    for path; do
        printf '%s\n' "ask $path" "not ready" "$path"
    done
    echo ready
}

# as_expected PATH...: the answers come, each after a wait
as_expected() {
    diff --label "should be" --label is -U 100 \
        <(expected "$@") <(uniq "$TMP/said") > "$TMP/difference" || {
        head -n 40 "$TMP/difference"
        return 1
    }
    [ "$(grep -c '^not ready$' "$TMP/said")" -ge $((2 * $#)) ]
}

# polls_as_asked PATH...: the state machine of the answer asks for these
polls_as_asked() {
    local path polls
    build_polled "$WORK/main.c" || not_yet "Your program does not compile: see above."
    polled || {
        show_errors
        not_yet "Polled until it should be ready, async_main() fails: see above."
    }
    for path; do
        grep -qx "ask $path" "$TMP/said" ||
            not_yet "The state machine does not ask for $path."
    done
    as_expected "$@" ||
        not_yet "Each answer should be asked for, waited for and printed, one after the other: see above."
    polled two || {
        show_errors
        not_yet "Two async_main() that are polled by turns fail: see above."
    }
    for path; do
        [ "$(grep -cx "$path" "$TMP/said")" -eq 2 ] ||
            not_yet "Two async_main() that are polled by turns disturb each other: what each needs must be in its struct."
    done
    for ((polls = 0; polls <= 2 * $#; polls++)); do
        polled $polls || {
            show_errors
            not_yet "Dropped after $polls polls, async_main() does not free what it should: see above."
        }
    done
    polled again
    grep -q '^panic: coroutine async_main' "$TMP/err" ||
        not_yet "Polled once more after it was ready, async_main() should panic."
}

# comment_says OPTIONS PATH...: what corofy makes of the comment does the same
comment_says() {
    local options=$1
    [ -x "$B/corofy" ] || not_yet "There is no $B/corofy. Type: make"
    $exercises/as-coroutine "$WORK/main.c" > "$TMP/comment.co"
    grep -q '^coroutine ' "$TMP/comment.co" ||
        not_yet "The comment in main.c has no line ' * coroutine ...' any more."
    # shellcheck disable=SC2086  # a list of words
    "$B/corofy" $options "$TMP/comment.co" "$TMP/comment.c" ||
        not_yet "corofy does not take what stands in the comment: see above."
    build_polled "$TMP/comment.c" && polled && as_expected "${@:2}" ||
        not_yet "The state machine is right, but the comment says something else."
}

# show_corofys OPTIONS: where it wrote something else, which is no mistake
show_corofys() {
    # shellcheck disable=SC2086  # a list of words
    $exercises/by-hand $1 "$WORK/main.c" > "$TMP/difference" || {
        echo "Yours does what it should. corofy writes it in another way:"
        tail -n +4 "$TMP/difference"
    }
}
