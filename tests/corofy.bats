# The cases of corofy, by the beginning of their names: tests/corofy/README.md.
# needs: corofy tools/corofyasync
load helper
load corofy

@test "corofy: all checks of the cases can be made here" {
    run tests/corofy/check --skipped
    [ "$status" -eq 0 ]
    [ -z "$output" ] || skip "${output//$'\n'/, and }"
}

@test "corofy: each case belongs to a test" {
    for folder in tests/corofy/*/in.co; do
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

@test "corofy cases: loops, break and continue" {
    cases loop
}

@test "corofy cases: switch" {
    cases switch
}

@test "corofy cases: goto and labels" {
    cases goto
}

@test "corofy cases: return" {
    cases return
}

@test "corofy cases: coroutines that call coroutines, and their parameters" {
    cases call
}

@test "corofy cases: variables that live across waits" {
    cases local
}

@test "corofy cases: what is kept, and what is not" {
    cases stack
}

@test "corofy cases: blocks, braces and comments" {
    cases block
}

@test "corofy cases: futures that are stored, joined and dropped" {
    cases future
}

@test "corofy cases: options" {
    cases option
}

@test "corofy cases: the book's inputs" {
    cases book
}

@test "corofy cases: names, scopes and types" {
    cases names
}

@test "corofy cases: sources as text" {
    cases text
}

@test "corofy cases: what is warned of" {
    cases warned
}

@test "corofy cases: what is refused" {
    cases refused
}

@test "corofy cases: async functions" {
    cases async
}
