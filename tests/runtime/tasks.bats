# Programs with the runtime, as a user builds them: corofy, cc, and the library
# needs: corofy libcorofy.a

load ../lib/helper

# program NAME: of tests/runtime/NAME.co
program() {
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async "tests/runtime/$1.co" "$BATS_TEST_TMPDIR/$1.c"
    # shellcheck disable=SC2086
    $COMPILER -std=gnu17 -Wall -Wextra -Werror ${SANITIZE:+-fsanitize=$SANITIZE} -Iruntime \
        -o "$BATS_TEST_TMPDIR/$1" "$BATS_TEST_TMPDIR/$1.c" "$B/libcorofy.a" -lpthread
}

@test "runtime: tasks of coroutines are spawned, joined, aborted, and left" {
    program tasks
    # shellcheck disable=SC2086
    try $RUN "$BATS_TEST_TMPDIR/tasks"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(echo "$output") << 'END'
 100 hello, late
 200 hello, late
 250 good bye, late
 250 ETIMEDOUT 0
 300 hello, first
 600 hello, first
 900 hello, first
 900 good bye, first
 900 0 3
runtime: 2 tasks, 0 ready, 1 timers, the next in 500 ms, virtual time
#1 tasks (tasks.co:42) runs
#3 greet (tasks.co:16) waits in line 22
  sleep_ms
1900 hello, second
2400 good bye, second
2400 ECANCELED 0
2400 0
2401 hello, box
2402 hello, box
2403 hello, box
2403 good bye, box
2404 good bye, left
END
}

@test "runtime: a dump shows where each task waits, however that is held" {
    program dump
    # shellcheck disable=SC2086
    try $RUN "$BATS_TEST_TMPDIR/dump"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(echo "$output") << 'END'
runtime: 1 tasks, 1 ready, 0 timers, virtual time
#1 watched (dump.co:62) has not begun
runtime: 2 tasks, 0 ready, 7 timers, the next in 498 ms, virtual time
#1 watched (dump.co:62) waits in line 64
  all (dump.co:44) waits in line 51
    tree (dump.co:15) waits in line 20
      tree (dump.co:15) waits in line 21
        paced (dump.co:9) waits in line 11
          sleep_ms
        paced (dump.co:9) waits in line 11
          sleep_ms
        sleep_ms
        paced (dump.co:9) waits in line 11
          sleep_ms
    pinned (dump.co:33) waits in line 40
      paced
      paced (dump.co:9) waits in line 11
        sleep_ms
      later (dump.co:25) waits in line 30
        paced
    paced (dump.co:9) waits in line 11
      sleep_ms
    paced_join
#2 paced (dump.co:9) waits in line 11
  sleep_ms
runtime: 1 tasks, 0 ready, 1 timers, the next in 400 ms, virtual time
#1 watched (dump.co:62) runs
#3 paced is done, and not joined
END
}

@test "runtime: the tasks of a set are taken as they are done, and end with it" {
    program sets
    # shellcheck disable=SC2086
    try $RUN "$BATS_TEST_TMPDIR/sets"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(echo "$output") << 'END'
 100 one of three ends
 100 one of three: 0, 2 left
 200 one of three ends
 200 one of three: 0, 1 left
 300 one of three ends
 300 one of three: 0, 0 left
 300 600
 310 inner quick ends
 310 inner quick
 310 inner quick ends
 310 inner quick
runtime: 5 tasks, 0 ready, 4 timers, the next in 410 ms, virtual time
#1 sets (sets.co:76) runs
  #5 pair (sets.co:25) waits in line 36
    sleep_ms
    #7 work (sets.co:17) waits in line 20
      sleep_ms
  #6 pair (sets.co:25) waits in line 36
    sleep_ms
    #9 work (sets.co:17) waits in line 20
      sleep_ms
 400 inner slow ends
 400 inner slow ends
 400 ECANCELED
 410 quick ends
 410 quick 30
 410 never ends
 410 the end
END
}

@test "runtime: fds, signals and threads are awaited, and runtime_main() is all of a main()" {
    program outside
    # shellcheck disable=SC2086
    RUNTIME_CLOCK=virtual try $RUN "$BATS_TEST_TMPDIR/outside"
    [ "$status" -eq 3 ]
    [ "$stderr" = "" ]
    diff - <(echo "$output") << 'END'
sum 5050
wrote x
read x
1
signal
END
}

@test "runtime: the example of its README does what it says" {
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async runtime/examples/hello.co "$BATS_TEST_TMPDIR/hello.c"
    # shellcheck disable=SC2086
    $COMPILER -std=gnu17 -Wall -Wextra -Werror ${SANITIZE:+-fsanitize=$SANITIZE} -Iruntime \
        -o "$BATS_TEST_TMPDIR/hello" "$BATS_TEST_TMPDIR/hello.c" "$B/libcorofy.a" -lpthread
    # shellcheck disable=SC2086
    try $RUN "$BATS_TEST_TMPDIR/hello"
    [ "$status" -eq 0 ]
    [ "$(tail -n 1 <<< "$output")" = 3 ]
    [ "$(grep -c '^every 300 ms$' <<< "$output")" -eq 3 ]
}

@test "runtime: its waker.h is that of chapter 10" {
    cmp runtime/waker.h ch10-final/a-rust-futures/waker.h
}
