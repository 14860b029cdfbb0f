# The Makefile's targets, tried on trees made for it.
# needs: nothing

load ../lib/helper
load common

export -f make_in

list() {
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/ch98-one" --list
}

@test "build: the first make run STEP= builds that chapter and nothing else, on one screen" {
    mapfile -t lines < "$BUILT.run"
    cat "$BUILT.run" "$BUILT.files"
    [ "${lines[-1]}" = first ]
    [ "${#lines[@]}" -le 5 ]
    grep -qx "$B/ch98-one" "$BUILT.files"
    for other in ch99-two corofy delayserver unit; do
        run ! grep -qx "$B/$other" "$BUILT.files"
    done
    # -s says nothing, be it compiled or linked
    [ ! -s "$BUILT.silent" ]
}

@test "build: steps, chapters and files come and go, and headers change" {
    local one=$TREE/ch98-one step
    list
    [ "$output" = "a-first  the first step" ]

    # a new folder is a new step, where the same names mean different things
    new_step "$one/b-second" "made on the fly" '#include "helper.h"
    printf("%d\n", helper() + count + ANSWER);'
    cp "$one/b-second/main.c" "$one/a-first"
    sed -i '1s|.*|/* a-first: the first step */|' "$one/a-first/main.c"
    for step in a-first b-second; do
        echo 'extern int count; int helper(void); enum { ANSWER = 100 };' > "$one/$step/helper.h"
    done
    echo 'int count = 1; int helper(void) { return 10; }' > "$one/a-first/helper.c"
    echo 'int count = 2; int helper(void) { return 20; }' > "$one/b-second/helper.c"
    echo 'int extra_symbol;' > "$one/b-second/extra.c"
    new_step "$one/c-gone" "soon gone" ''
    # and a new chapter is a new binary
    new_step "$TREE/ch99-two/parker-bonus" "alone in its chapter" 'puts("here");'
    tree_make
    [ "$status" -eq 0 ]
    list
    [ "${lines[1]}" = "b-second  made on the fly" ]
    chapter ch98-one
    [[ $output == *111*122* ]]
    chapter ch99-two parker
    [ "$output" = here ]
    grep -q extra_symbol "$TREE/$B/ch98-one"

    # a folder that is gone is no step; where nothing but a file is gone, it is linked
    # no more; what includes a changed header is built again, and nothing else
    rm -r "$one/c-gone" "$one/b-second/extra.c"
    sed -i s/100/200/ "$one/a-first/helper.h"
    tree_make
    [ "$output" = "CC ch98-one/a-first/main.c
LD $B/ch98-one" ]
    list
    [ "${#lines[@]}" -eq 2 ]
    chapter ch98-one a
    [ "$output" = 211 ]
    run ! grep -q extra_symbol "$TREE/$B/ch98-one"
}

@test "build: nothing is built again but what has changed, a line a file; V=1 shows commands" {
    tree_make
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    touch "$TREE/ch98-one/a-first/main.c"
    tree_make
    [ "$output" = "CC ch98-one/a-first/main.c
LD $B/ch98-one" ]
    # a driver's header is in the table of steps
    echo '#define CHANGED' >> "$TREE/driver/step.h"
    tree_make V=1 "$B/obj/ch98-one/table.o"
    [[ $output == *ch98-one/table.c* ]]
    # with other flags all is built again
    object=$B/obj/ch98-one/a-first/main.c.o
    tree_make CFLAGS=-O1 V=1 "$object"
    [[ $output == *" -std=gnu17 "*" -O1 "*" -c -o $object ch98-one/a-first/main.c"* ]]
    tree_make -s "$object"
    [ -z "$output$stderr" ]
    tree_make "$object"
    [[ $output != *CC* ]]
}

@test "build: what is wrong in a step's first line, EXPECT or WATCH is an error with its place" {
    echo sigsegv > "$TREE/ch98-one/a-first/EXPECT"
    tree_make
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/EXPECT: name a signal, such as SIGSEGV"* ]]
    rm "$TREE/ch98-one/a-first/EXPECT"

    cd "$TREE" || return
    printf 'one\ntwo\n' > ch98-one/a-first/WATCH
    try scripts/table ch98-one
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/WATCH: say in one line what to watch for"* ]]
    rm ch98-one/a-first/WATCH
    echo '/* the first step */' > ch98-one/a-first/main.c
    try scripts/table ch98-one
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:1: say here what is new: /* a-first: ... */"* ]]
}

@test "build: a warning is shown and the program built; for tests it is an error" {
    new_step "$TREE/ch98-one/a-first" "is careless" 'int unused; puts("careless");'
    tree_make run STEP=ch98-one/a-first
    [ "$status" -eq 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:"*warning*unused* ]]
    [ "${lines[-1]}" = careless ]
    tree_make "$B/ch98-one"
    [ -z "$output$stderr" ]

    # what was built with a warning is built again, and nothing else
    touch "$TREE/Makefile"
    tree_make tests
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/a-first/main.c:"*error*unused* ]]
    [ "$(grep -c '^CC' <<< "$output")" -eq 1 ]
    new_step "$TREE/ch98-one/a-first" "is careful" 'puts("careful");'
    tree_make tests
    [ "$status" -eq 0 ]
    # and for the next time there is nothing that would have to be
    [ -z "$(find "$TREE/$B" -name '*.warned')" ]
}

@test "build: link-time optimisation in CFLAGS and LDFLAGS does no harm" {
    tree_make -s CFLAGS="-O2 -flto" LDFLAGS=-flto "$B/delayserver"
    [ "$status" -eq 0 ]
    chapter delayserver
    [ "$output" = "the delayserver" ]
}

@test "build: make run is a tour that says how long it takes, where it is, and how it ended" {
    new_step "$TREE/ch98-one/b-second" 'is "\bsecond"' 'return getenv("BAD") != NULL;'
    new_step "$TREE/ch99-two/a-next" "comes all the same" 'puts("next");'
    echo 'the "word" that it says.' > "$TREE/ch99-two/a-next/WATCH"
    BAD=1 tree_make -s run
    [ "$status" -ne 0 ]
    [ "${lines[0]}" = "A tour of 3 steps in 2 chapters. It takes about a minute: most steps wait for slow answers." ]
    [[ $output == *"=== 1/3 ch98-one/a-first: the first step
"*"=== 2/3 ch98-one/b-second: is \"\bsecond\"
"*"=== 3/3 ch99-two/a-next: comes all the same
Watch for the \"word\" that it says.
"*next* ]]
    [[ $output != *$'\e'* ]]
    # a chapter by itself
    tree_make -s run STEP=ch98-one
    [ "$status" -eq 0 ]
    [[ $output == *"=== 2/2 ch98-one/b-second: is "* ]]
    [[ $output != *tour* ]]
}

@test "build: STEP= and ARGS= run one step; what is none is an error that lists what there is" {
    tree_make -s run STEP=ch98-one ARGS="--one two"
    [ "$status" -eq 0 ]
    [ "$output" = "first[--one][two]" ]
    new_step "$TREE/ch99-two/a-next" "is another chapter" ''
    tree_make run STEP=ch98-one/z
    [ "$status" -eq 2 ]
    [ "$stderr" = 'no step "ch98-one/z". The steps of ch98-one are:
    a-first
make/steps.mk:'"${stderr##*make/steps.mk:}" ]
    for wrong in % "ch98-one/a-first ch98-one/a-first" "it's"; do
        tree_make diff STEP="$wrong"
        [ "$status" -eq 2 ]
        [[ $stderr == "no step \"$wrong\"."*":"* ]]
        [ "${#stderr_lines[@]}" -le 4 ]
    done
    tree_make diff
    [ "$status" -eq 2 ]
    [[ $stderr == *"which step? make diff STEP=ch98-one/a-first"* ]]
    new_step "$TREE/ch98-one/b-second" "is another step" ''
    tree_make run STEP=ch98-one ARGS=more
    [ "$status" -eq 2 ]
    [[ $stderr == *"ARGS are for one step, and STEP=ch98-one names 2"* ]]
}

# finds NAME STEP...: what scripts/find prints for NAME, of these
finds() {
    output=$(scripts/find "$1" ch04-queue/a-epoll ch04-queue/b-epoll-mio ch05-fibers/a-stack \
        ch10-final/a-futures ch10-final/a-futures-bonus 2> "$BATS_TEST_TMPDIR/err") || true
    stderr=$(< "$BATS_TEST_TMPDIR/err")
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

# no_corofy: it is built again by what needs it
no_corofy() {
    rm -f "$TREE/$B/corofy" "$TREE/$B/tools/corofy"
}

# async_step STEP: one whose main.c is made of main.co, and which includes a header
# that stands beside main.co.  A main.c that somebody left there is wrong.
async_step() {
    new_step "$TREE/$1" "is made by corofy" 'puts(ANSWER);'
    sed '1a /* corofy --async makes main.c of main.co */\n#include "answer.h"' \
        "$TREE/$1/main.c" > "$TREE/$1/main.co"
    echo '#define ANSWER "forty-two"' > "$TREE/$1/answer.h"
    echo '#error this is not to be compiled' > "$TREE/$1/main.c"
    no_corofy
}

@test "build: corofy --async makes main.c below build/, whether there is one or not" {
    async_step ch98-one/b-made
    tree_make -s
    [ "$status" -eq 0 ]
    list
    [ "${lines[1]}" = "b-made   is made by corofy" ]
    chapter ch98-one b
    [ "$output" = forty-two ]
    tree_make "$B/ch98-one"
    [ -z "$output" ]

    rm "$TREE/ch98-one/b-made/main.c"
    echo '#define ANSWER "fifty-four"' > "$TREE/ch98-one/b-made/answer.h"
    tree_make -s "$B/ch98-one"
    chapter ch98-one b
    [ "$output" = fifty-four ]

    # and anew when main.co changes, where an error has a line of main.co
    echo 'int wrong = "text";' >> "$TREE/ch98-one/b-made/main.co"
    tree_make "$B/ch98-one"
    [ "$status" -ne 0 ]
    [[ $stderr == *"ch98-one/b-made/main.co:$(wc -l < "$TREE/ch98-one/b-made/main.co"):"* ]]
}

@test "build: make step, diff and progression know a step that corofy makes" {
    grown b-made
    async_step ch98-one/b-made
    tree_make -s step STEP=ch98-one/b-made
    [ "$status" -eq 0 ]
    chapter step/ch98-one/b-made/b-made
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

    # one that nothing makes main.c of is told what is missing
    sed -i 2d "$TREE/ch98-one/b-made/main.co"
    for target in "$B/ch98-one" "step STEP=ch98-one/b-made"; do
        # shellcheck disable=SC2086
        tree_make $target
        [ "$status" -eq 2 ]
        [[ $stderr == *"ch98-one/b-made/main.co:2: say here how main.c is made: /* corofy [OPTIONS] makes main.c of main.co */
"*"Error 1"* ]]
    done
}

@test "build: a main.c that corofy would make otherwise is told, and make co makes it" {
    async_step ch98-one/b-kept
    sed -i '2s/--async/--stack/' "$TREE/ch98-one/b-kept/main.co"
    cp "$TREE/ch98-one/b-kept/main.co" "$TREE/ch98-one/b-kept/main.c"
    sed -i 's/puts(ANSWER)/&, puts("more")/' "$TREE/ch98-one/b-kept/main.co"
    for target in run run step run; do # also where nothing was ever as it should be
        tree_make -s $target STEP=ch98-one/b-kept
        [ "$status" -eq 0 ]
        [[ $stderr == "warning: ch98-one/b-kept/main.c is used as it is, but corofy makes another of main.co."*"make co STEP=ch98-one/b-kept" ]]
    done
    [ "$output" = forty-two ]
    no_corofy
    tree_make -s co STEP=ch98-one/b-kept
    [ "$status" -eq 0 ]
    tree_make -s run STEP=ch98-one/b-kept
    [ "$output" = $'forty-two\nmore' ]
    [ -z "$stderr" ]
    rm "$TREE/ch98-one/b-kept/main.c"
    for target in run step run "$B/ch98-one"; do
        tree_make -s $target STEP=ch98-one/b-kept
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [ "${stderr_lines[0]}" = "ch98-one/b-kept/main.c is missing. To make it of main.co: make co STEP=ch98-one/b-kept" ]
    done
    tree_make -s co STEP=ch98-one/b-kept
    tree_make -s run STEP=ch98-one/b-kept
    [ "$output" = $'forty-two\nmore' ]
    tree_make co STEP=ch98-one/a-first
    [ "$status" -eq 2 ]
    [[ $stderr == *"ch98-one/a-first has no main.co"* ]]
    sed -i 2d "$TREE/ch98-one/b-kept/main.co"
    tree_make co STEP=ch98-one/b-kept
    [ "$status" -eq 2 ]
    [[ $stderr == *"ch98-one/b-kept/main.co:2: say here how main.c is made: /* corofy [OPTIONS] makes main.c of main.co */
"*"Error 1"* ]]
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

    # a copy of what corofy makes is made by corofy first
    async_step ch98-one/b-made
    echo '/* asks DELAYSERVER */' >> ch98-one/b-made/main.co
    tree_make -s try STEP=ch98-one/b-made
    [ "$(ls -A build/try/ch98-one/b-made)" = $'answer.h\nmain.co' ]
    [[ $output == *"/corofy --async main.co main.c"*"
    $B/delayserver" ]]
    [ "$(bash -c "$(sed -n 's/^    //p' <<< "$output" | grep -v delayserver)")" = forty-two ]
    # and the server that it asks is there
    for target in try step; do
        rm -f "$B/delayserver"
        tree_make -s $target STEP=ch98-one/b-made
        [ -x "$B/delayserver" ]
    done

    tree_make clean
    [[ $output == *"build/try has your copies"* ]]
    [ "$(ls build)" = try ]
}

@test "build: make carry takes a file forward, and names who has a version of its own" {
    local step text
    cd "$TREE/ch98-one" || return
    for step in a-first b-copy c-own d-copy; do
        [ $step = a-first ] || cp -r a-first $step
        echo "int more = 1; /* as it was */" > $step/more.c
    done
    echo ch98-one/a-first > b-copy/PREV
    printf -- '-\nch98-one/b-copy/more.c\n' > c-own/PREV
    echo ch98-one/c-own > d-copy/PREV
    echo "int more = 1; /* its own */" > c-own/more.c
    cp -r a-first e-stranger
    cd .. && git init -q . && git add ch98-one
    git -c user.name=a -c user.email=a@example.org commit -qm "as it was"

    text="int more = 2;"
    echo "$text" > ch98-one/a-first/more.c
    tree_make -s carry FILE=ch98-one/a-first/more.c
    [ "$status" -eq 0 ]
    [ "$(sort <<< "$output")" = "carried to ch98-one/b-copy
carried to ch98-one/d-copy
ch98-one/c-own has a version of its own: change ch98-one/c-own/more.c by hand" ]
    [ "$(cat ch98-one/{b-copy,d-copy}/more.c)" = "$text
$text" ]
    grep -q "as it was" ch98-one/e-stranger/more.c
    # committed, it is carried to who was forgotten
    git show HEAD:ch98-one/b-copy/more.c > ch98-one/b-copy/more.c
    git -c user.name=a -c user.email=a@example.org commit -qm "changed" ch98-one/a-first/more.c
    tree_make -s carry FILE=ch98-one/a-first/more.c
    [[ $output == *"carried to ch98-one/b-copy"* ]]

    tree_make -s carry FILE=ch98-one/a-first/main.c
    [ "$status" -ne 0 ]
    [[ $stderr == *"nobody takes over a main"* ]]
    tree_make -s carry
    [ "$status" -ne 0 ]
    [[ $stderr == *"FILE= is no file of a step: make carry FILE=STEP/FILE"* ]]
}

@test "build: make install puts corofy and its manual below PREFIX" {
    # one that is quickly compiled
    new_step "$TREE/corofy" "in place of it" 'puts("installed");'
    echo '.TH COROFY 1' > "$TREE/corofy/corofy.1"
    tree_make -s install DESTDIR="$TREE/root" PREFIX=/usr
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    try $RUN "$TREE/root/usr/bin/corofy" --version
    [ "$output" = installed ]
    cmp "$TREE/root/usr/share/man/man1/corofy.1" "$TREE/corofy/corofy.1"
}

@test "build: make install puts the delayserver and its manual below PREFIX; make clean leaves nothing" {
    tree_make -s install DESTDIR="$TREE/root" PREFIX=/usr
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2086
    run $RUN "$TREE/root/usr/bin/delayserver"
    [ "$output" = "the delayserver" ]
    cmp "$TREE/root/usr/share/man/man1/delayserver.1" delayserver/delayserver.1
    tree_make clean
    [ "$status" -eq 0 ]
    [ ! -e "$TREE/build" ]
}

@test "build: make help lists the targets" {
    tree_make help
    [ "$status" -eq 0 ]
    for target in all run test check soak diff carry progression step format install clean help; do
        [[ $output == *$'\n'"  $target "* ]]
    done
}

@test "build: what is not known or missing is one line that says what to do" {
    tree_make ARCH=vax
    [ "$status" -eq 2 ]
    [[ $stderr == *"ARCH=vax is not known: use one of x86_64 aarch64 riscv64"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    try make_in . fuzz FUZZ=nosuch
    [ "$status" -eq 2 ]
    [[ $stderr == *"no fuzz target \"nosuch\": FUZZ is one of corofy percent request"* ]]
    try make_in . fuzz ENGINE=nosuch
    [ "$status" -eq 2 ]
    [[ $stderr == *"no fuzzer \"nosuch\": ENGINE is libfuzzer or afl"* ]]
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

# compiler VERSION COMMAND...: the command finds a compiler "fakecc", whose
# preprocessor says that of itself
compiler() {
    printf '#!/bin/sh\necho "%s"\n' "$1" > "$BATS_TEST_TMPDIR/fakecc"
    chmod +x "$BATS_TEST_TMPDIR/fakecc"
    PATH=$BATS_TEST_TMPDIR:$PATH try "${@:2}"
}

@test "build: what the documents require is looked at before anything is built" {
    compiler "gcc 11 2 36" make_in "$TREE" CC=fakecc ARCH="$(uname -m)"
    [ "$status" -eq 2 ]
    [[ $stderr == *"fakecc is gcc 11, which is too old: this needs gcc 12 or clang 14, or later"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    compiler "clang 13 2 36" make/need fakecc
    [[ $output == *"fakecc is clang 13, which is too old"* ]]
    compiler "gcc 12 2 33" make/need fakecc
    [[ $output == *"glibc 2.33 is too old: this needs 2.34 or later"* ]]
    compiler "gcc 12 __GLIBC__ __GLIBC_MINOR__" make/need fakecc
    [[ $output == *"fakecc compiles for another libc: this needs glibc, 2.34 or later"* ]]
    compiler "gcc __GNUC__ 2 36" make/need fakecc
    [[ $output == "fakecc is neither gcc nor clang, and this needs one of them"* ]]
    [ -z "$stderr" ]
    compiler "" make/need fakecc
    [[ $output == *"fakecc finds no headers of a libc: apt-get install libc6-dev"* ]]
    [ "${#lines[@]}" -eq 1 ]
    compiler "clang 14 2 34" make/need fakecc
    [ -z "$output$stderr" ]
    tree_make MAKE_VERSION=4.1
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
    [[ $output == *'-    printf("first");'*'+    puts("second");'* ]]
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
    tree_make diff STEP=ch98-one/c-third AGAINST=ch98-one
    [ "$status" -eq 2 ]
    [[ $stderr == *"AGAINST names 3 steps, and must be one of them: ch98-one/a-first ch98-one/b-second ch98-one/c-third."* ]]
    # a step that grew from nothing, and a reader that goes early
    lines_of 20000 new > "$TREE/ch98-one/a-first/long.c"
    try bash -c 'make_in "$1" diff STEP=ch98-one/a-first | head -n 1; exit ${PIPESTATUS[0]}' - "$TREE"
    [ "$status" -eq 0 ]
    [ "$output" = "ch98-one/a-first grew from nothing." ]
    [ -z "$stderr" ]
}

@test "build: who reads only the beginning gets no error" {
    local target
    for target in help progression "try STEP=ch98-one/a-first" "diff STEP=ch98-one/a-first"; do
        # what it writes to is closed at the other end before it begins
        # shellcheck disable=SC2016,SC2086
        try bash -c 'exec 4> >(:); wait $!; make_in "$@" >&4' - "$TREE" -s $target
        [ "$status" -eq 0 ]
        [ -z "$stderr" ]
    done
}

@test "build: each bats file says what it needs, and make knows how to build that" {
    local files=(tests/*/*.bats)
    # each once: no file is named twice, and none is missing
    diff <(grep -o '^# needs: ' "${files[@]}") <(printf '%s:# needs: \n' "${files[@]}")
    try make_in . -n tests FILTER="${files[*]}"
    [ "$status" -eq 0 ]
    try make_in . -n tests FILTER=ch01
    [[ $output != *"-o $B/ch03-syscalls"* && $output != *"-o $B/unit"* ]]
}
