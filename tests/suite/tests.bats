# The test system itself, and the rules that steps keep.
# needs: nothing

load ../lib/helper
load common

# is_wrong STEP TEXT: the rules are not kept, and this is said
is_wrong() {
    rules "$1"
    [ "$status" -eq 1 ]
    [[ $output == *"$2"* ]]
}

@test "progression: 15 to 150 lines make a step, at most 10 C files, and no change of white space" {
    local next=$TREE/ch98-one/b-next
    grown b-next
    is_wrong ch98-one/b-next "0 lines changed against ch98-one/a-first; 15 to 150 make a step"
    lines_of 20 new >> "$next/more.c"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    tree_make progression
    [[ $output == *ch98-one/b-next*ch98-one/a-first*" 0       1     1    20      0" ]]
    sed -i '1s/^/  /' "$next/more.c"
    is_wrong ch98-one/b-next "2 changed lines differ in white space only"
    lines_of 151 new > "$next/more.c"
    cat "$TREE/ch98-one/a-first/more.c" >> "$next/more.c"
    is_wrong ch98-one/b-next "151 lines changed"
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "int n$i;" > "$TREE/ch98-one/a-first/n$i.c"
    done
    is_wrong ch98-one/a-first "11 C files of its own; at most 10"
}

@test "progression: a file taken from another step must be that file, even if the parent has it" {
    local one=$TREE/ch98-one
    grown b-next
    lines_of 20 new >> "$one/b-next/more.c"
    new_step "$one/c-donor" "has a file to take" ''
    echo 'int taken;' | tee "$one/c-donor/taken.c" "$one/a-first/taken.c" > "$one/b-next/taken.c"
    echo ch98-one/c-donor >> "$one/b-next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    echo 'int mended;' | tee "$one/c-donor/taken.c" > "$one/a-first/taken.c"
    is_wrong ch98-one/b-next "taken.c differs from the one in ch98-one/c-donor"
    rm "$one/a-first/taken.c"
    is_wrong ch98-one/b-next "taken.c differs from the one in ch98-one/c-donor"
}

@test "progression: a step that grew from nothing may take a step's files or one; PREV names them" {
    local next=$TREE/ch98-one/b-next
    grown b-next
    printf -- '-\nch98-one/a-first\n' > "$next/PREV"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]

    # one file, and its own of another name
    printf -- '-\nch98-one/a-first/more.c\n' > "$next/PREV"
    echo 'int own;' > "$next/other.c"
    echo 'int others;' > "$TREE/ch98-one/a-first/other.c"
    rules ch98-one/b-next
    [ "$status" -eq 0 ]
    run scripts/progression table ch98-one/b-next
    [[ $output == *"ch98-one/b-next "*" -  "*" 2       0     1    1"[0-9]"      0" ]]
    echo 'int changed;' >> "$next/more.c"
    is_wrong ch98-one/b-next "more.c differs from the one in ch98-one/a-first"

    printf 'ch98-one/z-none\nch98-one/a-first/none.c\n' > "$next/PREV"
    is_wrong ch98-one/b-next "PREV names ch98-one/z-none, which is no step and no file of one"
    [[ $output == *"PREV names ch98-one/a-first/none.c, which is no step and no file of one"* ]]
}

# summary TAP...: what tests/lib/summary makes of it
summary() {
    run tests/lib/summary <(printf '%b' "$1")
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
    run "$BATS_TEST_DIRNAME/../lib/totals" one two
    [ "$status" -eq 0 ]
    [ "$output" = "7 passed, 0 failed, 2 skipped" ]
    run "$BATS_TEST_DIRNAME/../lib/totals" none one
    [ "$status" -eq 1 ]
    [ "$output" = "3 passed, 1 failed, 2 skipped" ]
}

# run_units SCRIPT...: runs tests/run with these as unit tests, and with part/one.bats
run_units() {
    local script
    for script; do
        units=$((units + 1))
        printf '#!/bin/bash\n%s\n' "$script" > "$BATS_TEST_TMPDIR/unit$units"
    done
    chmod +x "$BATS_TEST_TMPDIR"/unit*
    mkdir -p "$TREE/tests/lib" "$TREE/tests/part"
    cp tests/run "$TREE/tests"
    cp tests/lib/summary "$TREE/tests/lib"
    printf '@test "one" { true; }\n' > "$TREE/tests/part/one.bats"
    # bats puts a folder with another `bats` in front, which only it can use
    try env -u FILTER B=build RUN= PATH="${PATH#"${BATS_LIBEXEC:-}":}" \
        "$TREE/tests/run" "$BATS_TEST_TMPDIR"/unit*
}

@test "make test: a test program that crashes or leaks is a failure" {
    units=0
    run_units 'kill -SEGV $$' 'echo 1..1; echo ok 1 leaks; exit 99'
    [ "$status" -eq 1 ]
    [[ $output == *"FAILED: $BATS_TEST_TMPDIR/unit1: exit status 139"* ]]
    [[ $output == *"FAILED: $BATS_TEST_TMPDIR/unit2: exit status 99"* ]]
    [ "${lines[-1]}" = "2 passed, 2 failed; all of it is in build/test.log" ]
    grep -x 'ok 1 leaks' "$TREE/build/test.log"
}

# on_terminal UNIT...: what tests/run shows of them and part/one.bats on a terminal, as
# `shown`.  That it fails, as it has to, is part of that.
on_terminal() {
    command -v script > /dev/null || skip "script is missing: apt-get install bsdutils"
    shown=$(cd "$TREE" && env -u FILTER B=build RUN= PATH="${PATH#"${BATS_LIBEXEC:-}":}" script -eqc \
        "stty cols 60; tests/run $*" /dev/null < /dev/null | tr -d '\r')
    echo "$shown"
}

@test "make test: on a terminal a crash is shown with what was said before it" {
    units=0
    run_units 'echo 1..1; echo ok 1 a; echo "==12==ERROR: it" >&2; exit 99'
    rm -r "$TREE/build" # as in a fresh clone
    on_terminal "$BATS_TEST_TMPDIR/unit1"
    [[ $shown == *$'==12==ERROR: it\n'*"not ok 0 $BATS_TEST_TMPDIR/unit1: exit status 99"* ]]
    [[ $shown != *"tests/run: line"* ]]
}

@test "make test: a program leaves no process behind" {
    # seconds that nobody else sleeps for; how it is found does not name it itself
    local long=4321.$$ finds
    finds="grep -qszx [4]${long#4} /proc/[0-9]*/cmdline"
    units=0
    run_units "echo 1..1; setsid sleep $long > /dev/null 2>&1 3>&- & echo ok 1 a; until $finds; do :; done"
    [ "$status" -eq 0 ]
    # setsid, if that is not yet what it starts
    [[ $output =~ "# $BATS_TEST_TMPDIR/unit1 left running: "(setsid )?"sleep $long" ]]
    run ! eval "$finds"
}

@test "make test: on a terminal one line moves, and then stands what failed" {
    units=0
    run_units 'echo 1..2; echo ok 1 a; echo "# because"; echo not ok 2 b' 'echo 1..1; echo "ok 1 c # skip no luck"'
    on_terminal "$BATS_TEST_TMPDIR"/unit{1,2}
    [[ $shown == *" passed, "*" failed, "*" skipped; "*" of 3 files"* ]]
    [[ $shown != *"ok 1 a"* ]]
    [[ $shown == *$'# because\nnot ok 2 b\n'*$'\nskipped: c because no luck\nFAILED: b\n2 passed, 1 failed, 1 skipped; all of it is in build/test.log' ]]
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
    LEAVE_OUT=$'part/one\n unit/unit1' run_units 'echo 1..1; echo ok 1 a' 'echo 1..1; echo ok 1 b'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "1 passed, 0 failed; all of it is in build/test.log" ]
    LEAVE_OUT="part gone" run_units
    [ "$status" -eq 1 ]
    [ "$stderr" = "tests/run: no test is called gone: ch05 is a part, ch05/gdb a file of it, unit/mio a unit" ]
    LEAVE_OUT="part unit" run_units
    [ "$status" -eq 1 ]
    [ "$stderr" = "tests/run: LEAVE_OUT= leaves out all that FILTER= names" ]
}

@test "make test: what the environment says to tests/run comes through make" {
    # as .ci/run and tests/soak give it; make has variables of its own
    for name in MUST_HAVE LEAVE_OUT ALL REST ONLY JOBS WHOLE SHARE SHARES; do
        run ! grep -qE "^(override )?$name *[:?+]?=" Makefile make/*.mk
    done
}

@test "make test: with the log of a run elsewhere only what that skipped is run" {
    units=0
    cat > "$BATS_TEST_TMPDIR/log" << 'END'
ok 1 other # skip because
ok 2 o(e # skip there is no tool
# tests/part/two.bats: 1.000 s, of a CPU 0.100 + 0.100 s
ok 1 a
# build/unit/unit1: 1.000 s, of a CPU 0.100 + 0.100 s
ok 1 b # skip because
# build/unit/unit2: 1.000 s, of a CPU 0.100 + 0.100 s
END
    mkdir -p "$TREE/tests/part"
    printf '@test "%s" { true; }\n' 'o(e' 'o(e, too' other another > "$TREE/tests/part/two.bats"
    REST=$BATS_TEST_TMPDIR/log run_units 'echo 1..1; echo ok 1 a' 'echo 1..1; echo ok 1 b'
    [ "$status" -eq 0 ]
    [ "$(grep '^ok' <<< "$output" | sort)" = $'ok 1 b\nok 1 o(e\nok 2 other' ]
}

@test "make test: three shares are all files that take long, each once" {
    local share all=
    units=0
    mkdir -p "$TREE/tests/suite"
    for name in answers bench build transcripts; do
        echo "@test \"$name\" { true; }" > "$TREE/tests/suite/$name.bats"
    done
    for share in 7 8 9; do
        ALL=1 SHARES=3 SHARE=$share run_units 'echo 1..1; echo ok 1 a'
        [ "$status" -eq 0 ]
        all+=$(grep -E '^ok 1 (answers|bench|build|transcripts)' <<< "$output")$'\n'
    done
    [ "$(sort <<< "$all")" = $'\nok 1 answers\nok 1 bench\nok 1 build\nok 1 transcripts' ]
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
    [ "${lines[-1]}" = "2 passed, 0 failed; all of it is in build/test.log" ]
}
