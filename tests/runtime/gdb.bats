# What the command of runtime/gdb.py shows is what runtime_dump() prints.
# needs: corofy libcorofy.a

load ../lib/helper

setup() {
    [ -z "$RUN$SANITIZE" ] || skip "what gdb shows here is the plain program for this machine"
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    gdb -nx -batch -ex 'python 0' 2> /dev/null || skip "gdb has no Python"
    gdb -nx -batch -ex starti -ex kill "$(type -P true)" > "$BATS_TEST_TMPDIR/gdb" 2>&1 ||
        skip "gdb cannot trace a process here: $(tail -n 1 "$BATS_TEST_TMPDIR/gdb")"
    root=$PWD
    cd "$BATS_TEST_TMPDIR" || return
}

# program NAME [OPTION...]: of tests/runtime/NAME.co
program() {
    (
        cd "$root" || return
        "$B/corofy" --async "tests/runtime/$1.co" "$BATS_TEST_TMPDIR/$1.c"
        $COMPILER -std=gnu17 -O2 -Wall -Wextra -Werror -Iruntime "${@:2}" \
            -o "$BATS_TEST_TMPDIR/$1" "$BATS_TEST_TMPDIR/$1.c" "$B/libcorofy.a" -lpthread
    )
}

# with_gdb ARGUMENT...: what `pipe tasks | cat >> tree` has in $tree
with_gdb() {
    rm -f tree
    try timeout 120 gdb -nx -q -batch -ex 'set debuginfod enabled off' \
        -x "$root/runtime/gdb.py" "$@"
    [ "$status" -eq 0 ]
}

# dumps FILE: without what only runtime_dump() can say, and the program's other lines
dumps() {
    sed -nE 's/^runtime.*: ([0-9]+ tasks).*/\1/; /^[0-9]+ tasks|^ *[#a-z]/p' "$1"
}

@test "runtime: gdb shows tasks as runtime_dump() does, however that is held" {
    for name in dump sets; do
        program $name -g
        printf '%s\n' "break runtime_dump" commands silent "pipe tasks | cat >> tree" continue end \
            "run > out" > script
        with_gdb -x script $name
        diff <(dumps out) <(dumps tree)
        grep -q ' waits in line ' tree
    done
}

@test "runtime: gdb shows the tasks of all threads that wait, and from a core file" {
    program gdb -g
    with_gdb -ex "tbreak call_epoll_wait if all_wait" -ex "run > out" \
        -ex "pipe tasks | cat >> tree" -ex "generate-core-file core" -ex kill gdb
    diff <(dumps out) <(dumps tree)
    [ "$(grep '^runtime' tree)" = $'runtime in thread 1: 4 tasks\nruntime in thread 2: 2 tasks' ]
    mv tree live
    with_gdb -ex "pipe tasks | cat >> tree" gdb core
    diff <(dumps live) <(dumps tree)
    # no libthread_db: gdb finds no variable of a thread
    with_gdb -ex "set libthread-db-search-path /nowhere" -ex "core core" \
        -ex "pipe tasks | cat >> tree" gdb
    diff <(dumps live) <(dumps tree)
    with_gdb -ex "break main" -ex "run > out" -ex "pipe tasks | cat >> tree" gdb
    [ "$(< tree)" = "no thread has a runtime" ]
}

@test "runtime: gdb takes a coroutine's own struct, and without -g shows its name only" {
    # what gdb would take, as it shows this file
    echo "struct hour { char other[200]; int state; } other(void) { return (struct hour){0}; }" \
        > other.c
    program gdb -g "$PWD/other.c"
    with_gdb -ex "tbreak call_epoll_wait if all_wait" -ex "run > out" -ex "info line other" \
        -ex "pipe tasks | cat >> tree" gdb
    diff <(dumps out) <(dumps tree)
    program gdb
    with_gdb -ex "tbreak call_epoll_wait if \$_thread == 2" -ex "run > out" \
        -ex "pipe tasks | cat >> tree" gdb
    diff <(dumps tree) - << 'EOF'
4 tasks
#1 group
  #2 group
  #3 group
    #4 group
1 tasks
#1 group
EOF
}
