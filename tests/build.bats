# The Makefile's targets, tried on trees made for it.

load helper

setup() {
    TREE=$BATS_TEST_TMPDIR/tree
    copy_tree "$TREE"
    new_step "$TREE/ch98-one/a-first" "the first step" 'puts("first");'
}

tree_make() {
    try make_in "$TREE" "$@"
}

list() {
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" --list
}

@test "build: a new folder is a new step, and without it there is none" {
    tree_make
    [ "$status" -eq 0 ]
    list
    [ "$output" = "a-first  the first step" ]

    new_step "$TREE/ch98-one/b-second" "made on the fly" 'puts("second");'
    tree_make
    [ "$status" -eq 0 ]
    list
    [ "${lines[1]}" = "b-second  made on the fly" ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" b
    [ "$output" = second ]

    rm -r "$TREE/ch98-one/b-second"
    tree_make
    list
    [ "$output" = "a-first  the first step" ]
}

@test "build: a new chapter is a new binary" {
    new_step "$TREE/ch99-two/parker-bonus" "alone in its chapter" 'puts("here");'
    tree_make
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch99-two" parker
    [ "$output" = here ]
}

@test "build: steps may use the same names for different things" {
    for step in a-first b-second; do
        new_step "$TREE/ch98-one/$step" "has a helper" \
            'int helper(void); extern int count; printf("%d\n", helper() + count);'
    done
    echo 'int count = 1; int helper(void) { return 10; }' > "$TREE/ch98-one/a-first/helper.c"
    echo 'int count = 2; int helper(void) { return 20; }' > "$TREE/ch98-one/b-second/helper.c"
    tree_make
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one"
    [[ $output == *11*22* ]]
}

@test "build: a main.c that does not say what is new is an error" {
    echo '/* the first step */' > "$TREE/ch98-one/a-first/main.c"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:1: say here what is new: /* a-first: ... */"* ]]
}

@test "build: nothing is built again when nothing has changed" {
    tree_make -s
    tree_make
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "build: other flags build it again" {
    tree_make -s
    tree_make CFLAGS=-O1
    [[ $output == *" -O1 "*"ch98-one/a-first/main.c"* ]]
}

@test "build: a changed header builds again what includes it" {
    echo 'enum { ANSWER = 1 };' > "$TREE/ch98-one/a-first/answer.h"
    sed -i '2i #include "answer.h"' "$TREE/ch98-one/a-first/main.c"
    tree_make -s
    echo 'enum { ANSWER = 2 };' > "$TREE/ch98-one/a-first/answer.h"
    tree_make
    [[ $output == *ch98-one/a-first/main.c* ]]
}

@test "build: a file that is gone is linked no more" {
    echo 'int extra_symbol;' > "$TREE/ch98-one/a-first/extra.c"
    tree_make -s
    grep -q extra_symbol "$TREE/$B/ch98-one"
    rm "$TREE/ch98-one/a-first/extra.c"
    tree_make -s
    run ! grep -q extra_symbol "$TREE/$B/ch98-one"
}

# async_step STEP: one whose main.c is made of main.co, here by a corofy that only
# copies, and which includes a header that stands beside main.co.  A main.c that
# somebody left there is wrong.
async_step() {
    new_step "$TREE/$1" "is made by corofy" 'puts(ANSWER);'
    sed '1a /* corofy --async makes main.c of main.co */\n#include "answer.h"' \
        "$TREE/$1/main.c" > "$TREE/$1/main.co"
    echo '#define ANSWER "forty-two"' > "$TREE/$1/answer.h"
    echo '#error this is not to be compiled' > "$TREE/$1/main.c"
    cat > "$TREE/ch07-coroutines/corofy/main.c" << 'END'
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    char *command;

    if (argc != 5 || strcmp(argv[1], "--async") != 0 || strcmp(argv[2], "--line") != 0)
        return 2;
    if (asprintf(&command, "(echo '#line 1 \"%s\"' && cat %s) > %s", argv[3], argv[3], argv[4]) < 0)
        return 1;
    return system(command) != 0;
}
END
}

@test "build: corofy --async makes main.c below build/, whether there is one or not" {
    async_step ch98-one/b-made
    tree_make -s
    [ "$status" -eq 0 ]
    list
    [ "${lines[1]}" = "b-made   is made by corofy" ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" b
    [ "$output" = forty-two ]
    tree_make
    [ -z "$output" ]

    rm "$TREE/ch98-one/b-made/main.c"
    sed -i 's/puts(ANSWER)/&, puts("more")/' "$TREE/ch98-one/b-made/main.co"
    tree_make -s
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" b
    [ "$output" = $'forty-two\nmore' ]
    echo '#define ANSWER "fifty-four"' > "$TREE/ch98-one/b-made/answer.h"
    tree_make -s
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" b
    [ "$output" = $'fifty-four\nmore' ]
}

@test "build: a main.co that nothing makes main.c of is one line that says what is missing" {
    async_step ch98-one/b-made
    rm "$TREE/ch98-one/b-made/main.c"
    sed -i 2d "$TREE/ch98-one/b-made/main.co"
    for target in all "step STEP=ch98-one/b-made"; do
        # shellcheck disable=SC2086
        tree_make $target
        [ "$status" -eq 2 ]
        [[ $stderr == *"ch98-one/b-made/main.co:2: there is no main.c; say here: /* corofy --async makes main.c of main.co */"* ]]
    done
}

@test "build: make step, diff and progression know a step that corofy makes" {
    grown b-made
    async_step ch98-one/b-made
    tree_make -s step STEP=ch98-one/b-made
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/step/ch98-one/b-made/b-made"
    [ "$output" = forty-two ]

    tree_make diff STEP=ch98-one/b-made
    [ "$status" -eq 0 ]
    [[ $output == *"+++ ch98-one/b-made/main.co"*"new: ch98-one/b-made/answer.h"* ]]
    [[ $output != *b-made/main.c[^o]* ]]
    rm "$TREE/ch98-one/b-made/main.c"
    new_step "$TREE/ch98-one/c-next" "grew from that" ''
    echo ch98-one/b-made > "$TREE/ch98-one/c-next/PREV"
    rules ch98-one/c-next
    [[ $output != *"no step"* ]]
}

@test "build: what is wrong in a main.co is an error with its line" {
    async_step ch98-one/b-made
    echo 'int wrong = "text";' >> "$TREE/ch98-one/b-made/main.co"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/b-made/main.co:$(wc -l < "$TREE/ch98-one/b-made/main.co"):"* ]]
}

@test "build: a changed driver header builds the table of steps again" {
    tree_make -s
    echo '#define CHANGED' >> "$TREE/chapter/step.h"
    tree_make
    [[ $output == *ch98-one/table.c* ]]
}

@test "build: an EXPECT that names no signal is an error" {
    echo sigsegv > "$TREE/ch98-one/a-first/EXPECT"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/EXPECT: name a signal, such as SIGSEGV"* ]]
}

@test "build: a warning is an error" {
    new_step "$TREE/ch98-one/a-first" "is careless" 'int unused;'
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *unused* ]]
}

@test "build: make run is a tour; its exit status says if all went well" {
    tree_make -s run
    [ "$status" -eq 0 ]
    [[ $output == *"=== ch98-one/a-first: the first step"*first* ]]
    new_step "$TREE/ch98-one/b-bad" "fails" 'return 1;'
    new_step "$TREE/ch99-two/a-next" "comes all the same" 'puts("next");'
    tree_make -s run
    [ "$status" -ne 0 ]
    [[ $output == *next* ]]
}

@test "build: make run STEP= ARGS= runs one step" {
    new_step "$TREE/ch98-one/b-args" "prints its arguments" \
        'for (int i = 1; i < argc; i++) printf("[%s]", argv[i]);'
    tree_make -s run STEP=ch98-one/b-args ARGS="--one two"
    [ "$status" -eq 0 ]
    [ "$output" = "[--one][two]" ]
}

@test "build: a STEP that is none is an error that lists them" {
    tree_make run STEP=ch98-one/z
    [ "$status" -eq 2 ]
    [[ $stderr == *'no step "ch98-one/z": STEP is one of ch98-one/a-first'* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    for wrong in % "ch98-one/a-first ch98-one/a-first" ch98-one; do
        tree_make run STEP="$wrong"
        [ "$status" -eq 2 ]
        [[ $stderr == *"no step \"$wrong\": STEP is one of"* ]]
    done
    tree_make diff
    [ "$status" -eq 2 ]
    [[ $stderr == *"which step? make diff STEP=ch98-one/a-first"* ]]
}

@test "build: make step makes a program of its own" {
    tree_make -s step STEP=ch98-one/a-first
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/step/ch98-one/a-first/a-first"
    [ "$output" = first ]
}

@test "build: make install puts the delayserver and its manual below PREFIX" {
    tree_make -s install DESTDIR="$TREE/root" PREFIX=/usr
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/root/usr/bin/delayserver" --version
    [ "$status" -eq 0 ]
    cmp "$TREE/root/usr/share/man/man1/delayserver.1" delayserver/delayserver.1
}

@test "build: make clean leaves nothing" {
    tree_make -s
    tree_make clean
    [ "$status" -eq 0 ]
    [ ! -e "$TREE/build" ]
}

@test "build: make help lists the targets" {
    tree_make help
    [ "$status" -eq 0 ]
    for target in all run test check diff progression step format install clean help; do
        grep -q "^  $target " <<< "$output"
    done
}

@test "build: an unknown ARCH is one clear line" {
    try make_in "$TREE" ARCH=vax
    [ "$status" -eq 2 ]
    [[ $stderr == *"ARCH=vax is not known: use one of x86_64 aarch64 riscv64"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
}

@test "build: what cannot be fuzzed is one line that says what can" {
    try make_in . fuzz FUZZ=nosuch
    [ "$status" -eq 2 ]
    [[ $stderr == *"no fuzz target \"nosuch\": FUZZ is one of corofy percent request"* ]]
    try make_in . fuzz ENGINE=nosuch
    [ "$status" -eq 2 ]
    [[ $stderr == *"no fuzzer \"nosuch\": ENGINE is libfuzzer or afl"* ]]
}

@test "build: a missing compiler is one line that says what to install" {
    try make_in "$TREE" ARCH="$(uname -m)" CC=nosuchcc
    [ "$status" -eq 2 ]
    [[ $stderr == *"nosuchcc is missing: apt-get install nosuchcc"* ]]
    try make_in "$TREE" CC="gcc -m64"
    [ "$status" -eq 2 ]
    [[ $stderr == *'CC is one word, such as gcc or clang, not "gcc -m64"'* ]]
    try make_in "$TREE" ARCH="$([ "$(uname -m)" = riscv64 ] && echo aarch64 || echo riscv64)" SANITIZE=thread CC=gcc
    [ "$status" -eq 2 ]
    [[ $stderr == *"SANITIZE=thread does not run under qemu-user: leave ARCH out"* ]]
    try make_in "$TREE" nosuchtarget CC=nosuchcc ARCH="$(uname -m)"
    [ "${#stderr_lines[@]}" -eq 1 ]
    other=aarch64
    [ "$(uname -m)" != aarch64 ] || other=riscv64
    mkdir "$TREE/bin"
    for tool in make uname sh env; do
        ln -s "$(command -v $tool)" "$TREE/bin"
    done
    try env -u MAKEFLAGS PATH="$TREE/bin" \
        make -C "$TREE" ARCH=$other CC=gcc
    [ "$status" -eq 2 ]
    [[ $stderr == *"$other-linux-gnu-gcc is missing: apt-get install gcc-$other-linux-gnu"* ]]
}

@test "build: make diff shows a step against its parent" {
    new_step "$TREE/ch98-one/b-second" "the second" 'puts("second");'
    echo ch98-one/a-first > "$TREE/ch98-one/b-second/PREV"
    echo 'int more;' > "$TREE/ch98-one/b-second/more.c"
    tree_make diff STEP=ch98-one/b-second
    [ "$status" -eq 0 ]
    [[ $output == *'-    puts("first");'*'+    puts("second");'* ]]
    [[ $output == *"new: ch98-one/b-second/more.c (1 lines)"* ]]
}

# rules STEP: what chapter/progression has to say of a step of the tree
rules() {
    cd "$TREE" || return
    run chapter/progression check "$1"
    echo "$output"
}

# lines N TEXT: N lines for a source file
lines_of() {
    local i
    for ((i = 0; i < $1; i++)); do echo "int $2_$i;"; done
}

# grown STEP: a child of ch98-one/a-first that shares its more.c
grown() {
    lines_of 200 more > "$TREE/ch98-one/a-first/more.c"
    cp -r "$TREE/ch98-one/a-first" "$TREE/ch98-one/$1"
    echo ch98-one/a-first > "$TREE/ch98-one/$1/PREV"
}

@test "progression: a step of 15 to 150 changed lines is good" {
    grown b-next
    lines_of 20 new >> "$TREE/ch98-one/b-next/more.c"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    tree_make progression
    [[ $output == *ch98-one/b-next*ch98-one/a-first*" 0       1     1    20      0" ]]
}

@test "progression: too few and too many changed lines are not" {
    grown b-next
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"0 lines changed against ch98-one/a-first; 15 to 150 make a step"* ]]
    lines_of 151 new >> "$TREE/ch98-one/b-next/more.c"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"151 lines changed"* ]]
}

@test "progression: changes of white space only are found" {
    grown b-next
    lines_of 20 new >> "$TREE/ch98-one/b-next/more.c"
    sed -i '1s/^/  /' "$TREE/ch98-one/b-next/more.c"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"2 changed lines differ in white space only"* ]]
}

@test "progression: a file taken from another step must be that file" {
    grown b-next
    lines_of 20 new >> "$TREE/ch98-one/b-next/more.c"
    new_step "$TREE/ch98-one/c-donor" "has a file to take" ''
    echo 'int taken;' | tee "$TREE/ch98-one/c-donor/taken.c" > "$TREE/ch98-one/b-next/taken.c"
    echo ch98-one/c-donor >> "$TREE/ch98-one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    echo 'int changed;' > "$TREE/ch98-one/b-next/taken.c"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"taken.c differs from the one in ch98-one/c-donor"* ]]
}

@test "progression: a copy that was forgotten is found, though the parent has it" {
    grown b-next
    lines_of 20 new >> "$TREE/ch98-one/b-next/more.c"
    new_step "$TREE/ch98-one/c-donor" "where the file is from" ''
    for step in a-first b-next c-donor; do
        echo 'int taken;' > "$TREE/ch98-one/$step/taken.c"
    done
    echo ch98-one/c-donor >> "$TREE/ch98-one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    echo 'int mended;' | tee "$TREE/ch98-one/c-donor/taken.c" > "$TREE/ch98-one/a-first/taken.c"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"taken.c differs from the one in ch98-one/c-donor"* ]]
}

@test "progression: a step that grew from nothing may only take" {
    grown b-next
    printf -- '-\nch98-one/a-first\n' > "$TREE/ch98-one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
}

@test "progression: a step may take one file, and have its own of another name" {
    grown b-next
    printf -- '-\nch98-one/a-first/more.c\n' > "$TREE/ch98-one/b-next/PREV"
    echo 'int own;' > "$TREE/ch98-one/b-next/other.c"
    echo 'int others;' > "$TREE/ch98-one/a-first/other.c"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    tree_make progression
    [[ $output == *"ch98-one/b-next "*" -  "*" 2       0     1     0      0" ]]
    echo 'int changed;' >> "$TREE/ch98-one/b-next/more.c"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"more.c differs from the one in ch98-one/a-first"* ]]
}

@test "progression: PREV must name a step" {
    grown b-next
    echo ch98-one/z-none > "$TREE/ch98-one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"PREV names ch98-one/z-none, which is no step and no file of one"* ]]
    printf -- '-\nch98-one/a-first/none.c\n' > "$TREE/ch98-one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 1 ]
    [[ $output == *"PREV names ch98-one/a-first/none.c, which is no step and no file of one"* ]]
}

@test "progression: more than 10 C files are too many" {
    for i in 1 2 3 4 5 6 7 8 9 10; do
        echo "int n$i;" > "$TREE/ch98-one/a-first/n$i.c"
    done
    rules ch98-one/a-first
    [ "$status" -eq 1 ]
    [[ $output == *"11 C files; at most 10"* ]]
}

# summary TAP...: what tests/summary makes of it
summary() {
    run tests/summary <(printf '%b' "$1")
    echo "$output"
}

@test "summary: passed, failed and skipped are counted, the last with reasons" {
    summary '1..3\nok 1 a\nnot ok 2 b\nok 3 c # skip no luck\n'
    [ "$status" -eq 1 ]
    [ "${lines[-1]}" = "1 passed, 1 failed, 1 skipped" ]
    [[ $output == *"skipped: c"*"because no luck"* ]]
    [[ $output == *"FAILED: b"* ]]
    summary '1..1\nok 1 a\n1..1\nok 1 b\n'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "2 passed, 0 failed" ]
}

@test "summary: tests that never ended, and no tests at all, are failures" {
    summary '1..3\nok 1 a\n'
    [ "$status" -eq 1 ]
    [ "${lines[-1]}" = "1 passed, 2 failed" ]
    summary ''
    [ "$status" -eq 1 ]
    [ "${lines[-1]}" = "0 passed, 1 failed" ]
}

@test "summary: totals of several runs are added, and a run without one failed" {
    cd "$BATS_TEST_TMPDIR" || return
    printf 'noise\n3 passed, 0 failed, 2 skipped\nmake: error\n' > one
    printf '4 passed, 0 failed\n' > two
    printf 'it crashed\n' > none
    run "$BATS_TEST_DIRNAME/totals" one two
    [ "$status" -eq 0 ]
    [ "$output" = "7 passed, 0 failed, 2 skipped" ]
    run "$BATS_TEST_DIRNAME/totals" none one
    [ "$status" -eq 1 ]
    [ "$output" = "3 passed, 1 failed, 2 skipped" ]
}

# run_units SCRIPT...: tests/run with these for unit tests, and no bats files
run_units() {
    local script
    for script; do
        units=$((units + 1))
        printf '#!/bin/bash\n%s\n' "$script" > "$BATS_TEST_TMPDIR/unit$units"
    done
    chmod +x "$BATS_TEST_TMPDIR"/unit*
    cp -r tests "$TREE"
    rm "$TREE"/tests/*.bats
    printf '@test "one" { true; }\n' > "$TREE/tests/one.bats"
    try env -u FILTER RUN= "$TREE/tests/run" "$BATS_TEST_TMPDIR"/unit*
}

@test "make test: a test program that crashes or leaks is a failure" {
    units=0
    run_units 'echo 1..1; echo ok 1 a'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "2 passed, 0 failed" ]
    run_units 'kill -SEGV $$' 'echo 1..1; echo ok 1 leaks; exit 99'
    [ "$status" -eq 1 ]
    [[ $output == *"FAILED: $BATS_TEST_TMPDIR/unit2: exit status 139"* ]]
    [[ $output == *"FAILED: $BATS_TEST_TMPDIR/unit3: exit status 99"* ]]
    [ "${lines[-1]}" = "3 passed, 2 failed" ]
}

# without_bats USER-ID STATUS: tests/run where no bats is, for that user, to
# whom sudo without a password says STATUS
without_bats() {
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    cd "$BATS_TEST_TMPDIR/bin" || return
    for tool in bash dirname; do
        ln -sf "$(command -v $tool)" .
    done
    printf '#!/bin/bash\necho %s\n' "$1" > id
    printf '#!/bin/bash\necho "called: apt-get $*"; exit 1\n' > apt-get
    printf '#!/bin/bash\necho "called: sudo $*" >&2; [ "$*" = "-n true" ] && exit %s; exit 1\n' "$2" > sudo
    chmod +x id apt-get sudo
    cd - || return
    try env PATH="$BATS_TEST_TMPDIR/bin" tests/run
}

@test "make test: without bats root installs it, others ask no password" {
    without_bats 0 0
    [ "$status" -eq 1 ]
    [[ $output == *"called: apt-get install -y bats"*"called: apt-get update"* ]]
    [ "$stderr" = "tests/run: bats is missing: install it (Debian: apt-get install bats)" ]
    without_bats 1000 0
    [ "$status" -eq 1 ]
    [[ $stderr == *"called: sudo -n apt-get install -y bats"* ]]
    # who may not become root is told in one line
    without_bats 1000 1
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [ "$stderr" = "tests/run: bats is missing: install it (Debian: apt-get install bats)" ]
}
