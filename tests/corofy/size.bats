# needs: corofy
load ../lib/helper
# corofy on texts of any size: the time grows as they do, and nothing that is
# nested too deeply brings it down.

corofy() {
    # shellcheck disable=SC2086
    try timeout 250 $RUN "$B/corofy" "$@"
}

# several COUNT LINE: the line with 1, 2... for each N.  bats is slow in loops.
several() {
    COUNT=$1 LINE=$2 awk 'BEGIN {
        for (i = 1; i <= ENVIRON["COUNT"]; i++) {
            line = ENVIRON["LINE"]
            gsub(/N/, i, line)
            print line
        }
    }'
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

# All in one line
waits_in_a_line() {
    echo 'coroutine void f(void) {'
    several "$1" 'char *tN = wait(g(N)); puts(tN); free(tN); /* N */' | tr -d '\n'
    echo '}'
}

comments() {
    echo 'coroutine void f(void) { wait(g());'
    several "$1" '/* N */ // N'
    several "$1" '/* N */' | tr -d '\n'
    several "$1" "/\\
* N \"*\\
\\
/"
    echo '}'
}

strings() {
    echo 'coroutine void f(void) { wait(g());'
    several "$1" 'puts("N" "\N" L"N" R"(N)"); putchar('"'N');" | tr -d '\n'
    echo '}'
}

names() {
    several "$1" 'int nameN, otherN, thirdN;'
}

# Each #if has all the brackets open.
directives() {
    echo 'int a ='
    several "$1" '('
    several "$1" '#if N
N
#elif N
;
#endif
#if 0
#define M(a) wait(a) N
#if N
it does not matter
#endif
#endif
#define MN(a) wait(a) N'
    echo 0
    several "$1" ')'
    echo ';'
}

parameters() {
    echo '#define M(a, \'
    several "$1" 'nN, nN, nN, \'
    echo 'b) \'
    several "$1" ' nN nN nN nN \'
    echo
}

# None of the last closes one of the first.
errors() {
    several "$1" '(((((((((( '
    several "$1" ']]]]]]]]]] ' | tr -d '\n'
}

errors_of_coroutines() {
    several "$1" 'coroutine void fN(void) { wait(); }' | tr -d '\n'
}

warnings() {
    several "$1" 'coroutine void fN(void) { }' | tr -d '\n'
}

# Values that overlap as the links of a chain
async_chain() {
    echo 'async int f(int a) { int v0 = a, v1 = a; await(g(0));'
    several "$1" 'int wN = v0 + v1; await(g(wN)); v0 = wN; await(g(v0)); v1 = wN;'
    echo 'return v1; }'
}

async_scopes() {
    echo 'async int f(int a) {'
    several "$1" '{ int v = await(g(a)); defer use(v); await(g(a)); }'
    echo 'return a; }'
}

# instructions FILE: how many corofy executes for it, which unlike time does not
# depend on what else the machine does
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$BATS_TEST_TMPDIR/calls" \
        --log-file="$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR/corofy" "${FORM:---stack}" \
        "$1" "$1.c" 2> /dev/null ||
        [ $? -eq 1 ] || return # 1 are errors of the text
    sed -n 's/.*Collected : //p' "$BATS_TEST_TMPDIR/log"
}

# grow_as_the_text SHAPE...: four times the text takes four times the time, not
# sixteen times
grow_as_the_text() {
    local shape of_none of_one of_four
    command -v valgrind > /dev/null || skip "valgrind is missing, which counts instructions"
    [ -z "$RUN$SANITIZE" ] || skip "instructions are counted of the plain program"
    # valgrind cannot read what each clang says for debuggers
    strip -o "$BATS_TEST_TMPDIR/corofy" "$B/corofy"
    : > "$BATS_TEST_TMPDIR/none.co"
    of_none=$(instructions "$BATS_TEST_TMPDIR/none.co")
    for shape; do
        "$shape" 200 > "$BATS_TEST_TMPDIR/one.co"
        "$shape" 800 > "$BATS_TEST_TMPDIR/four.co"
        of_one=$(($(instructions "$BATS_TEST_TMPDIR/one.co") - of_none))
        of_four=$(($(instructions "$BATS_TEST_TMPDIR/four.co") - of_none))
        echo "$shape: $of_one instructions for 200, $of_four for 800"
        [ "$of_one" -gt 100000 ]
        [ "$of_four" -lt $((of_one * 6)) ]
    done
}

@test "corofy: the time for waits grows as their number" {
    grow_as_the_text waits waits_in_a_line waits_in_blocks
}

@test "corofy: the time for what is awaited and kept grows as their number" {
    FORM=--async grow_as_the_text async_chain async_scopes
}

@test "corofy: a thousand values in a chain, in a struct that compilers can read" {
    async_chain 1000 > "$BATS_TEST_TMPDIR/in.co"
    corofy --async --header "$BATS_TEST_TMPDIR/in.co"
    [ "$status" -eq 0 ]
    [ "$(grep -cE '^ +(struct|union) \{' "$BATS_TEST_TMPDIR/in.h")" -gt 1 ]
    [ "$(sed -E 's/[^ ].*//' "$BATS_TEST_TMPDIR/in.h" | wc -L)" -lt 400 ]
}

@test "corofy: the time for coroutines and labels grows as their number" {
    grow_as_the_text functions labels
}

@test "corofy: the time for text that is copied grows as its size" {
    grow_as_the_text comments strings names directives parameters
}

@test "corofy: the time for errors and warnings grows as their number" {
    grow_as_the_text errors errors_of_coroutines warnings
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
