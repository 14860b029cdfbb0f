# What chapter 8's README says: what happens to those who break it, who does what,
# what waiting costs; and what its exercises begin with.
# needs: ch07-coroutines ch08-runtime corofy delayserver

load ../lib/helper

B_STEP=ch08-runtime/b-reactor-executor
C_STEP=ch08-runtime/c-reactor-executor

# --- Break it ---

# broken STEP [FILE SED]...: $program, a copy of the step with files changed
broken() {
    local step=$1 folder=$BATS_TEST_TMPDIR/broken
    rm -rf "$folder"
    cp -r "$1" "$folder"
    shift
    while [ $# -gt 0 ]; do
        sed -E -i "$2" "$folder/$1"
        echo "$1:"
        [ "$(diff "$step/$1" "$folder/$1" | tee /dev/stderr)" != "" ]
        shift 2
    done
    program=$folder/program
    # shellcheck disable=SC2086
    $COMPILER -std=gnu17 -g $flags -o "$program" "$folder"/*.c
}

# panics SENTENCE: $program does
panics() {
    ulimit -c 0
    # shellcheck disable=SC2086
    try $RUN "$program"
    [ "$status" -eq 134 ]
    grep -x "panic: $1" <<< "$stderr"
}

# sleeps: $program does for ever, and says so
sleeps() {
    hangs "main: 1 pending tasks. Sleep until notified." "$program"
    [ "${output##*$'\n'}" = "main: 1 pending tasks. Sleep until notified." ]
    ! grep -q HelloAsyncAwait <<< "$output"
}

answers() {
    # shellcheck disable=SC2086
    try $RUN "$program"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^HelloAsyncAwait' <<< "$output")" -eq 2 ]
}

SET_WAKER='reactor_set_waker(self->reactor, self->fd, waker);'
RETURN='s/^            return POLL_NOT_READY;$/            { sleep(1);'
NAP='s/#include <stdio.h>/&\n#include <unistd.h>/; s/^ +parker_park/sleep(1); &/'

@test "ch08: a future that forgets to wait is never asked again, or c says so" {
    start_server
    broken $C_STEP http.c '/^    reactor_set_waker/d'
    panics 'task 1 is not ready, and nobody has a waker of it'
    [ -z "$RUN" ] || skip "the rest sleeps for ever, with or without ${RUN%% *}"
    broken $B_STEP http.c '/^    reactor_set_waker/d'
    sleeps
}

@test "ch08: a waker that is stored after the read is not woken, but before" {
    [ -z "$RUN" ] || skip "it sleeps for ever, with or without ${RUN%% *}"
    start_server
    broken $B_STEP http.c "/^    reactor_set_waker/d; $RETURN $SET_WAKER return POLL_NOT_READY; }/"
    sleeps
    broken $B_STEP http.c "$RETURN return POLL_NOT_READY; }/"
    answers
}

@test "ch08: an unpark before the park is lost without a token, and with it is kept" {
    [ -z "$RUN" ] || skip "it sleeps for ever, with or without ${RUN%% *}"
    start_server
    broken $B_STEP executor.c "$NAP" parker.h '/while \(!parker->has_token\)/d'
    sleeps
    broken $B_STEP executor.c "$NAP"
    answers
}

@test "ch08: a waker that is kept but not cloned is used after it was freed" {
    [ -z "$RUN" ] || skip "AddressSanitizer and ${RUN%% *} do not go together"
    need_asan
    start_server
    flags=-fsanitize=address
    # the nap: or it may be parked when it is freed, and nobody knows what then
    broken $B_STEP reactor.c 's/waker_clone\(waker\)/*waker/' executor.c "$NAP"
    try timeout 60 "$program"
    [ "$status" -ne 0 ]
    grep 'ERROR: AddressSanitizer: heap-use-after-free' <<< "$stderr"
    grep -E 'freed by thread T1' -A 3 <<< "$stderr" | grep waker_drop
}

@test "ch08: a future that leaves its file in the reactor is found out" {
    start_server
    broken $B_STEP http.c '/^        reactor_deregister/d'
    panics 'the reactor ends, and 2 fds are still registered'
}

@test "ch08: an executor inside an executor is a bug" {
    start_server
    sed 's/^    puts("Program starting");/&\n    executor_block_on(async_main());/' \
        $B_STEP/main.co > "$BATS_TEST_TMPDIR/main.co"
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --waker "$BATS_TEST_TMPDIR/main.co" "$BATS_TEST_TMPDIR/main.c"
    broken $B_STEP main.c "1r $BATS_TEST_TMPDIR/main.c
                           d"
    panics 'executor_block_on inside executor_block_on'
}

# --- What else is said ---

@test "ch08: the functions that the README names are in the files that it links to" {
    local name file count=0
    while read -r name file; do
        echo "$name in $file"
        grep -qE "^[a-z].*[ *]$name\(" "ch08-runtime/$file"
        count=$((count + 1))
    done < <(grep -oE '\[`[a-z_]+\(\)`\]\([^)]*\)' ch08-runtime/README.md |
        sed -E 's/\[`([a-z_]+)\(\)`\]\((.*)\)/\1 \2/')
    [ $count -gt 10 ]
}

# cpu_ms COMMAND...: the CPU time that it takes, with its children
cpu_ms() {
    local TIMEFORMAT='%U %S'
    { time "$@" > "$BATS_TEST_TMPDIR/out" 2> "$BATS_TEST_TMPDIR/err"; } 2>&1 |
        awk '{ print int(($1 + $2) * 1000) }'
    cat "$BATS_TEST_TMPDIR/err" >&2
}

@test "ch08: waiting costs less CPU than asking all the time" {
    local asked waited
    [ -z "$RUN" ] || skip "${RUN%% *} takes CPU time for itself"
    start_server
    asked=$(cpu_ms "$B/ch07-coroutines" c)
    waited=$(cpu_ms "$B/ch08-runtime" c)
    echo "asked: $asked ms, waited: $waited ms"
    # on a machine that had time for it; hundreds are more like it
    [ "$asked" -gt $((5 * waited)) ]
}

# --- Exercises ---

@test "ch08: tasks of the exercise take turns in the step as it is" {
    local folder=$BATS_TEST_TMPDIR/turns
    cp -r $C_STEP "$folder"
    cp ch08-runtime/exercises/1-who-starves/turns.c "$folder/main.c"
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -g -o "$folder/program" "$folder"/*.c
    # shellcheck disable=SC2086
    try $RUN "$folder/program"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "${lines[0]}" = "$(printf '1 2 3 %.0s' {1..10} | sed 's/ $//')" ]
    [ "${lines[*]: -3}" = "task 1: 10 turns task 2: 10 turns task 3: 10 turns" ]
}

@test "ch08: an executor that throws its token away loses a wakeup" {
    [ -z "$RUN" ] || skip "it sleeps for ever, with or without ${RUN%% *}"
    start_server
    # once all are woken: who is in the queue already brings no token
    broken $C_STEP executor.c 's/#include <stdio.h>/&\n#include <unistd.h>/
        s/^void executor_block_on/static size_t woken(struct ready_queue *queue)\
{\
    size_t count = 0;\
\
    usleep(10000);\
    pthread_mutex_lock(\&queue->lock);\
    for (struct task *task = queue->first; task != NULL; task = task->next)\
        count++;\
    pthread_mutex_unlock(\&queue->lock);\
    return count;\
}\
\
&/
        s/^( +)parker_park/\1while (woken(executor.queue) < executor.tasks.count)\
\1    ;\
\1executor.queue->parker.has_token = false;\
&/'
    hangs "" "$program"
    # the answer of the first may be there before the last has begun
    [[ ${output##*$'\n'} =~ ^"main: "[1-5]" pending tasks. Sleep until notified."$ ]]
    [ "$(grep -c HelloWorld <<< "$output")" -lt 5 ]
}

@test "ch08: Spin tells how each mistake of the model loses a wakeup" {
    local lost=ch08-runtime/exercises/3-lose-a-wakeup/lost option
    command -v spin > /dev/null || skip "spin is missing: apt-get install spin"
    [ -z "$RUN" ] || skip "the model is the same with and without ${RUN%% *}"
    run $lost
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$output" = "no wakeup is lost" ]
    for option in -DREAD_FIRST -DNO_TOKEN -DCLEAR_AFTER_POLL; do
        echo "$option"
        run $lost "$option"
        echo "$output"
        [ "$status" -eq 0 ]
        [ "${lines[0]}" = "a wakeup is lost:" ]
        [ "${#lines[@]}" -gt 5 ]
    done
}
