# What `check` and `accept` share.  B, RUN, COMPILER and the others are those of
# tests/lib/helper.bash.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cases=$here/cases

: "${B:=build}" "${RUN:=}" "${CC:=gcc}" "${COMPILER:=$CC}" "${SANITIZE:=}"
: "${VALGRIND:=}" "${ARCH:=$(uname -m)}"
export LC_ALL=C

# A program that hangs shall not hang the suite: none takes so much of a CPU, nor
# does corofy; and however busy the machine is, no program takes so long.
ulimit -S -t 100
limit='timeout 800'

sanitizers=address,undefined
[[ $B = /* ]] || B=$root/$B
corofy=$B/corofy

# translate: in a copy of a case's folder, from in.co to in.c; what corofy says
# goes into the file stderr (but not valgrind's lines), how it ends into $status.
translate() {
    local options=()
    [ ! -e options ] || read -ra options < options
    # shellcheck disable=SC2086  # lists of words
    $RUN "$corofy" "${options[@]}" in.co > stdout 2> stderr
    status=$?
    [ -z "$VALGRIND" ] || sed -i -E '/^(--|==)[0-9]+(--|==) /d' stderr
}

# Where the headers are, and the objects that a program takes with it.  In the
# form of chapter 10 the cases have its futures ($tmp/error.o, see compile_error)
# and a case.h which knows what is no leak.
futures=$root/ch10-final/a-rust-futures
use_own_form() {
    headers=(-I "$here") with=() finds_leaks=0
}
use_async_form() {
    headers=(-DASYNC -I "$here" -I "$futures") with=("$tmp/error.o") finds_leaks=1
}
use_own_form

# is_async_case NAME: one of chapter 10, which has no other form
is_async_case() {
    local flags=''
    [ ! -e "$cases/$1/options" ] || read -r flags < "$cases/$1/options"
    [[ $flags == *--async* ]]
}

# compile COMPILER ARGUMENT...: COMPILER may be several words.
compile() {
    $1 -std=gnu17 -Wall -Wextra -Werror "${headers[@]}" "${@:2}"
}

compile_error() {
    compile "$COMPILER" -O2 -c -o "$tmp/error.o" "$futures/error.c" || exit
}

# sanitize FLAGS: those of the compiler for these sanitizers
sanitize() {
    echo "-g -fsanitize=$1 -fno-sanitize-recover=all -fno-omit-frame-pointer"
}

# oracle OUT ARGUMENT...: in.co as plain C
oracle() {
    compile "$COMPILER" -DORACLE "${@:2}" -o "$1" -x c in.co
}
