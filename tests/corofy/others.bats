# Coroutines that are made of plain functions, compared with these
# needs: corofy

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper

setup() {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    [[ $B = /* ]] || B=$PWD/$B
    OTHERS=$PWD/tests/corofy/others
    TABLES=$PWD/tests/corofy/tables
    command -v python3 > /dev/null || skip "python3 is missing: apt-get install python3"
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return
}

# compare OPTION-OR-NOTHING PROGRAM...
compare() {
    # shellcheck disable=SC2086  # no argument, if there is none
    try "$OTHERS" $1 "${@:2}"
}

# all_right COUNT: of so many programs
all_right() {
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "$1 right" ]
}

# share_of COUNT COLUMN...: those of today, a part of COUNT; with WHOLE=1 all.  SHARE
# repeats a day's.
share_of() {
    local count=$1 share=${SHARE:-$(($(date +%s) / 86400))} i
    shift
    [ -z "${WHOLE-}" ] || count=1
    share=$((share % count))
    for ((i = share + 1; i <= $#; i += count)); do echo "${!i}"; done
    echo "# SHARE=$share of $count" >&3
}

# try_table WHAT COUNT: all of a share are right, in both forms
try_table() {
    local programs form
    try "$TABLES" "$1"
    mapfile -t programs < <(share_of "$2" "${lines[@]}")
    for form in "" --plain; do
        compare "$form" "${programs[@]}"
        all_right "${#programs[@]}"
    done
}

# Every place where C has a use for a variable, behind a wait
@test "corofy: a variable is kept wherever it is used" {
    try_table uses 5
}

@test "corofy: whatever may be called as what corofy makes" {
    try_table names 7
}

# --- tests/corofy/others itself -----------------------------------------------

program() {
    cat << 'END'
#include <stdio.h>
static int fibonacci(int n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
static int apply(int (*f)(int), int n) { return f(n); }
int main(int argc, char **argv)
{
    for (int i = 0; i < argc + 9; i++)
        if (i % 2)
            printf("%d ", fibonacci(i));
        else
            printf("%s", "");
    printf("%d %d\n", apply(fibonacci, 10), argv[1] == NULL);
    return 3;
}
END
}

@test "others: a program and its twin do the same" {
    program > program.c
    for form in "" --plain; do
        compare "$form" --keep kept program.c
        all_right 1
        grep -q 'printf.*; \(a*wait\)(tick());' kept/program.co
    done
    compare "" --keep kept program.c
    grep -qF 'await(box(co_fibonacci(n - 1)))' kept/program.co
    grep -qF 'apply(fibonacci, 10)' kept/program.co
}

@test "others: what is refused, and what cannot have a twin, is said" {
    echo 'int main(void) { int n = 2; char a[n]; a[0] = 1; return a[0]; }' > vla.c
    echo 'static int main_(void) { return 0; }' > none.c
    echo 'int main(void) { static int n; return n; }' > static.c
    compare "" vla.c none.c static.c
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "refused vla.c: vla.co:"*"variable-length array 'a'"* ]]
    [[ ${lines[1]} == "skipped none.c: it does not compile: "* ]]
    [ "${lines[2]}" = "skipped static.c: no main that can be a coroutine" ]
}

@test "others: a twin that differs is wrong" {
    mkdir bin
    program > program.c
    # a corofy that loses what it has to keep
    cat > bin/corofy << END
#!/bin/sh
"$B/corofy" "\$@" && sed -i 's/self->i++/self->i += 2/' program.c
END
    chmod +x bin/corofy
    B=$PWD/bin compare "" program.c
    [ "$status" -eq 1 ]
    [[ ${lines[0]} == "wrong program.c: --- expected" ]]
    [ "${lines[-1]}" = "1 wrong" ]
    # and one that writes what is no C
    sed -i 's/sed .*/echo "int x" >> program.c/' bin/corofy
    B=$PWD/bin compare "" program.c
    [ "$status" -eq 1 ]
    [[ ${lines[0]} == "broken program.c: "* ]]
}
