# What gdb shows of main.co.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common

@test "ch10: gdb speaks of main.co" {
    local name line
    [ -z "$RUN$SANITIZE" ] || skip "what gdb shows here is the plain program for this machine"
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    gdb -nx -batch -ex starti -ex kill "$(type -P true)" > "$BATS_TEST_TMPDIR/gdb" 2>&1 ||
        skip "gdb cannot trace a process here: $(tail -n 1 "$BATS_TEST_TMPDIR/gdb")"
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s step CC="$CC" STEP=ch10-final/a-rust-futures \
        B="$BATS_TEST_TMPDIR/build"
    serve never
    try gdb -nx -q -batch -ex 'break http_get_poll' -ex 'ignore 1 1' -ex run -ex 'bt 3' \
        -ex 'frame function async_main_poll' -ex 'print state' \
        "$BATS_TEST_TMPDIR/build/step/ch10-final/a-rust-futures/a-rust-futures"
    # the first await of each of them, which say where they were, too
    for name in show async_main; do
        line=$(awk "/^async .*$name\(/ { inside = 1 } inside && /await\(/ { print NR; exit }" \
            ch10-final/a-rust-futures/main.co)
        grep -E "in ${name}_poll \(.* at ch10-final/a-rust-futures/main\.co:$line\$" <<< "$output"
    done
    grep -x "\$1 = ASYNC_MAIN_AWAIT1_LINE$line" <<< "$output"
}
