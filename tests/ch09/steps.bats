# Chapter 9: what outlives a wait, and why it must stay where it is
# needs: ch09-pinning corofy delayserver tools/badserver

load ../lib/helper
load ../lib/transcript
load common

# What asks for two answers and gets them

# --- The book's programs ---

# run_well STEP: with a delayserver, which is asked for both answers
run_well() {
    start_server
    run_step "$1"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "$(grep '^#' "$SERVER_LOG")" = "#1 - 600ms: HelloAsyncAwait
#2 - 400ms: HelloAsyncAwait" ]
}

@test "ch09/a: prints the book's transcript" {
    run_well a-coroutines-variables
    diff - <(transcript | once "$PENDING") << END
Program starting
FIRST POLL - START OPERATION
$PENDING
$(answer HelloAsyncAwait)
FIRST POLL - START OPERATION
$PENDING
$(answer HelloAsyncAwait)
Received 2 responses.
main: All tasks are finished
END
}

# prints_at_the_end STEP: nothing is said of the first answer when it comes
prints_at_the_end() {
    run_well "$1"
    diff - <(transcript | once "$PENDING") << END
Program starting
FIRST POLL - START OPERATION
$PENDING
FIRST POLL - START OPERATION
$PENDING

BUFFER:
----
$(answer HelloAsyncAwait)
$(answer HelloAsyncAwait)

main: All tasks are finished
END
}

@test "ch09/b: prints the book's transcript" {
    prints_at_the_end b-coroutines-references
}

@test "ch09/e: prints the book's transcript" {
    prints_at_the_end e-coroutines-pin
}

@test "ch09/d: prints the book's parts in its order, and what is left of the swap" {
    local address
    run_step d-pin
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    diff - <(sed -E 's/0x[0-9a-f]+ */ADDRESS /; s/ $//' <<< "$output") << 'END'
heap_pinning
0
2

stack_pinning_manual
0
2

stack_pinning_manual_problem
      x: {
  +-----> a: ADDRESS
  |       b: ADDRESS -----+
  |   }                          |
  |   y: {                       |
  |       a: ADDRESS <----+
  +------ b: ADDRESS
      }

stack_pinning_macro
0
2

pin_projection
0
2
b was moved out, and another one moved in
END
    # of x.a, x.b, y.a, y.b each b is the other's a
    mapfile -t address < <(addresses)
    [ "${address[0]}" != "${address[2]}" ]
    [ "${address[1]}" = "${address[2]}" ]
    [ "${address[3]}" = "${address[0]}" ]
    # however long an address is, the right side of the picture is straight
    [ "$(grep -E '^  \|.*[|+]$' <<< "$output" | awk '{ print length }' | tr '\n' ' ')" = "34 34 34 34 " ]
}

# --- The coroutine that is moved ---

# dies_as_expected: c does, as the driver reports it.  AddressSanitizer has a
# memcpy of its own, which looks first, and reports that.
dies_as_expected() {
    if [[ $SANITIZE == *address* ]]; then
        [ "$status" -eq 1 ]
        grep -q 'ERROR: AddressSanitizer: .* on address 0xa5a5a5a5a5a5a5a5 ' <<< "$stderr"
        grep -q '#1 .* in text_append ' <<< "$stderr"
    else
        [ "$status" -eq 0 ]
        [ "$(grep -c ' died by ' <<< "$stderr")" -eq 1 ]
        [[ $stderr == *"c-coroutines-problem died by SIGSEGV, as it should: "* ]]
    fi
}

@test "ch09/c: is moved, writes to where it was, and dies of it" {
    start_server
    run_step c-coroutines-problem
    dies_as_expected
    shows_the_move
    # it died when the first answer came
    [ "$(grep '^#' "$SERVER_LOG")" = "#1 - 600ms: HelloAsyncAwait" ]
}

@test "ch09: the tour goes on behind the step that dies" {
    serve instant
    # shellcheck disable=SC2086
    try $RUN "$B/ch09-pinning"
    dies_as_expected
    [ "$(grep -c '^Program starting$' <<< "$output")" -eq 4 ]
    [ "$(grep -c '^main: All tasks are finished$' <<< "$output")" -eq 3 ]
    grep -qx 'pin_projection' <<< "$output"
}

@test "ch09/c: gdb shows where the writer aims, and what it finds there" {
    local program=$BATS_TEST_TMPDIR/c
    [ -z "$RUN$SANITIZE" ] || skip "what gdb shows here is the plain program for this machine"
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    gdb -nx -batch -ex starti -ex kill "$(type -P true)" > "$BATS_TEST_TMPDIR/gdb" 2>&1 ||
        skip "gdb cannot trace a process here: $(tail -n 1 "$BATS_TEST_TMPDIR/gdb")"
    serve instant
    $COMPILER -std=gnu17 -O0 -g3 -o "$program" ch09-pinning/c-coroutines-problem/*.c
    try gdb -nx -q -batch -ex run -ex 'frame function async_main_poll' \
        -ex 'print &self->stack.buffer' -ex 'print self->stack.writer' \
        -ex 'print *self->stack.writer' "$program"
    # what the program prints is lost with it: all addresses are gdb's
    output=$(grep '^\$[123] = ' <<< "$output")
    mapfile -t a < <(addresses)
    [ "${#a[@]}" -ge 4 ]
    [ "${a[0]}" != "${a[1]}" ]
    [[ $output == *"data = 0xa5a5a5a5a5a5a5a5 "*"end = 0xa5a5a5a5a5a5a5a5 "* ]]
}

# --- The coroutine that may not be moved ---

@test "ch09/e --move: a coroutine that was moved panics, before it does any harm" {
    ulimit -c 0
    start_server
    run_step e-coroutines-pin --move
    [ "$status" -eq 1 ]
    grep -x 'panic: coroutine async_main moved after its first poll' <<< "$stderr"
    [[ $stderr == *"ch09-pinning: e-coroutines-pin died by SIGABRT: "* ]]
    diff - <(once "$PENDING" <<< "$output") << END
Program starting
FIRST POLL - START OPERATION
$PENDING
END
}

# user: another file of a program with e in it, which has storage for its
# coroutine; and with -DCOPY and so on, what it cannot do
user() {
    cat << 'END'
#include "executor.h"
#include "future.h"
#include "runtime.h"

struct async_main;
size_t async_main_size(void);
struct future *async_main_init(void *storage);

#ifdef COPY
void copy(struct async_main *to, const struct async_main *from)
{
    *to = *from;
}
#endif
#ifdef VARIABLE
struct async_main variable;
#endif
#ifdef SIZE
size_t size = sizeof(struct async_main);
#endif

int main(void)
{
    void *storage = future_alloc(async_main_size());

    if (runtime_init() < 0)
        return 1;
    executor_block_on(async_main_init(storage));
    runtime_fini();
    free(storage);
    return 0;
}
END
}

@test "ch09/e: nobody outside can copy its struct, but anybody give it a place" {
    local what folder=$BATS_TEST_TMPDIR/user
    local compile="$COMPILER -std=gnu17"
    cp -r ch09-pinning/e-coroutines-pin "$folder"
    user > "$folder/user.c"
    for what in COPY VARIABLE SIZE; do
        # shellcheck disable=SC2086
        run $compile -D$what -c -o "$folder/user.o" "$folder/user.c"
        echo "$what: $output"
        [ "$status" -ne 0 ]
        grep -qE "undefined type|incomplete type|never completed|storage size of .* isn't known" <<< "$output"
    done
    $compile -Dmain=step_main -c -o "$folder/main.o" "$folder/main.c"
    rm "$folder/main.c"
    $compile -Wall -Wextra -Werror -o "$folder/user" "$folder"/*.c "$folder/main.o"
    serve instant
    # shellcheck disable=SC2086
    try $RUN "$folder/user"
    [ "$status" -eq 0 ]
    is_answered e-coroutines-pin
}

# --- corofy ---

@test "ch09: main.c is what corofy makes of main.co, with the options it names" {
    local name source option
    for name in $STEPS c-coroutines-problem; do
        source=ch09-pinning/$name/main.co
        option=$(scripts/options "${source%/*}")
        case $name in
        e-*) [ "$option" = "--waker --stack --pin" ] ;;
        *) [ "$option" = "--waker --stack" ] ;;
        esac
        # shellcheck disable=SC2086
        try $RUN "$B/corofy" $option "$source" -
        [ "$status" -eq 0 ]
        [ "$stderr" = "" ]
        diff "ch09-pinning/$name/main.c" <(echo "$output")
    done
}

# --- Servers that do not answer as they should ---

NOBODY='connect \(is the delayserver running\?\): Connection refused'

@test "ch09: say that there is no server" {
    for name in $STEPS; do
        export DELAYSERVER=127.0.0.1:1
        fails_with $name "$GET from 127\.0\.0\.1:1: $NOBODY"
        DELAYSERVER=localhost:0
        fails_with $name "$GET: find the delayserver localhost:0: a server is written HOST or HOST:PORT; .*"
    done
}

@test "ch09/c: says that there is no server, which is not how it should end" {
    ends_early c-coroutines-problem
    [[ ${stderr_lines[0]} =~ ^c-coroutines-problem:\ $GET\ from\ 127\.0\.0\.1:1:\ $NOBODY$ ]]
    [ "${stderr_lines[1]}" = "ch09-pinning: c-coroutines-problem ended with exit status 1, not by SIGSEGV" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
}

# --- How they are built by hand, and called ---

# refuses PROGRAM USAGE ARGUMENT...: with status 2, before anything is done
refuses() {
    # shellcheck disable=SC2086
    try $RUN "$1" "${@:3}"
    [ "$status" -eq 2 ]
    [ "$output" = "" ]
    [ "$stderr" = "usage: ${1##*/} $2" ]
}

@test "ch09/c, e: refuse what they do not know" {
    local program argument
    program=$(build c-coroutines-problem)
    for argument in --freed -f '' --move; do
        refuses "$program" '[--free]' "$argument"
    done
    refuses "$program" '[--free]' --free --free
    program=$(build e-coroutines-pin)
    for argument in --moved -m '' --free; do
        refuses "$program" '[--move]' "$argument"
    done
    refuses "$program" '[--move]' --move more
}

# --- What the README wants broken ---

@test "ch09: broken: what is swapped writes to the other, and no tool says so" {
    broken d-pin main.c 's/^ +draw\(&x, &y\);/&\n*x.b = 5; printf("%d %d\\n", x.a, y.a);/'
    [ "$output" = "" ]
    # shellcheck disable=SC2086
    try $RUN "$FOLDER/program"
    [ "$status" -eq 0 ]
    grep -x '0 5' <<< "$output"
}

@test "ch09: broken: what is incomplete cannot be assigned" {
    broken e-coroutines-pin mover.c 's/^ +memcpy.*/*(struct async_main *)self->new = *(struct async_main *)self->old;/
                                     s/^static void move/struct async_main;\n&/'
    [ "$status" -ne 0 ]
    [[ $output == *"undefined type"* || $output == *"incomplete type"* ]]
}
