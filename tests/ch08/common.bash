# What the tests of this chapter share.  Load after helper.

STEPS="a-runtime b-reactor-executor c-reactor-executor d-multiple-threads"

# bodies: of the answers in $output, sorted
bodies() {
    grep -oE '^Hello(World[0-9]|AsyncAwait)$' <<< "$output" | sort | tr '\n' ' '
}

# times N WORD...: each word so often
times() {
    local word i
    for word in "${@:2}"; do
        for ((i = 0; i < $1; i++)); do printf '%s ' "$word"; done
    done
}

# expected STEP: its bodies
expected() {
    case $1 in
    [ab]-*) times 2 HelloAsyncAwait ;;
    c-*) times 1 HelloWorld{0..4} ;;
    d-*) times 12 HelloWorld{0..4} ;;
    esac
}

# is_answered STEP: $output has all that the step has asked for
is_answered() {
    [ "$(bodies)" = "$(expected "$1")" ]
    [ "$1" = a-runtime ] || grep -qx 'main: All tasks are finished' <<< "$output"
}
