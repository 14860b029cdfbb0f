# The cases of corofy in the form of chapter 10: tests/corofy/README.md.
# needs: corofy tools/corofyasync
load helper
load corofy

@test "corofy --async, cases: waits in expressions and statements" {
    cases wait --async
}

@test "corofy --async, cases: loops, break and continue" {
    cases loop --async
}

@test "corofy --async, cases: switch" {
    cases switch --async
}

@test "corofy --async, cases: goto and labels" {
    cases goto --async
}

@test "corofy --async, cases: return" {
    cases return --async
}

@test "corofy --async, cases: coroutines that call coroutines, and their parameters" {
    cases call --async
}

@test "corofy --async, cases: variables that live across waits" {
    cases local --async
}

@test "corofy --async, cases: what is kept, and what is not" {
    cases stack --async
}

@test "corofy --async, cases: blocks, braces and comments" {
    cases block --async
}

@test "corofy --async, cases: futures that are stored, joined and dropped" {
    cases future --async
}

@test "corofy --async, cases: options" {
    cases option --async
}

@test "corofy --async, cases: the book's inputs" {
    cases book --async
}

@test "corofy --async, cases: names, scopes and types" {
    cases names --async
}

@test "corofy --async, cases: sources as text" {
    cases text --async
}

@test "corofy --async, cases: what is warned of" {
    cases warned --async
}

@test "corofy --async, cases: what is refused" {
    cases refused --async
}

@test "corofy --async: each case belongs to a test, and each that differs is a case" {
    local folder name
    for folder in tests/corofy/*/in.co; do
        name=${folder#tests/corofy/}
        name=${name%%-*}
        [ "$name" = async ] || grep -q "^    cases $name --async\$" tests/corofy_async.bats || {
            echo "no test runs $folder"
            false
        }
    done
    while read -r name _; do
        [ -e "tests/corofy/$name/in.co" ] || {
            echo "there is no case $name"
            false
        }
    done < <(grep '^[a-z]' tests/corofy/other-form)
}

# Nothing is left out in silence: see --show-output-of-passing-tests.
@test "corofy --async: how many cases differ, and why" {
    local all=(tests/corofy/[!a]*/in.co) differ
    differ=$(sed -n 's/^\([^ ]*\) because //p' tests/corofy/other-form)
    echo "# of ${#all[@]} cases $(wc -l <<< "$differ") differ in the form of chapter 10:" >&3
    sort <<< "$differ" | uniq -c | sort -rn | sed 's/^/#/' >&3
}
