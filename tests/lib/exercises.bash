# What the checks of exercises share.  A check is a script that sets `step` and
# loads this file:
#
#   step=ch01-overview/a-assembly-dereference
#   . "${0%/*}/../../../tests/lib/exercises.bash"
#
# Then its first argument, or else the copy that `make try STEP=...` lays out,
# is the answer to judge.  Of that we make another copy, $WORK, so a check may
# add files and change some.  $TMP is empty and removed at the end.  What is no
# step (corofy, a model) is copied by hand: `copy` says to where, and all of its
# files are taken.
#
# From the environment: CC, the compiler (cc), and B, the build folder (build).

set -u
shopt -s nullglob
export LC_ALL=C
cd "${BASH_SOURCE[0]%/*}/../.." || exit

: "${CC:=cc}" "${B:=build}"
TMP=
SERVER_PID=

# is_done: the last line of a check that found nothing wrong
is_done() {
    echo "done"
    exit 0
}

# not_yet SENTENCE: ends the check, also where the output goes to a file
exec 8>&1
not_yet() {
    echo "$1" >&8
    exit 1
}

# need TOOL [PACKAGE]
need() {
    command -v "$1" > /dev/null && return
    echo "$1 is missing, and this check needs it: apt-get install ${2:-$1}"
    exit 77
}

# need_asan: skips where the compiler has no AddressSanitizer
need_asan() {
    echo 'int main(void) { return 0; }' > "$TMP/asan.c"
    $CC -fsanitize=address -o "$TMP/asan" "$TMP/asan.c" 2> /dev/null && "$TMP/asan" || {
        echo "This check needs a compiler with AddressSanitizer: apt-get install gcc"
        exit 77
    }
}

stop_server() {
    [ -z "$SERVER_PID" ] || kill "$SERVER_PID" 2> /dev/null
    SERVER_PID=
}

clean_up() {
    stop_server
    rm -rf "$TMP"
}

# take_answer [FOLDER]: what the reader has made of $step
take_answer() {
    local folder=${1:-${copy:-build/try/$step}} how="make try STEP=$step"
    [ -z "${copy:-}" ] || how="mkdir -p ${copy%/*} && cp -r $step $copy"
    [ -d "$folder" ] || not_yet "There is no $folder yet. Type: $how"
    TMP=$(mktemp -d) || exit
    trap clean_up EXIT
    trap 'exit 1' INT TERM HUP
    WORK=$TMP/work
    mkdir "$WORK"
    if [ -n "${copy:-}" ]; then
        cp "$folder"/* "$WORK"
    else
        cp "$folder"/*.[chS] "$folder"/*.co "$WORK" 2> /dev/null
    fi
}

# make_main_c: main.c of main.co, where there is a main.co
make_main_c() {
    local options
    [ -f "$WORK/main.co" ] || return 0
    [ -x "$B/corofy" ] || not_yet "There is no $B/corofy. Type: make"
    options=$(scripts/options "$step")
    # shellcheck disable=SC2086  # a list of words
    "$B/corofy" $options "$WORK/main.co" "$WORK/main.c" ||
        not_yet "corofy does not take your main.co: see above."
}

# compile PROGRAM [FLAG]...: all of $WORK
compile() {
    # shellcheck disable=SC2086  # CC may have flags
    $CC -std=gnu17 -g "${@:2}" -o "$1" "$WORK"/*.c "$WORK"/*.S ||
        not_yet "Your program does not compile: see above."
}

# run_for SECONDS COMMAND...: its exit status; the check ends if it hangs
run_for() {
    local status=0
    timeout -k 5 "$1" "${@:2}" 3>&- 8>&- || status=$?
    case $status in
    124 | 137) not_yet "Your program has not ended after $1 seconds." ;;
    esac
    return $status
}

# show_errors: but for what bash says of a program that a signal has ended
show_errors() {
    sed '/exercises\.bash: line [0-9]*: /d' "$TMP/err"
}

# start_server [ARGUMENT]...: a delayserver of our own, in DELAYSERVER, until the
# check ends or the next one starts
start_server() {
    local line
    stop_server
    [ -x "$B/delayserver" ] || not_yet "There is no $B/delayserver. Type: make"
    rm -f "$TMP/server"
    mkfifo "$TMP/server"
    "$B/delayserver" 127.0.0.1 --port 0 --quiet "$@" > "$TMP/server" 3>&- 8>&- &
    SERVER_PID=$!
    exec 9< "$TMP/server"
    read -r -t 60 -u 9 line
    export DELAYSERVER=${line#Listening on http://}
    [ "$DELAYSERVER" != "$line" ] || not_yet "$B/delayserver does not start."
}

take_answer "$@"
