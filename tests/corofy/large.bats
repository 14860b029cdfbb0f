# Sources that no one would store: very long, very deep.
# needs: corofy

load ../lib/helper
load texts

@test "corofy: a line of a megabyte" {
    # mostly comments: compilers take long for statements
    {
        printf '    int n = 0; wait(nothing()); '
        repeat 5000 "n++; /*$(repeat 190 x)*/ "
        printf 'wait(nothing()); printf("%%d\\n", n);\n'
    } | program line
    prints line 5000
}

@test "corofy: a string of a megabyte" {
    {
        printf '    const char *s = "'
        repeat 1000000 x
        printf '"; wait(nothing()); printf("%%zu\\n", strlen(s));\n'
    } | program string
    prints string 1000000
}

@test "corofy: a name of ten thousand letters" {
    local name
    name=$(repeat 10000 n)
    echo "    int $name = 3; wait(nothing()); printf(\"%d\\n\", $name + $name);" |
        program name
    prints name 6
}

@test "corofy: a thousand nested blocks, each with a variable and a wait" {
    {
        local i
        echo '    int sum = 0;'
        for ((i = 0; i < 1000; i++)); do
            echo "{ int n = $i; wait(nothing());"
        done
        echo 'sum += n;'
        repeat 1000 'wait(nothing()); n++; sum++; }'
        echo 'printf("%d\n", sum);'
    } | program blocks
    prints blocks 1999
}

@test "corofy: a thousand nested ifs, loops and switches around one wait" {
    {
        echo '    int n = 0;'
        repeat 250 'if (n >= 0) while (n < 1) do switch (n) case 0: '
        echo '{ wait(nothing()); n++; }'
        repeat 250 'while (0); '
        echo 'printf("%d\n", n);'
    } | program nested
    prints nested 1
}

@test "corofy: a thousand ifs in a row of elses" {
    {
        local i
        echo '    int n = 999;'
        for ((i = 0; i < 1000; i++)); do
            echo "if (n == $i) { wait(nothing()); printf(\"%d\\n\", n); } else"
        done
        echo 'puts("none");'
    } | program elses
    prints elses 999
}

@test "corofy: a thousand parentheses around a wait" {
    {
        printf 'char *text = '
        repeat 1000 '('
        printf 'wait(say("inside"))'
        repeat 1000 ')'
        echo '; print(text);'
    } | program parentheses
    prints parentheses inside
}

@test "corofy: two hundred waits, each the argument of the next" {
    {
        printf 'print('
        repeat 199 'wait(say("%d", 1 + value('
        printf 'wait(number(1))'
        repeat 199 ')))'
        echo ');'
    } | program arguments
    prints arguments 200
}

@test "corofy: a thousand variables" {
    {
        local i
        for ((i = 0; i < 1000; i++)); do
            echo "    int v$i = $i, *p$i = &v$i;"
        done
        echo '    wait(nothing());'
        for ((i = 0; i < 1000; i++)); do
            echo "    v$i += *p$(((i + 1) % 1000));"
        done
        echo '    printf("%d\n", v999);'
    } | program variables
    # v0 is 1 by then
    prints variables 1000
}

@test "corofy: a thousand coroutines" {
    {
        local i
        echo '#include "case.h"'
        for ((i = 0; i < 1000; i++)); do
            echo "coroutine void f$i(int n) { wait(nothing()); n++; printf(\"%d\\n\", n); }"
        done
        echo 'int main(void) { run(f999(1)); return 0; }'
    } > many.co
    prints many 2
}

@test "corofy: of more than a hundred errors the first are shown" {
    local i
    repeat 1000000 ']' | program many
    # shellcheck disable=SC2086
    try timeout 100 $RUN "$COROFY" many.co
    [ "$status" -eq 1 ]
    [ "${#stderr_lines[@]}" -eq 301 ]
    for ((i = 0; i < 100; i++)); do
        [ "${stderr_lines[i * 3]}" = "many.co:5:$((i + 1)): error: ']' closes nothing" ]
    done
    [ "${stderr_lines[300]}" = "many.co: error: too many errors" ]
    # a hundred are not too many, and warnings are no errors
    {
        for ((i = 0; i < 200; i++)); do echo "coroutine void f$i(void) { }"; done
        for ((i = 0; i < 100; i++)); do echo "coroutine void g$i(void) { wait(); }"; done
    } > few.co
    # shellcheck disable=SC2086
    try $RUN "$COROFY" few.co
    [ "$(grep -c ': error: ' <<< "$stderr")" -eq 100 ]
    [ "$(grep -c ': warning: ' <<< "$stderr")" -ge 200 ]
}

# The errors of what nests without end; a second is far more than it needs.
@test "corofy: what nests without end is an error, and no crash" {
    local opening
    for opening in '(' '[' '{' '({' 'if (' 'do ' 'x ? ' 'x ? x : ' '(int[]){' 'x = ' '!' 'wait(' '&&' \
        ')' ']' '}' '"' "'" 'a[' 'sizeof ' 'struct {' 'case 1: ' 'x: ' '/*'; do
        repeat 30000 "$opening" | program deep
        # shellcheck disable=SC2086
        timeout 100 $RUN "$COROFY" --stack deep.co 2> errors || status=$?
        tail -n 4 errors | cut -c 1-200
        [ "$status" -eq 1 ]
        grep -q '^deep\.co:5:[0-9]*: error: ' errors
        [ "$(grep -c 'error: ' errors)" -le 101 ]
        [ "$(wc -c < errors)" -le 40000 ]
        [ ! -e deep.c ]
    done
}
