# The examples of corofy's manual, typed in as they stand there
# needs: corofy delayserver ch07-coroutines ch10-final

load ../lib/helper

# write_examples: what the manual says, as a script: the text of each file that
# it names, and commands
write_examples() {
    awk '
        /^\.Sh /       { is_example = /EXAMPLES/ }
        !is_example    { next }
        /^\.Pa .* :$/  { file = $2; next }
        /^\.Bd /       { is_text = 1; if (file) print "cat > " file " << \"END\""; next }
        /^\.Ed$/       { is_text = 0; if (file) print "END"; file = ""; next }
        is_text        { sub(/^\\&/, ""); gsub(/\\e/, "\\"); print }
    ' "$SOURCES/corofy/corofy.1"
}

@test "corofy: the examples of its manual do what it says" {
    [ "$ARCH" = "$(uname -m)" ] || skip "one types them in where they run"
    [[ $B = /* ]] || B=$PWD/$B
    SOURCES=$PWD
    serve instant
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work"
    { echo 'set -eu' && write_examples; } > examples
    [ "$(grep -c '^corofy ' examples)" -eq 7 ]
    SOURCES=$SOURCES PATH=$B:$PATH try bash examples
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    grep -q '^HelloWorld1$' <<< "$output"
    grep -q '^HelloAsyncAwait$' <<< "$output"
    grep -q '^// corofy rewrites this:$' <<< "$output"
    grep -qx 'fetch: [0-9]* octets' <<< "$output"
    grep -qF '/* Prints the answer to GET path.  Returns 0 or -errno. */' fetch.h
    grep -qx '#line 1 "request.co"' request.c
}
