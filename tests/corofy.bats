# The cases of corofy, by the beginning of their names: tests/corofy/README.md.
load helper

# corofy and the compilers run several cases at once, but valgrind is slow.
BATS_TEST_TIMEOUT=900

# cases BEGINNING: all cases whose names begin so
cases() {
    local folders=("tests/corofy/$1-"*/)
    folders=("${folders[@]#tests/corofy/}")
    tests/corofy/check "${folders[@]%/}"
}

@test "corofy: all checks of the cases can be made here" {
    run tests/corofy/check --skipped
    [ "$status" -eq 0 ]
    [ -z "$output" ] || skip "${output//$'\n'/, and }"
}

@test "corofy: each case belongs to a test" {
    for folder in tests/corofy/*/; do
        name=${folder#tests/corofy/}
        grep -q "^    cases ${name%%-*}\$" tests/corofy.bats || {
            echo "no test runs $folder"
            false
        }
    done
}

@test "corofy cases: waits in expressions and statements" {
    cases wait
}
