# What the tests of this chapter share.  Load after helper.

ALL="request-0 request-1 request-2 request-3 request-4 "
F=ch05-fibers/f-fibers-io

# build PROGRAM SOURCE OPTION...: with the fibers
build() {
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -pthread -I. -o "$1" "${@:3}" "$2" \
        $F/fiber_io.c $F/stack.c $F/mio.c $F/error.c $F/*.S
}

# c_transcript: what c-fibers prints, and e-fibers-windows, too
c_transcript() {
    local i
    for i in {0..9}; do
        [ "$i" -ne 0 ] || echo "THREAD 1 STARTING"
        echo "thread: 1 counter: $i"
        [ "$i" -ne 0 ] || echo "THREAD 2 STARTING"
        echo "thread: 2 counter: $i"
    done
    echo "THREAD 1 FINISHED"
    for i in {10..14}; do
        echo "thread: 2 counter: $i"
    done
    echo "THREAD 2 FINISHED"
}

# answers: which requests were answered by $output, sorted
answers() {
    sed -n 's/^\(request-[0-4]\) is answered: \1$/\1/p' <<< "$output" | sort | tr '\n' ' '
}

# run_step [ARGUMENT...]: the step
run_step() {
    step ch05-fibers f-fibers-io "$@"
}

# fails_with PATTERN [ARGUMENT...]: one line that says what and why
fails_with() {
    run_step "${@:2}"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^f-fibers-io:\ $1$ ]]
    [ "${stderr_lines[1]}" = "ch05-fibers: f-fibers-io failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    ! grep -q 'ELAPSED' <<< "$output"
}
