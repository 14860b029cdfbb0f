# What the tests of this chapter share.  Load after helper.

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
