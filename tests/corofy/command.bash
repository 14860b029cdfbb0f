# What the tests of corofy as a command share.  Load after helper.

setup() {
    case $B in
    /*) COROFY=$B/corofy ;;
    *) COROFY=$PWD/$B/corofy ;;
    esac
    CASES=$PWD/tests/corofy
    mkdir "$BATS_TEST_TMPDIR/work" # bats has files of its own beside it
    cd "$BATS_TEST_TMPDIR/work" || return
    source_of hello > in.co
}

# repeat N TEXT
repeat() {
    local blanks
    printf -v blanks '%*s' "$1" ''
    printf '%s' "${blanks// /$2}"
}

# corofy [ARGUMENT...]
corofy() {
    # shellcheck disable=SC2086
    try $RUN "$COROFY" "$@"
}

# sh_corofy COMMANDS: where "$@" is corofy, for redirections and limits.  What
# valgrind says is not corofy's.
sh_corofy() {
    # shellcheck disable=SC2086
    try bash -c "$1" sh $RUN "$COROFY"
}

# source_of NAME: a coroutine that says so
source_of() {
    cat << END
#include "case.h"

coroutine void $1(void)
{
    print(wait(say("$1")));
}
END
}

# An error, a line later a warning
broken() {
    echo 'coroutine void broken(void)'
    echo '{ wait(); }'
    echo 'coroutine void idle(void) { }'
}

succeeds() {
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ -z "$stderr" ]
}

# expect_complaint STATUS TEXT: corofy ended so, with a line about that on stderr
# and nothing else but where to find help
expect_complaint() {
    [ "$status" -eq "$1" ]
    [ -z "$output" ]
    [[ ${stderr_lines[0]} == "corofy: "*"$2"* ]]
    [ "$1" -eq 2 ] || [ "${#stderr_lines[@]}" -eq 1 ]
    [ "$1" -eq 1 ] || [ "${stderr_lines[*]:1}" = "try corofy --help" ]
}

# only FILE...: there are no others here
only() {
    diff <(printf '%s\n' "$@" | sort) <(ls -A)
}

# is_hello FILE: the whole translation
is_hello() {
    grep -q '^struct future \*hello(void)$' "$1"
    [ "$(tail -n 1 "$1")" = "}" ]
    compiles "$1"
}

compiles() {
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -I "$CASES" "${@:2}" -c -o object.o "$1"
    rm object.o
}
