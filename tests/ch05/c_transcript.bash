# What tests of more than one step of chapter 5 expect.  Load after helper.

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
