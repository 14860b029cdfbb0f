# The cases of corofy, in both forms: tests/corofy/README.md.
# needs: corofy tools/corofyasync
load ../lib/helper

# The texts of all cases are the unit's corofy_texts, and to compile and run them is a
# leg of its own in `make check`; WHOLE does it here, with this compiler and CPU.
setup() {
    texts=--texts few=yes
    [ -z "${WHOLE:-}" ] || texts='' few=''
}

some_of() {
    [ -z "$few" ] || printf '%s\n' "$@" | sed 's/.*\///'
}

# shellcheck disable=SC2046,SC2086  # lists of words
@test "corofy: cases give the text, the warnings or the errors that they expect" {
    tests/corofy/check $texts $(some_of tests/corofy/cases/{call,future,refused-address,shape-warned}*)
}

# shellcheck disable=SC2046,SC2086
@test "corofy --async: cases give them in the form of chapter 10, too" {
    [ -z "$VALGRIND" ] || skip "with valgrind there is only the other form"
    tests/corofy/check --async $texts $(some_of tests/corofy/cases/{call,refused-address}*)
}

@test "corofy: what is known of cases is of cases" {
    local name
    while read -r name _; do
        [ -e "tests/corofy/cases/$name/in.co" ] || {
            echo "there is no case $name"
            false
        }
    done < <(sort -u tests/corofy/{other-form,verified} | grep '^[a-z]')
}

# Nothing is left out in silence: see --show-output-of-passing-tests.
@test "corofy --async: how many cases differ, and why" {
    local all differ
    all=$(($(find tests/corofy/cases -name in.co | wc -l) - $(cat tests/corofy/cases/*/options | grep -c -e --async)))
    differ=$(sed -n 's/^\([^ ]*\) because //p' tests/corofy/other-form)
    echo "# of $all cases $(wc -l <<< "$differ") differ in the form of chapter 10:" >&3
    sort <<< "$differ" | uniq -c | sort -rn | sed 's/^/#/' >&3
}
