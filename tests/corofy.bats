# The cases of corofy, in both forms: tests/corofy/README.md.
# needs: corofy tools/corofyasync
load helper

# What corofy writes and says.  To compile and run that is a leg of its own in
# `make check`; WHOLE does it here, with this compiler and CPU.
setup() {
    texts=--texts
    [ -z "${WHOLE:-}" ] || texts=''
}

# To start corofy for each case takes valgrind too long: see corofy_truncated.
few_for_valgrind() {
    [ -z "$VALGRIND" ] || printf '%s\n' tests/corofy/{call,future,return,stack}-* | sed 's/.*\///'
}

# shellcheck disable=SC2046,SC2086  # lists of words
@test "corofy: each case gives the text, the warnings or the errors that it expects" {
    tests/corofy/check $texts $(few_for_valgrind)
}

# shellcheck disable=SC2086
@test "corofy --async: each case gives them in the form of chapter 10, too" {
    [ -z "$VALGRIND" ] || skip "with valgrind there is only the other form"
    tests/corofy/check --async $texts
}

@test "corofy: what is known of cases is of cases" {
    local name
    while read -r name _; do
        [ -e "tests/corofy/$name/in.co" ] || {
            echo "there is no case $name"
            false
        }
    done < <(sort -u tests/corofy/{other-form,verified} | grep '^[a-z]')
}

# Nothing is left out in silence: see --show-output-of-passing-tests.
@test "corofy --async: how many cases differ, and why" {
    local all=(tests/corofy/[!a]*/in.co) differ
    differ=$(sed -n 's/^\([^ ]*\) because //p' tests/corofy/other-form)
    echo "# of ${#all[@]} cases $(wc -l <<< "$differ") differ in the form of chapter 10:" >&3
    sort <<< "$differ" | uniq -c | sort -rn | sed 's/^/#/' >&3
}
