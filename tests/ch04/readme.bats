# What chapter 4's README says under "Break it"
# needs: ch04-event-queue delayserver tools/badserver

load ../lib/helper
load ../lib/copies

@test "ch04: a queue with edges hangs where not all is read, one with levels does not" {
    begin ch04-event-queue/a-epoll
    replace main.c 'char data[4096];' 'char data[20];'
    replace main.c 'while (n > 0 || (n < 0 && errno == EINTR));' 'while (n < 0 && errno == EINTR);'
    build
    serve instant
    hangs "" "$PROGRAM" "$DELAYSERVER"
    start --level "$DELAYSERVER"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^RECEIVED: ' <<< "$output")" -eq 5 ]
}

@test "ch04: a stream that is counted for each of its events" {
    begin ch04-event-queue/a-epoll
    replace main.c '        if (stream->is_done)
            continue;
' ''
    build
    start_server --quiet
    start --level "$DELAYSERVER"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^request-4$' <<< "$output")" -eq 5 ]
    [ "$(grep -c '^request-[0-3]$' <<< "$output")" -eq 0 ]
    [[ $output == *FINISHED* ]]
}

@test "ch04: a completion comes of a request, and not by itself" {
    begin ch04-event-queue/c-io-uring
    replace main.c '            request_data(uring, stream, token);
' ''
    build
    serve pieces
    start "$DELAYSERVER"
    [ "$status" -ne 77 ] || skip "no io_uring here"
    [ "$status" -eq 134 ]
    [[ $stderr == *"panic: uring_wait with nothing in flight"* ]]
}

@test "ch04: a timeout that is rounded down is found by a test of mio.h" {
    begin ch04-event-queue/b-epoll-mio
    replace mio.c ' + (ns % 1000000 > 0)' ''
    tree=$BATS_TEST_TMPDIR
    mkdir -p "$tree/build/try/ch04-event-queue"
    mv "$COPY" "$tree/build/try/ch04-event-queue"
    ln -s "$PWD/tests" "$tree"
    # the commands of the README
    cd "$tree"
    sed -n '/^      cp tests\/unit\/mio.c/,/^      build\/try\/mio_test$/p' \
        "$BATS_TEST_DIRNAME/../../ch04-event-queue/README.md" > commands
    [ "$(grep -c '' commands)" -eq 5 ]
    mkdir bin
    ln -s "$(command -v "${COMPILER%% *}")" bin/cc
    PATH=$PWD/bin:$PATH run bash commands
    echo "$output"
    grep '^not ok .*a_wait_does_not_spin' <<< "$output"
    [ "$(grep -c '^not ok' <<< "$output")" -eq 1 ]
}

@test "ch04: the struct of another CPU does not compile" {
    begin ch04-event-queue/a-epoll
    replace event_queue.c '#ifdef __x86_64__' '#ifdef __aarch64__'
    run $COMPILER -std=gnu17 -Wall -c -o "$BATS_TEST_TMPDIR/event_queue.o" "$COPY/event_queue.c"
    echo "$output"
    [ "$status" -ne 0 ]
    [[ $output == *"static assertion failed"* || $output == *"static_assert failed"* ]]
}
