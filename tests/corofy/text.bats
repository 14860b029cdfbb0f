# corofy and odd sources
# needs: corofy

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load texts

# says NAME MESSAGE...: what corofy says of a file, which has errors
says() {
    # shellcheck disable=SC2086
    try timeout 100 $RUN "$COROFY" "$1"
    [ "$status" -eq 1 ]
    diff <(printf '%s\n' "${@:2}") <(echo "$stderr")
}

@test "corofy: of a long line only what is near the error is shown" {
    local a=aaaaaaaaaa
    {
        printf '    '
        repeat 500000 'ä'
        printf ']'
        repeat 500000 'ö'
        echo
    } | program long
    says long.co \
        "long.co:5:1000005: error: ']' closes nothing" \
        "    5 | $(repeat 50 ä)]$(repeat 30 ö)" \
        "      | $(repeat 50 ' ')^"
    { printf %s "a$a$a$a$a$a$a$a$a$a$a]$a$a$a$a$a$a"; } > plain.co
    says plain.co \
        "plain.co:1:102: error: ']' closes nothing" \
        "    1 | $a$a$a$a$a$a$a$a$a$a]$a$a$a$a$a${a:1}" \
        "      | $(repeat 100 ' ')^"
}

@test "corofy: what a terminal would obey is not shown" {
    printf 'a\t/*\033[2J\r\177*/ ]\r\n]\n' > control.co
    says control.co \
        "control.co:1:14: error: ']' closes nothing" \
        $'    1 | a\t/*?[2J??*/ ]' \
        $'      |  \t           ^' \
        "control.co:2:1: error: ']' closes nothing" \
        "    2 | ]" \
        "      | ^"
    printf ']\033' > octet.co
    says octet.co \
        "octet.co:1:2: error: octet 0x1b in the text" \
        "    1 | ]?" \
        "      |  ^"
}

# A body that waits, after the text in stdin
waits_after() {
    {
        cat
        printf 'coroutine void test(void)\n{\n    wait(g());\n}\n'
    } > "$1.co"
    translate "$1"
    grep -q 'self->child = g();' "$1.c"
}

@test "corofy: what stands in a directive or under #if 0 need not be C" {
    waits_after text << 'END'
#include "it's.h"
#pragma don't [ (
#error " it /* never
#if 0 /* a
comment */ // {
does not /* matter
#endif
*/ still ( it's " /*
#if 1
#else
#elif {
#endif
?: #endif
a coroutine void f { wait(1)
  %: /**/ endif }
#define EMPTY
END
    waits_after number << 'END'
#if 00
static int a;
#endif
#if 0x1
static int b;
#endif
END
}

@test "corofy: #elifdef and #elifndef begin arms" {
    waits_after elif << 'END'
#ifdef A
int f(void) {
#elifdef B
int f(int b) {
#elifndef C
int f(char c) {
#else
int f() {
#endif
    return 1; }
END
    printf '#if A\n#else\n#elifdef B\n#else\n#elifndef C\n#endif\n' > else.co
    says else.co \
        'else.co:3:1: error: #elifdef after the #else of line 2' \
        '    3 | #elifdef B' '      | ^' \
        'else.co:4:1: error: #else after the #else of line 2' \
        '    4 | #else' '      | ^' \
        'else.co:5:1: error: #elifndef after the #else of line 2' \
        '    5 | #elifndef C' '      | ^'
}

@test "corofy: a comment without end in a directive is an error" {
    printf '#include <a.h> // b\n%%: include <a.h> /\\\n* foo\ncoroutine void f(void) { wait(g()); }\n' > open.co
    says open.co \
        'open.co:2:18: error: comment without end' \
        "    2 | %: include <a.h> /\\" \
        '      |                  ^' \
        '    hint: end it with */'
}

@test "corofy: #if within #if, and brackets in their arms" {
    {
        yes '#if 1' | head -n 1000
        echo 'static int a;'
        yes '#endif' | head -n 1000
    } | waits_after deep
    {
        yes '#if 1' | head -n 100000
        echo 'static int a;'
        yes '#endif' | head -n 100000
    } > deeper.co
    says deeper.co \
        'deeper.co:1001:1: error: #if nested too deeply: more than 1000 levels' \
        ' 1001 | #if 1' '      | ^'
    # many brackets, and many #ifs among them
    {
        echo 'int a = '
        repeat 20000 '('
        echo 0
        yes $'#if 1\n;\n#endif' | head -n 60000
        repeat 20000 ')'
        echo ';'
    } | waits_after brackets
    # one arm may open what another closes, but not in a coroutine
    cat > arms.co << 'END'
coroutine void test(int n)
{
#if A
    if (n) {
#if B
        n = 1;
#else
        n = 2;
#endif
    }
#else
    n = 3;
#endif
    wait(g(n));
}

coroutine void stray(void)
{
#if A
    puts("x"));
#endif
    wait(g());
}

coroutine void last(int n)
{
    wait(g(n));
#if A
    return; }
#else
    n++; }
#endif
END
    says arms.co \
        'arms.co:19:1: error: the arms of this #if do not balance their brackets' \
        '   19 | #if A' '      | ^' \
        '    hint: let each arm hold whole statements' \
        'arms.co:28:1: error: the arms of this #if do not balance their brackets' \
        '   28 | #if A' '      | ^' \
        '    hint: let each arm hold whole statements'
}

@test "corofy: a directive ends where a comment does that began in it" {
    cat << 'END' | program comment
    int n = 1;

#define TEXT "x" /* goes
    on wait( */ "y" // and
    wait(nothing());
#if 1 /* goes
    on */
    wait(nothing());
    n++;
#else // on
    n--;
#endif /* goes
    on */
    wait(nothing());
    printf("%s %d\n", TEXT, n);
END
    prints comment "xy 2"
}

@test "corofy: a letter of a name by its number is that letter" {
    cat << 'END' | program letter
    int caf\u00e9 = 1, \U0001d4b3 = 2, gr\
\u00FCn = 3;
    wait(nothing());
    café += 𝒳;
    wait(nothing());
    printf("%d %d\n", café + grün, caf\u00E9 + \U0001D4B3);
END
    prints letter "6 5"
    # or its value would be the one of before the wait only by chance
    grep -q 'self->stack\.café += self->stack\.𝒳;' letter.c
    printf 'int \\u12 = \\u0041 + \\uD8 + \\UFFFFFFFF;\n' > none.co
    # shellcheck disable=SC2086
    try $RUN "$COROFY" none.co
    cmp none.co <(tail -n +2 none.c)
}

@test "corofy: a comment's splice, and the text after it" {
    # compilers warn of such a comment, so this is no case of tests/corofy
    printf '    int n = 1; // goes on \\\nn = 2; wait(nothing());\n    wait(nothing());\n    /\\\n/ too \\ \n wait(\n    printf("%%d\\n", n); /\\\n* of * lines wait( *\\\n/\n' |
        program splice
    translate splice
    $COMPILER -std=gnu17 -I "$CASES" -Wno-comment -o splice splice.c
    # shellcheck disable=SC2086
    try $RUN ./splice
    [ "$output" = 1 ]
}

@test "corofy: an array without a size does not lose what an include brings" {
    echo '1, 2, 3,' > list.inc
    {
        printf '    const char table[] = {\n#include "list.inc"\n    };\n'
        echo '    wait(nothing()); printf("%d %zu\n", table[2], sizeof(table));'
    } | program included
    translate included
    # shellcheck disable=SC2086
    try $COMPILER -std=gnu17 -I "$CASES" -c -o included.o included.c
    [ "$status" -ne 0 ]
    grep -q 'write the size of table' <<< "$stderr"
    sed -i 's/table\[\]/table[3]/' included.co
    prints included '3 3'
}

@test "corofy: no octet is lost: all but coroutines come out as they went in" {
    # every octet but 0 and those of brackets and quotes
    local i
    for ((i = 1; i < 256; i++)); do
        # shellcheck disable=SC2059
        case $i in
        10) ;;
        *) printf "/* \\$(printf %o $i) */ // \\$(printf %o $i) \n" ;;
        esac
    done | grep -av '\\ $' > octets.co
    # shellcheck disable=SC2086
    try $RUN "$COROFY" octets.co
    [ "$status" -eq 0 ]
    cmp octets.co <(tail -n +2 octets.c)
}
