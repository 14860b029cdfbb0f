# What all bats files share; each begins with `load helper`.
#
# `make test` sets B, the build folder, RUN, the words that stand before each
# program that is tested (an emulator, valgrind or nothing), and COMPILER,
# CC, ARCH, SANITIZE and VALGRIND as given to make.

bats_require_minimum_version 1.5.0
cd "$BATS_TEST_DIRNAME/../.." || exit 1

: "${B:=build}" "${RUN:=}" "${COMPILER:=gcc}" "${CC:=gcc}" "${ARCH:=$(uname -m)}"
: "${SANITIZE:=}" "${VALGRIND:=}"
export B RUN COMPILER CC ARCH SANITIZE VALGRIND

export LC_ALL=C

# Where nothing listens, so that a test that forgot its server fails at once
# and never talks to one that happens to run on 8080.
export DELAYSERVER=127.0.0.1:1

SERVER_PID=

# start_server [ARGUMENT...]: a delayserver on a free port, in DELAYSERVER,
# until the test ends or the next one starts.  Its output is in $SERVER_LOG.
start_server() {
    # shellcheck disable=SC2086  # RUN is a list of words
    start_listener $RUN "$B/delayserver" 127.0.0.1 --port 0 "$@"
}

# serve MODE: a badserver in place of the delayserver.  In the mode "gate" it
# answers nobody before `touch "$GATE"`.
serve() {
    export GATE=$BATS_TEST_TMPDIR/gate
    rm -f "$GATE"
    start_listener "$B/tools/badserver" "$1"
}

start_listener() {
    stop_server
    SERVER_LOG=$BATS_TEST_TMPDIR/server.log
    # or the address of the server before would be taken for its own
    rm -f "$SERVER_LOG"
    "$@" > "$SERVER_LOG" 2> "$SERVER_LOG.err" 3>&- &
    SERVER_PID=$!
    wait_for_line "$SERVER_LOG" "Listening on http://"
    DELAYSERVER=${REPLY##*Listening on http://}
    DELAYSERVER=${DELAYSERVER%%$'\n'*}
}

stop_server() {
    local pid=$SERVER_PID
    [ -n "$pid" ] || return 0
    SERVER_PID=
    kill "$pid"
    wait "$pid"
}

# wait_for_line FILE TEXT: until FILE has a line with TEXT in it; a minute at
# the most.  REPLY is the whole FILE then.  The pause only keeps the loop from
# burning the CPU; a grep in each round would burn more.
wait_for_line() {
    local i
    for ((i = 0; i < 1200; i++)); do
        REPLY=
        mapfile -d '' REPLY 2> /dev/null < "$1" || :
        [[ ${REPLY-} != *"$2"* ]] || return 0
        sleep 0.05
    done
    echo "no line with \"$2\" in $1:"
    cat "$1"
    return 1
}

# hangs LINE COMMAND...: the command prints LINE ("": anything or nothing), and three
# seconds later it still runs.  Sets output.  A slow machine cannot make a test fail that
# expects a hang; it can only make a slow command look as if it hung.
hangs() {
    local out=$BATS_TEST_TMPDIR/hangs pid
    rm -f "$out"
    stdbuf -oL "${@:2}" > "$out" 2>&1 3>&- &
    pid=$!
    wait_for_line "$out" "$1" || return
    ! timeout 3 tail --pid=$pid -f /dev/null || return
    kill $pid
    wait $pid || [ $? -eq 143 ]
    output=$(< "$out")
    echo "$output"
}

# children_of PID: the processes that any of its threads has started
children_of() {
    cat "/proc/$1/task/"*/children
}

# state PID: a letter, as in proc(5); Z if it has gone
state() {
    sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2> /dev/null || echo Z
}

# stop_and_go SIGNAL PID [CHILD]: stops a process (-PID: a group), or CHILD of it,
# and lets it go on, twenty times.  It must not end meanwhile: see serve gate.
stop_and_go() {
    local i watched=${3-$2}
    for ((i = 0; i < 20; i++)); do
        kill -"$1" -- "$2"
        until [ "$(state "$watched")" = T ]; do kill -0 "$watched"; done
        kill -CONT -- "$2"
        while [ "$(state "$watched")" = T ]; do :; done
    done
}

# make_in FOLDER [ARGUMENT...]: make as this suite was made, in a tree of its
# own below FOLDER (the flags of the make around us shall not reach it, nor RUN,
# which make would take for its own).
make_in() {
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u RUN make -C "$1" --no-print-directory \
        CC="$CC" ARCH="$ARCH" SANITIZE="$SANITIZE" VALGRIND="$VALGRIND" "${@:2}"
}

# copy_tree FOLDER: the makings of a suite without any step.  Compilers take long, so
# its corofy does nothing, and of the delayserver and the driver it has the objects of
# this build, which make builds again only for other flags.
copy_tree() {
    local corofy=$1/corofy object
    mkdir -p "$1/tests/unit" "$1/tests/tools" "$1/$B/obj" "$corofy"
    cp -rp Makefile make driver scripts delayserver "$1"
    for object in "$B/obj"/{flags,driver,delayserver,delayserver.*}; do
        [ ! -e "$object" ] || cp -rp "$object" "$1/$B/obj"
    done
    echo 'int main(void) { return 0; }' > "$corofy/main.c"
    touch "$corofy/corofy.1"
}

# new_step FOLDER LINE BODY: a step that does no more than BODY in its main
new_step() {
    mkdir -p "$1"
    cat > "$1/main.c" << END
/* ${1##*/}: $2 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    (void)argc, (void)argv;
    $3
    return 0;
}
END
}

# isolated COMMAND...: in a network of its own, where every port is free.
# skip_unless_isolated says whether that is possible here.
isolated() {
    "${SUITE:-.}/$B/tools/isolated" "$@"
}

skip_unless_isolated() {
    isolated true || skip "a network of its own is not allowed here"
}

# try COMMAND...: `run` with stderr apart, and all of it shown should the test
# fail.  What valgrind says, in lines that begin with a process id, is shown but
# not left in stderr: its findings are in the status.
try() {
    run --separate-stderr "$@"
    echo "status $status; stdout:"
    echo "$output"
    echo "stderr:"
    echo "$stderr"
    [[ $'\n'$stderr != *$'\n'[-=][-=][0-9]* ]] ||
        stderr=$(sed -E '/^(--|==)[0-9]+(--|==) /d' <<< "$stderr")
    stderr_lines=()
    [ -z "$stderr" ] || mapfile -t stderr_lines <<< "$stderr"
}

# step CHAPTER STEP [ARGUMENT...]: runs a step; sets status, output, stderr
step() {
    # shellcheck disable=SC2086
    try $RUN "$B/$1" "${@:2}"
}

# need_asan: skips where AddressSanitizer is missing, or cannot run
need_asan() {
    local program=$BATS_TEST_TMPDIR/asan
    [[ $COMPILER != *clang* ]] || command -v llvm-symbolizer ||
        skip "clang's reports have no names without llvm-symbolizer: apt-get install llvm"
    # shellcheck disable=SC2086
    echo 'int main(void) { return 0; }' |
        $COMPILER -fsanitize=address -x c -o "$program" - && $RUN "$program" ||
        skip "$COMPILER has no AddressSanitizer that runs here${RUN:+ below ${RUN%% *}}"
}

# A server that the test has left running is of no more interest, and one that
# does not end must not hold up the rest.
helper_teardown() {
    [ -n "$SERVER_PID" ] && [ -e "/proc/$SERVER_PID" ] || return 0
    kill -KILL "$SERVER_PID"
    wait "$SERVER_PID" 2> /dev/null || [ $? -eq 137 ] # bash says "Killed", too
}

teardown() {
    helper_teardown
}
