# The sequence diagram in chapter 8's README is what a debugger sees.
# needs: ch08-runtime delayserver

load ../lib/helper

setup() {
    [ -z "$SANITIZE$RUN" ] || skip "the same calls are followed without sanitizers, valgrind and emulators"
    command -v gdb > /dev/null || skip "gdb is missing"
    gdb -nx -batch -ex 'python 0' 2> /dev/null || skip "gdb has no Python"
    gdb -nx -batch -ex starti -ex kill "$(command -v true)" > /dev/null 2>&1 ||
        skip "gdb cannot trace a process here"
}

# What stands left of the lines of life; events as far as they do not vary
figure() {
    awk '/^<!-- traced/ { wanted = 1; next }
         wanted && /^```$/ { exit }
         wanted && !/^```/ { print substr($0, 1, 38) }' ch08-runtime/README.md |
        sed -nE 's/ +$//; s/^( +mio_poll_wait: (IN|OUT)).*/\1/; /^ *[a-z_]+( returns.*|:.*)?$/p'
}

# is_within FILE FILE: the lines of the first stand in the second in their
# order, whatever else is between
is_within() {
    awk 'BEGIN { i = 0 }
         NR == FNR { want[n++] = $0; next }
         i < n && $0 == want[i] { i++ }
         END { if (i < n) { print "not found: line " (i + 1) ", " want[i]; exit 1 } }' "$1" "$2"
}

# The two threads run as they like, so lines of the one may stand before or
# after those of the other, but for the path of the waker: it is stored, woken,
# and only then the executor goes on.  There may be polls for nothing.
@test "ch08: the sequence diagram is that of a trace" {
    local figure=$BATS_TEST_TMPDIR/figure trace=$BATS_TEST_TMPDIR/trace
    local program=$BATS_TEST_TMPDIR/b-reactor-executor
    $COMPILER -std=gnu17 -O0 -g -o "$program" ch08-runtime/b-reactor-executor/*.c
    start_server
    timeout 120 gdb -nx -q -batch -x tests/ch08/trace.py "$program" \
        2> "$trace.raw" > "$trace.out" || { cat "$trace.out" "$trace.raw"; return 1; }
    sed -E 's/^( +mio_poll_wait: (IN|OUT)).*/\1/' "$trace.raw" > "$trace"
    figure > "$figure"
    cat "$trace"
    [ "$(grep -c . "$figure")" -gt 30 ]
    for lines in '^[a-z]' '^ ' 'waker|parker_(unpark|park returns)'; do
        echo "lines with $lines:"
        is_within <(grep -E "$lines" "$figure") <(grep -E "$lines" "$trace")
    done
    [ "$(head -n 1 "$trace")" = http_get_poll ]
    [ "$(tail -n 1 "$trace")" = reactor_deregister ]
}
