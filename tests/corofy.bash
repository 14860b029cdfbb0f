# What the tests of corofy's cases in both forms share.

# To start corofy and a program for each case takes valgrind too long.
with_valgrind=' call future return stack '

# cases BEGINNING [OPTION]: all cases whose names begin so
cases() {
    [ -z "$VALGRIND" ] || [[ $with_valgrind == *" $1 "* ]] ||
        skip "with valgrind there are only$with_valgrind: for all others see corofy_truncated"
    local folders=("tests/corofy/$1-"*/)
    folders=("${folders[@]#tests/corofy/}")
    # shellcheck disable=SC2086  # maybe no option
    tests/corofy/check ${2-} "${folders[@]%/}"
}
