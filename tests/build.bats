# The Makefile's targets, tried on trees made for it.
# needs: nothing

load helper

# One tree is built; each test has a copy of it, times of files and all.
setup_file() {
    export BUILT=$BATS_FILE_TMPDIR/built
    copy_tree "$BUILT"
    new_step "$BUILT/ch98-one/a-first" "the first step" 'puts("first");'
    make_in "$BUILT" -s
}

setup() {
    TREE=$BATS_TEST_TMPDIR/tree
    cp -a "$BUILT" "$TREE"
}

export -f make_in

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
    tree_make CFLAGS=-O1 V=1
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
    [[ $output == *"new:       answer.h"*"+++ ch98-one/b-made/main.co"*'+#define ANSWER "forty-two"'* ]]
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
    tree_make V=1
    [[ $output == *ch98-one/table.c* ]]
}

@test "build: an EXPECT that names no signal is an error" {
    echo sigsegv > "$TREE/ch98-one/a-first/EXPECT"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/EXPECT: name a signal, such as SIGSEGV"* ]]
}

@test "build: a line a file; V=1 shows the commands, -s nothing" {
    touch "$TREE/ch98-one/a-first/main.c"
    tree_make
    [ "$output" = "CC ch98-one/a-first/main.c
LD $B/ch98-one" ]
    touch "$TREE/ch98-one/a-first/main.c"
    tree_make V=1
    [[ $output == *" -std=gnu17 "*" -c -o $B/obj/ch98-one/a-first/main.c.o ch98-one/a-first/main.c"* ]]
    touch "$TREE/ch98-one/a-first/main.c"
    tree_make -s
    [ -z "$output$stderr" ]
}

@test "build: a warning is shown and the program built; for tests it is an error" {
    new_step "$TREE/ch98-one/a-first" "is careless" 'int unused; puts("careless");'
    tree_make run STEP=ch98-one/a-first
    [ "$status" -eq 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:"*warning*unused* ]]
    [ "${lines[-1]}" = careless ]
    tree_make run STEP=ch98-one/a-first
    [[ $stderr != *unused* ]]

    # what was built with a warning is built again, and nothing else
    tree_make tests
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:"*error*unused* ]]
    [ "$(grep -c '^CC ch98-one' <<< "$output")" -eq 1 ]
    new_step "$TREE/ch98-one/a-first" "is careful" 'puts("careful");'
    tree_make tests
    [ "$status" -eq 0 ]
    touch "$TREE/Makefile"
    tree_make tests
    [[ $output != *CC* ]]
}

@test "build: link-time optimisation in CFLAGS and LDFLAGS does no harm" {
    tree_make -s CFLAGS="-O2 -flto" LDFLAGS=-flto
    [ "$status" -eq 0 ]
    list
    [ "$output" = "a-first  the first step" ]
}

@test "build: make run is a tour; its exit status says if all went well" {
    tree_make -s run
    [ "$status" -eq 0 ]
    [[ $output == *"=== 1/1 ch98-one/a-first: the first step"*first* ]]
    new_step "$TREE/ch98-one/b-bad" "fails" 'return 1;'
    new_step "$TREE/ch99-two/a-next" "comes all the same" 'puts("next");'
    tree_make -s run
    [ "$status" -ne 0 ]
    [[ $output == *next* ]]
}

@test "build: the tour says how long it takes, how far it is, and what to watch for" {
    new_step "$TREE/ch98-one/b-second" "is second" 'puts("second");'
    new_step "$TREE/ch99-two/a-next" "comes then" 'puts("next");'
    echo 'the "word" that it says.' > "$TREE/ch99-two/a-next/WATCH"
    tree_make -s run
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "A tour of 3 steps in 2 chapters. It takes about a minute: most steps wait for slow answers." ]
    [[ $output == *"=== 1/3 ch98-one/a-first: the first step
"*"=== 2/3 ch98-one/b-second: is second
"*"=== 3/3 ch99-two/a-next: comes then
Watch for the \"word\" that it says.
"* ]]
    [[ $output != *$'\e'* ]]
    # a chapter by itself
    tree_make -s run STEP=ch98-one
    [[ $output == *"=== 2/2 ch98-one/b-second: is second"* ]]
    [[ $output != *tour* ]]
    printf 'one\ntwo\n' > "$TREE/ch99-two/a-next/WATCH"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch99-two/a-next/WATCH: say in one line what to watch for"* ]]
}

@test "build: make run STEP= builds that chapter and nothing else, on one screen" {
    new_step "$TREE/ch99-two/a-next" "is another chapter" 'puts("next");'
    rm -r "$TREE/build"
    tree_make run STEP=ch98-one/a-first
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = first ]
    [ "${#lines[@]}" -le 5 ]
    [ ! -e "$TREE/$B/ch99-two" ]
    [ ! -e "$TREE/$B/corofy" ]
    [ ! -e "$TREE/$B/unit" ]
}

@test "build: make run STEP= ARGS= runs one step" {
    new_step "$TREE/ch98-one/b-args" "prints its arguments" \
        'for (int i = 1; i < argc; i++) printf("[%s]", argv[i]);'
    tree_make -s run STEP=ch98-one/b-args ARGS="--one two"
    [ "$status" -eq 0 ]
    [ "$output" = "[--one][two]" ]
}

@test "build: a STEP that is none is an error that lists what there is, one a line" {
    new_step "$TREE/ch99-two/a-next" "is another chapter" ''
    tree_make run STEP=ch98-one/z
    [ "$status" -eq 2 ]
    [ "$stderr" = 'no step "ch98-one/z". The steps of ch98-one are:
    a-first
make/steps.mk:'"${stderr##*make/steps.mk:}" ]
    for wrong in % "ch98-one/a-first ch98-one/a-first" "it's"; do
        tree_make run STEP="$wrong"
        [ "$status" -eq 2 ]
        [[ $stderr == "no step \"$wrong\"."*":"* ]]
        [ "${#stderr_lines[@]}" -le 4 ]
    done
    tree_make diff
    [ "$status" -eq 2 ]
    [[ $stderr == *"which step? make diff STEP=ch98-one/a-first"* ]]
    tree_make run STEP=ch98-one ARGS=more
    [ "$status" -eq 0 ] # it is one step
    new_step "$TREE/ch98-one/b-second" "is another step" ''
    tree_make run STEP=ch98-one ARGS=more
    [ "$status" -eq 2 ]
    [[ $stderr == *"ARGS are for one step, and STEP=ch98-one names 2"* ]]
}

# finds NAME STEP...: what chapter/find prints for NAME, of these
finds() {
    run --separate-stderr chapter/find "$1" ch04-queue/a-epoll ch04-queue/b-epoll-mio \
        ch05-fibers/a-stack ch10-final/a-futures ch10-final/a-futures-bonus
    echo "$1: $output $stderr"
    [ "$output" = "$2" ]
}

@test "build: a STEP may be a chapter, a step, or the beginning of one" {
    finds ch04-queue $'ch04-queue/a-epoll\nch04-queue/b-epoll-mio'
    finds ch04 $'ch04-queue/a-epoll\nch04-queue/b-epoll-mio'
    finds ch05-fibers/ ch05-fibers/a-stack
    finds ch04-queue/b-epoll-mio ch04-queue/b-epoll-mio
    finds ch04/b ch04-queue/b-epoll-mio
    finds b-epoll ch04-queue/b-epoll-mio
    finds a-epoll ch04-queue/a-epoll
    finds ch10/a ch10-final/a-futures
    finds a-futures-b ch10-final/a-futures-bonus
    for several in a ch0 ch0/a ch1/; do
        finds $several "$([ $several != ch1/ ] || printf 'ch10-final/a-futures\nch10-final/a-futures-bonus')"
    done
    finds ch04/c ""
    [ "$stderr" = 'no step "ch04/c". The steps of ch04-queue are:
    a-epoll
    b-epoll-mio' ]
    finds "" ""
    finds "*" ""
    [ "$stderr" = 'no step "*". The chapters are:
    ch04-queue
    ch05-fibers
    ch10-final' ]
}

# kept_step STEP: one that keeps main.co and main.c, with a corofy that only copies
kept_step() {
    async_step "$1"
    sed -i '2s|.*|/* corofy --stack makes main.c of main.co */|' "$TREE/$1/main.co"
    sed -i 's/argc != 5.*)$/argc != 4 || strcmp(argv[1], "--stack") != 0)/; s/, argv\[3\], argv\[3\], argv\[4\]/, argv[2], argv[2], argv[3]/' \
        "$TREE/ch07-coroutines/corofy/main.c"
    sed '1i #line 1 "ch98-one/b-kept/main.co"' "$TREE/$1/main.co" > "$TREE/$1/main.c"
}

@test "build: a main.c that corofy would make otherwise is told, and make co makes it" {
    kept_step ch98-one/b-kept
    tree_make -s run STEP=ch98-one/b-kept
    [ "$output" = forty-two ]
    [ -z "$stderr" ]
    sed -i 's/puts(ANSWER)/&, puts("more")/' "$TREE/ch98-one/b-kept/main.co"
    for target in run step all run; do
        tree_make -s $target STEP=ch98-one/b-kept
        [ "$status" -eq 0 ]
        [[ $stderr == "warning: ch98-one/b-kept/main.c is used as it is, but corofy makes another of main.co."*"make co STEP=ch98-one/b-kept" ]]
    done
    [ "$output" = forty-two ]
    tree_make -s co STEP=ch98-one/b-kept
    [ "$status" -eq 0 ]
    tree_make -s run STEP=ch98-one/b-kept
    [ "$output" = $'forty-two\nmore' ]
    [ -z "$stderr" ]
    tree_make co STEP=ch98-one/a-first
    [ "$status" -eq 2 ]
    [[ $stderr == *"ch98-one/a-first has no main.co"* ]]
    sed -i 2d "$TREE/ch98-one/b-kept/main.co"
    tree_make co STEP=ch98-one/b-kept
    [ "$status" -eq 2 ]
    [[ $stderr == *"ch98-one/b-kept/main.co:2: say here how main.c is made: /* corofy [OPTIONS] makes main.c of main.co */"* ]]
}

@test "build: make try lays out a copy, says how to build it, and leaves it alone" {
    tree_make -s try STEP=ch98-one/a-first
    [ "$status" -eq 0 ]
    [ "$(ls -A "$TREE/build/try/ch98-one/a-first")" = main.c ]
    [[ $output == "build/try/ch98-one/a-first is a copy of the step."* ]]
    [[ $output != *delayserver* ]]
    cd "$TREE" || return
    build=$(sed -n 's/^    //p' <<< "$output")
    [ "$(bash -c "$build")" = first ]
    sed -i 's/first/broken/' build/try/ch98-one/a-first/main.c
    tree_make -s try STEP=ch98-one/a-first
    [[ $output == "build/try/ch98-one/a-first is there already and stays as it is."* ]]
    grep -q broken build/try/ch98-one/a-first/main.c

    tree_make clean
    [[ $output == *"build/try has your copies"* ]]
    [ "$(ls build)" = try ]
}

@test "build: a copy to try is made by corofy first, and tells of the delayserver" {
    async_step ch98-one/b-made
    echo '/* asks DELAYSERVER */' >> "$TREE/ch98-one/b-made/main.co"
    sed -i 's/argc != 5.*)$/argc != 4 || strcmp(argv[1], "--async") != 0)/; s/, argv\[3\], argv\[3\], argv\[4\]/, argv[2], argv[2], argv[3]/' \
        "$TREE/ch07-coroutines/corofy/main.c"
    tree_make -s try STEP=ch98-one/b-made
    [ "$(ls -A "$TREE/build/try/ch98-one/b-made")" = $'answer.h\nmain.co' ]
    [[ $output == *"/corofy --async main.co main.c"*"build/delayserver"* ]]
    cd "$TREE" || return
    [ "$(bash -c "$(sed -n 's/^    //p' <<< "$output" | grep -v delayserver)")" = forty-two ]
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
    try make_in "$TREE" nosuchtarget CC=nosuchcc ARCH="$(uname -m)"
    [ "${#stderr_lines[@]}" -eq 1 ]
    other=aarch64
    [ "$(uname -m)" != aarch64 ] || other=riscv64
    mkdir "$TREE/cross" "$TREE/bin"
    # compilers that are never called, so that none need be here
    for tool in gcc objcopy; do
        ln -s "$(type -P true)" "$TREE/cross/$other-linux-gnu-$tool"
    done
    PATH=$TREE/cross:$PATH try make_in "$TREE" ARCH=$other SANITIZE=thread CC=gcc
    [ "$status" -eq 2 ]
    [[ $stderr == *"SANITIZE=thread does not run under qemu-user: leave ARCH out"* ]]
    for tool in make uname sh env nproc grep; do
        ln -s "$(command -v $tool)" "$TREE/bin"
    done
    try env -u MAKEFLAGS PATH="$TREE/bin" \
        make -C "$TREE" ARCH=$other CC=gcc
    [ "$status" -eq 2 ]
    [[ $stderr == *"$other-linux-gnu-gcc is missing: apt-get install gcc-$other-linux-gnu"* ]]
}

# compiler VERSION...: in place of one, with what its preprocessor says of itself
compiler() {
    printf '#!/bin/sh\necho "%s"\n' "$1" > "$BATS_TEST_TMPDIR/fakecc"
    chmod +x "$BATS_TEST_TMPDIR/fakecc"
    try env PATH="$BATS_TEST_TMPDIR:$PATH" make -C "$TREE" CC=fakecc ARCH="$(uname -m)" SANITIZE=
}

@test "build: what the documents require is looked at before anything is built" {
    unset MAKEFLAGS MAKELEVEL
    compiler "gcc 11 2 36"
    [ "$status" -eq 2 ]
    [[ $stderr == *"fakecc is gcc 11, which is too old: this needs gcc 12 or clang 14, or later"* ]]
    compiler "clang 13 2 36"
    [[ $stderr == *"fakecc is clang 13, which is too old"* ]]
    compiler "gcc 12 2 33"
    [[ $stderr == *"glibc 2.33 is too old: this needs 2.34 or later"* ]]
    compiler "gcc 12 __GLIBC__ __GLIBC_MINOR__"
    [[ $stderr == *"fakecc compiles for another libc: this needs glibc, 2.34 or later"* ]]
    compiler ""
    [[ $stderr == *"fakecc finds no headers of a libc: apt-get install libc6-dev"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    try make_in "$TREE" MAKE_VERSION=4.1
    [ "$status" -eq 2 ]
    [[ $stderr == *"GNU make 4.1 is too old: this needs 4.2 or later"* ]]
}

@test "build: make diff shows a step against its parent" {
    new_step "$TREE/ch98-one/b-second" "the second" 'puts("second");'
    echo ch98-one/a-first > "$TREE/ch98-one/b-second/PREV"
    echo 'int more;' > "$TREE/ch98-one/b-second/more.c"
    tree_make diff STEP=ch98-one/b-second
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "ch98-one/b-second against ch98-one/a-first" ]
    [[ $output == *"new:       more.c"*"changed:   main.c"* ]]
    [[ $output == *'-    puts("first");'*'+    puts("second");'* ]]
    [[ $output == *"
--- /dev/null
+++ ch98-one/b-second/more.c
@@ -0,0 +1 @@
+int more;"* ]]
    [[ $output != *$'\t'* ]] # no times behind the names
    [[ $output != *$'\e'* ]]

    # what a file includes is read behind it, a header before what it declares
    for name in zebra ape; do
        echo 'int n;' > "$TREE/ch98-one/b-second/$name.h"
        echo "#include \"$name.h\"" > "$TREE/ch98-one/b-second/$name.c"
    done
    sed -i '2i #include "zebra.h"\n#include "ape.h"' "$TREE/ch98-one/b-second/main.c"
    tree_make diff STEP=ch98-one/b-second
    [[ $output == *"new:       zebra.h zebra.c ape.h ape.c more.c
"* ]]

    new_step "$TREE/ch98-one/c-third" "the third" 'puts("third");'
    cp "$TREE/ch98-one/b-second/more.c" "$TREE/ch98-one/c-third"
    tree_make diff STEP=ch98-one/c-third AGAINST=ch98-one/b
    [[ $output == "ch98-one/c-third against ch98-one/b-second
  changed:   main.c
  unchanged: more.c
  gone:      ape.c zebra.c ape.h zebra.h
"*'-    puts("second");'* ]]
    tree_make diff STEP=ch98-one/a-first
    [[ $output == "ch98-one/a-first grew from nothing."* ]]
}

@test "build: each bats file says what it needs, and make knows how to build that" {
    local files=(tests/*.bats)
    files=("${files[@]##*/}")
    for file in "${files[@]}"; do
        echo "$file"
        [ "$(grep -c '^# needs: ' "tests/$file")" -eq 1 ]
    done
    try make_in . -n tests FILTER="${files[*]}"
    [ "$status" -eq 0 ]
    try make_in . -n tests FILTER=ch01
    [[ $output != *"-o $B/ch03-syscalls"* && $output != *"-o $B/unit"* ]]
}

@test "build: make diff has no complaint of a reader that goes early" {
    grown b-next
    lines_of 20000 new > "$TREE/ch98-one/b-next/long.c"
    try bash -c 'make_in "$1" diff STEP=ch98-one/b-next | head -n 1; exit ${PIPESTATUS[0]}' - "$TREE"
    [ "$status" -eq 0 ]
    [ "$output" = "ch98-one/b-next against ch98-one/a-first" ]
    [ -z "$stderr" ]
}

# rules STEP: what chapter/progression has to say of a step of the tree
rules() {
    cd "$TREE" || return
    run chapter/progression check "$1"
    echo "$output"
}

# lines N TEXT: N lines for a source file
lines_of() {
    seq -f "int $2_%.0f;" 0 $(($1 - 1))
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

@test "summary: what is skipped for a tool that must be here has failed" {
    local tap='1..3\nok 1 a # skip gdb is missing: apt-get install gdb\nok 2 b # skip ip is missing\nok 3 c\n'
    MUST_HAVE="strace gdb" summary "$tap"
    [ "$status" -eq 1 ]
    [[ $output == *"FAILED: a skipped here, which must not be: gdb is missing"* ]]
    [ "${lines[-1]}" = "1 passed, 1 failed, 1 skipped" ]
    MUST_HAVE="" summary "$tap"
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "1 passed, 0 failed, 2 skipped" ]
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
    # bats puts a folder with another `bats` in front, which only it can use
    try env -u FILTER RUN= PATH="${PATH#"${BATS_LIBEXEC:-}":}" \
        "$TREE/tests/run" "$BATS_TEST_TMPDIR"/unit*
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
    [[ $stderr == *"called: apt-get install -y "*" bats"*"called: apt-get update"* ]]
    [ "${stderr_lines[-1]}" = "tests/run: bats is missing: install it (Debian: apt-get install bats)" ]
    without_bats 1000 0
    [ "$status" -eq 1 ]
    [[ $stderr == *"called: sudo -n apt-get install -y "*" bats"* ]]
    # who may not become root is told in one line
    without_bats 1000 1
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [ "$stderr" = "tests/run: bats is missing: install it (Debian: apt-get install bats)" ]
}

# with_bats VERSION: what tests/run --need says where that bats is
with_bats() {
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    printf '#!/bin/sh\necho "Bats %s"\n' "$1" > "$BATS_TEST_TMPDIR/bin/bats"
    chmod +x "$BATS_TEST_TMPDIR/bin/bats"
    try env PATH="$BATS_TEST_TMPDIR/bin:$PATH" tests/run --need
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
}

@test "make test: a bats that is too old is one line that says where a newer one is" {
    with_bats 1.2.1
    [[ $output == "tests/run: bats 1.2.1 is too old, the tests need 1.5.0: git clone https://"* ]]
    [ "${#lines[@]}" -eq 1 ]
    for version in 1.5.0 1.10.0 2.0; do
        with_bats $version
        [ -z "$output" ]
    done
}

@test "make test: what is to be left out must be there" {
    units=0
    LEAVE_OUT="one unit1" run_units 'echo 1..1; echo ok 1 a' 'echo 1..1; echo ok 1 b'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "1 passed, 0 failed" ]
    LEAVE_OUT="one gone" run_units
    [ "$status" -eq 1 ]
    [ "$stderr" = "tests/run: there is no gone to be left out" ]
}

# Signals 32 and 33 are libc's own: posix_spawn(3), by which make starts programs,
# ignores them, and nobody can undo that.
@test "make test: nothing of the caller's surroundings reaches the tests" {
    units=0
    umask 077
    ulimit -S -c "$(ulimit -H -c)"
    trap '' INT HUP
    CFLAGS=-O9 DELAYSERVER=x MAKEFLAGS=n LC_ALL=C.UTF-8 run_units '
        echo 1..1
        [ "$(umask)" = 0022 ] && [ "$(ulimit -c)" = 0 ] && [ "$LC_ALL" = C ] &&
            [ -z "${CFLAGS+x}${DELAYSERVER+x}${MAKEFLAGS+x}" ] &&
            grep -qxE "SigIgn:	0{7}(00|18)0{7}" /proc/self/status && [ -n "$HOME" ] && echo ok 1 a'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "2 passed, 0 failed" ]
}

@test "make test: the list of what must be here comes through make" {
    # as .ci/run gives it; make has variables of its own
    for name in MUST_HAVE LEAVE_OUT JOBS; do
        run ! grep -qE "^(override )?$name *[:?+]?=" Makefile make/*.mk
    done
}
