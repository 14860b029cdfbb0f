# What the tests of odd and large sources share.  Load after helper.

setup() {
    case $B in
    /*) COROFY=$B/corofy ;;
    *) COROFY=$PWD/$B/corofy ;;
    esac
    CASES=$PWD/tests/corofy
    mkdir "$BATS_TEST_TMPDIR/work" # bats has files of its own beside it
    cd "$BATS_TEST_TMPDIR/work" || return
}

# repeat N TEXT
repeat() {
    yes -- "$2" | head -n "$1" | tr -d '\n'
}

# program NAME < BODY: a coroutine of that body, and a program that runs it
program() {
    {
        printf '#include "case.h"\n\ncoroutine void test(void)\n{\n'
        cat
        printf '}\n\nint main(void)\n{\n    run(test());\n    return 0;\n}\n'
    } > "$1.co"
}

# translate NAME: it succeeds, silently
translate() {
    # shellcheck disable=SC2086
    try timeout 100 $RUN "$COROFY" --stack "$1.co"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ -z "$stderr" ]
}

# prints NAME TEXT: what the translated program says
prints() {
    # gcc takes long to look at the indentation of a thousand levels
    local flags=(-Wno-misleading-indentation)
    [[ $CC != *clang* ]] || flags=(-fbracket-depth=10000)
    translate "$1"
    $COMPILER -std=gnu17 -Wall -Wextra -Werror "${flags[@]}" -I "$CASES" -o "$1" "$1.c"
    # shellcheck disable=SC2086
    try $RUN "./$1"
    [ "$status" -eq 0 ]
    [ "$output" = "$2" ]
}
