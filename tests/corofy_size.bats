load helper
# corofy on texts of any size: the time grows as they do, and nothing that is
# nested too deeply brings it down.

corofy() {
    # shellcheck disable=SC2086
    try timeout 250 $RUN "$B/corofy" "$@"
}

# several COUNT LINE: the line with 1, 2... for each N
several() {
    local i
    for ((i = 1; i <= $1; i++)); do echo "${2//N/$i}"; done
}

# Each value lives across the next wait.
waits() {
    echo 'coroutine void f(void)'
    echo '{'
    several "$1" '    char *tN = wait(http_get("/N")); puts(tN); free(tN);'
    echo '}'
}

waits_in_blocks() {
    echo 'coroutine void f(int n)'
    echo '{'
    several "$1" '    while (n++ < N) { char *t = wait(http_get("/N")); if (n == N) continue; puts(t); free(t); }'
    echo '}'
}

variables() {
    echo 'coroutine void f(void)'
    echo '{'
    several "$1" '    int vN = N;'
    echo '    wait(http_get("/"));'
    several "$1" '    use(vN);'
    echo '}'
}

functions() {
    several "$1" 'coroutine void fN(int n) { int m = n; wait(g(m)); use(m); }'
}

labels() {
    echo 'coroutine void f(int n)'
    echo '{'
    several "$1" 'lN: wait(g(n)); if (n++ < N) goto lN;'
    echo '}'
}

# instructions FILE: how many corofy executes for it, which unlike time does not
# depend on what else the machine does
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --log-file="$BATS_TEST_TMPDIR/log" "$B/corofy" --stack "$1" "$1.c" || return
    sed -n 's/.*Collected : //p' "$BATS_TEST_TMPDIR/log"
}

# grows_as_the_text SHAPE: twice the text takes twice the time, not four times
grows_as_the_text() {
    local count of_one of_two of_four
    command -v valgrind > /dev/null || skip "valgrind is missing, which counts instructions"
    [ -z "$RUN$SANITIZE" ] || skip "instructions are counted of the plain program"
    for count in 500 1000 2000; do
        "$1" $count > "$BATS_TEST_TMPDIR/$count.co"
    done
    of_one=$(instructions "$BATS_TEST_TMPDIR/500.co")
    of_two=$(instructions "$BATS_TEST_TMPDIR/1000.co")
    of_four=$(instructions "$BATS_TEST_TMPDIR/2000.co")
    echo "$1: $of_one, $of_two, $of_four instructions for 500, 1000, 2000"
    [ "$of_one" -gt 100000 ]
    [ $((of_two * 10)) -lt $((of_one * 25)) ]
    [ $((of_four * 10)) -lt $((of_two * 25)) ]
}

@test "corofy: the time for waits grows as their number" {
    grows_as_the_text waits
}

@test "corofy: the time for waits in loops grows as their number" {
    grows_as_the_text waits_in_blocks
}

@test "corofy: the time for coroutines grows as their number" {
    grows_as_the_text functions
}

@test "corofy: the time for labels grows as their number" {
    grows_as_the_text labels
}

@test "corofy: ten thousand waits" {
    waits 10000 > "$BATS_TEST_TMPDIR/in.co"
    corofy --stack "$BATS_TEST_TMPDIR/in.co"
    [ "$status" -eq 0 ]
    grep -q F_WAIT10000 "$BATS_TEST_TMPDIR/in.c"
}

@test "corofy: ten thousand variables that live across a wait" {
    variables 10000 > "$BATS_TEST_TMPDIR/in.co"
    corofy --stack "$BATS_TEST_TMPDIR/in.co"
    [ "$status" -eq 0 ]
    grep -q 'self->stack.v10000 = 10000;' "$BATS_TEST_TMPDIR/in.c"
}

# nested COUNT OPEN INNER CLOSE
nested() {
    local open close
    open=$(printf "%*s" "$1" '') close=$open
    echo "coroutine void f(int a) { ${open// /$2}$3${close// /$4} }"
}

@test "corofy: a thousand nested blocks" {
    nested 1000 '{ ' 'wait(g(a));' ' }' > "$BATS_TEST_TMPDIR/in.co"
    corofy --stack "$BATS_TEST_TMPDIR/in.co"
    [ "$status" -eq 0 ]
    grep -q F_WAIT1 "$BATS_TEST_TMPDIR/in.c"
}

@test "corofy: a line of ten thousand characters" {
    {
        echo 'coroutine void f(int a) {'
        echo "    char *s = wait(g(a$(printf ' + 1000%.0s' {1..1300})));"
        echo '    puts(s); }'
    } > "$BATS_TEST_TMPDIR/in.co"
    corofy "$BATS_TEST_TMPDIR/in.co"
    [ "$status" -eq 0 ]
}

@test "corofy: what is nested too deeply is refused, not the end of it" {
    local shape
    while read -r shape open inner close; do
        echo "$shape"
        nested 100000 "$open" "$inner" "$close" > "$BATS_TEST_TMPDIR/in.co"
        rm -f "$BATS_TEST_TMPDIR/in.c"
        corofy --stack "$BATS_TEST_TMPDIR/in.co"
        [ "$status" -eq 1 ]
        [[ $stderr == *"error: "*"nested too deeply"* ]]
        [ ! -e "$BATS_TEST_TMPDIR/in.c" ]
    done << 'END'
parentheses ( wait(g(a)); )
blocks { wait(g(a)); }
brackets b[ wait(g(a)); ]
loops while(a) wait(g(a)); ;
waits wait( wait(g(a)); )
END
}
