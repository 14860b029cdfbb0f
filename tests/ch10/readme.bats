# What chapter 10's README says: where state lives, what is cleaned up, what
# happens to those who break it; and what its exercises begin with.
# needs: ch10-final corofy delayserver tools/badserver

load ../lib/helper
load common
load ../lib/valgrind

README=ch10-final/README.md
A_STEP=ch10-final/a-rust-futures

# shown MARK: the block that stands behind <!-- MARK -->, without its commands
shown() {
    awk -v mark="<!-- $1 -->" '
        $0 == mark { wanted = 1; next }
        wanted && /^```/ { wanted = 0; inside = 1; next }
        inside && /^```$/ { inside = 0; next }
        inside && !/^\$ / { print }' $README > "$BATS_TEST_TMPDIR/shown"
    [ -s "$BATS_TEST_TMPDIR/shown" ]
    cat "$BATS_TEST_TMPDIR/shown"
}

# translate OPTION... IN.co OUT.c: as the build folder's corofy does
translate() {
    # shellcheck disable=SC2086
    $RUN "$B/corofy" --async "$@"
}

# compile SOURCE.c [FILE...]: $program, of it and the files
compile() {
    program=$BATS_TEST_TMPDIR/program
    $COMPILER -std=gnu17 -Wall -Wextra -Werror -g -I$A_STEP -o "$program" "$@"
}

# --- Where state lives ---

# print_sizes IN.co: what the program prints that corofy --sizes makes of it
print_sizes() {
    translate --sizes "$1" "$BATS_TEST_TMPDIR/sizes.c"
    compile "$BATS_TEST_TMPDIR/sizes.c"
    # shellcheck disable=SC2086
    $RUN "$program"
}

@test "ch10: corofy --sizes says what the README shows" {
    print_sizes $A_STEP/main.co > "$BATS_TEST_TMPDIR/sizes"
    diff <(shown "sizes: $A_STEP") "$BATS_TEST_TMPDIR/sizes"
}

@test "ch10: the children lie in their parents where the figure has them" {
    sed 's/^int main(.*/int step_main(void)/' $A_STEP/main.co > "$BATS_TEST_TMPDIR/a.co"
    cat >> "$BATS_TEST_TMPDIR/a.co" << 'END'
int main(void)
{
    printf("%zu %zu %zu %zu %zu %zu\n", offsetof(struct async_main, err),
        offsetof(struct async_main, await1),
        offsetof(struct async_main, await1.await1),
        offsetof(struct async_main, await1.state),
        offsetof(struct async_main, state), sizeof(struct async_main));
    return 0;
}
END
    translate "$BATS_TEST_TMPDIR/a.co" "$BATS_TEST_TMPDIR/a.c"
    compile "$BATS_TEST_TMPDIR/a.c" $A_STEP/*.c
    # shellcheck disable=SC2086
    try $RUN "$program"
    [ "$output" = "$(shown "offsets: $A_STEP" |
        sed -nE 's/.*  ([0-9]+)  [|+].*/\1/p' | xargs)" ]
}

@test "ch10: gdb shows where a task waits" {
    [ -z "$RUN$SANITIZE" ] || skip "what gdb shows here is the plain program for this machine"
    command -v gdb > /dev/null || skip "gdb is missing: apt-get install gdb"
    gdb -nx -batch -ex starti -ex kill "$(type -P true)" > "$BATS_TEST_TMPDIR/gdb" 2>&1 ||
        skip "gdb cannot trace a process here: $(tail -n 1 "$BATS_TEST_TMPDIR/gdb")"
    start_server
    by_hand a-rust-futures
    build -g
    gdb -nx -q -batch -ex 'break async_main_poll' -ex run -ex 'set $task = self' \
        -ex finish -ex 'print $task->state' -ex 'print $task->await1.state' \
        -ex 'print $task->await1.await1.state' "$FOLDER/program" \
        > "$BATS_TEST_TMPDIR/gdb" 2>&1 3>&-
    cat "$BATS_TEST_TMPDIR/gdb"
    diff <(grep -E '^    \$[0-9] = ' $README | sed 's/^    //') <(grep -E '^\$[234] = ' "$BATS_TEST_TMPDIR/gdb")
}

# total_allocations: of the program in FOLDER
total_allocations() {
    valgrind "$FOLDER/program" 2>&1 3>&- |
        sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p'
}

@test "ch10: in boxes the futures are smaller, and are more" {
    need_valgrind
    start_server
    by_hand a-rust-futures
    build
    with=$(total_allocations)
    change main.co 's/await\((show\([^)]*\))\)/await(box(\1))/'
    translate "$FOLDER/main.co" "$FOLDER/main.c"
    build
    boxed=$(total_allocations)
    echo "$with $boxed"
    [ $((boxed - with)) -eq 2 ]
    print_sizes "$FOLDER/main.co" | tee /dev/stderr | grep -x 'async_main: 32 octets'
}

# --- What is cleaned up ---

@test "ch10: docs/cleanup.co prints what the README shows" {
    local count
    ulimit -c 0
    translate docs/cleanup.co "$BATS_TEST_TMPDIR/cleanup.c"
    compile "$BATS_TEST_TMPDIR/cleanup.c" $A_STEP/error.c
    # shellcheck disable=SC2086
    try $RUN "$program" 2
    diff <(shown "cleanup: 2") <(echo "$output")
    # shellcheck disable=SC2086
    try $RUN "$program" 4
    [ "$status" -eq 134 ]
    diff <(shown "cleanup: 4") <(echo "${stderr_lines[0]}") # qemu says more
    # each is given back once, whenever it is dropped
    for count in 0 1 2 3; do
        # shellcheck disable=SC2086
        try $RUN "$program" $count
        [ "$status" -eq 0 ]
        for what in a b0 b1; do
            [ "$(grep -c "take $what\$" <<< "$output")" -eq \
                "$(grep -c "give $what back" <<< "$output")" ]
        done
        [ "$(grep -c open <<< "$output")" -eq "$(grep -c close <<< "$output")" ]
    done
}

# --- The runtimes of others ---

@test "ch10: without a server a says so, and ends in good order" {
    ulimit -c 0
    # shellcheck disable=SC2086
    DELAYSERVER=127.0.0.1:1 try $RUN "$B/ch10-final" a
    [ "$status" -eq 1 ]
    # which of two streams comes first is not said, nor whether it had to sleep
    diff <(grep -A 6 '^    \$ DELAYSERVER=127.0.0.1:1' $README | sed '1d; s/^    //; /pending/d' | sort) \
        <(printf '%s\n%s\n' "$output" "$stderr" | sed /pending/d | sort)
}

@test "ch10: b spawns many" {
    start_server --quiet
    step ch10-final b spawn_many
    [ "$status" -eq 0 ]
    [ "$(grep -c Hello <<< "$output")" -eq 100 ]
}

# --- Break it ---

# change FILE SED: in FOLDER
change() {
    cp "$FOLDER/$1" "$BATS_TEST_TMPDIR/before"
    sed -E -i "$2" "$FOLDER/$1"
    run ! diff "$BATS_TEST_TMPDIR/before" "$FOLDER/$1"
    echo "$output"
}

# broken STEP [FILE SED]...: the program in FOLDER, with files changed
broken() {
    by_hand "$1"
    shift
    while [ $# -gt 0 ]; do
        change "$1" "$2"
        shift 2
    done
    translate "$FOLDER/main.co" "$FOLDER/main.c"
    build -gdwarf-4 # which valgrind knows
}

# panics SENTENCE: the program in FOLDER does
panics() {
    ulimit -c 0
    run_program
    [ "$status" -eq 134 ]
    grep -x "panic: $1" <<< "$stderr"
}

@test "ch10: who forgets the defer loses both answers" {
    need_valgrind
    start_server
    broken a-rust-futures main.co '/^    defer/d'
    valgrind --leak-check=full "$FOLDER/program" > "$BATS_TEST_TMPDIR/log" 2>&1 3>&-
    cat "$BATS_TEST_TMPDIR/log"
    grep 'definitely lost: 304 bytes in 2 blocks' "$BATS_TEST_TMPDIR/log"
}

@test "ch10: who forgets the runtime is told" {
    broken a-rust-futures main.co 's/= runtime_init\(\)/= 0/'
    panics 'http_get before runtime_init'
}

@test "ch10: who forgets the waker is told" {
    start_server
    broken a-rust-futures http.c '/^    if \(self->fd >= 0\)$/{N; /reactor_set_waker/d}'
    panics 'task 0 is not ready, and nobody has a waker of it'
}

@test "ch10: an output is of its type, and the compiler names the line of main.co" {
    by_hand a-rust-futures
    change main.co 's/^    \*err = await\(show/    char *text = await(show/'
    translate --line "$FOLDER/main.co" "$FOLDER/main.c"
    try build
    [ "$status" -ne 0 ]
    grep 'main.co:32:.*error: .*pointer' <<< "$stderr"
}

@test "ch10: a goto over a defer is refused" {
    by_hand a-rust-futures
    change main.co 's/^    struct http_response response = .*/    if (path == NULL)\n        goto out;\n&/
                    s/^    puts\(response.text\);/&\nout:/'
    try translate "$FOLDER/main.co" "$FOLDER/main.c"
    [ "$status" -eq 1 ]
    grep 'error: this goto jumps over the defer in line 20$' <<< "$stderr"
}

# What the README puts in place of the executor
moved_by_hand() {
    grep -A 8 '^      struct async_main first, second;' $README | sed 's/^  //'
}

@test "ch10: who moves the bonus is told, who moves a may" {
    moved_by_hand > "$BATS_TEST_TMPDIR/moved"
    serve instant
    broken a-rust-futures-bonus main.co "/executor_block_on/{
        r $BATS_TEST_TMPDIR/moved
        d
    }"
    panics 'async_main (main.co:36) moved after its first poll'
    broken a-rust-futures main.co "/executor_block_on/{
        r $BATS_TEST_TMPDIR/moved
        d
    }"
    run_program
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "$(tail -n 1 <<< "$output")" = "FIRST POLL - START OPERATION" ]
}

# --- Exercises ---

@test "ch10: exercise 4 begins with a task that finds the runtime of another" {
    start_server
    broken b-rust-futures-experiments main.co 's/^struct experiment \{/async void neighbours(int *err)\n{\n    static int other;\n\n    spawn(with_runtime_new(err));\n    spawn(without_runtime_new(\&other));\n}\n\n&/
        s/^    \{"spawn_many", .*/&\n    {"neighbours", neighbours_new},/'
    run_program neighbours
    grep -x HelloAsyncAwait <<< "$output"
}

@test "ch10: exercise 1, async_main is smaller by a pointer as well" {
    local folder=$BATS_TEST_TMPDIR/smaller
    cp -r $A_STEP "$folder"
    (cd "$folder" && GIT_CEILING_DIRECTORIES=${folder%/*} git apply \
        "$OLDPWD/ch10-final/exercises/1-smaller-by-a-pointer/solution.patch")
    mapfile -t before < <(print_sizes $A_STEP/main.co | sed -n 's/^[a-z_]*: \([0-9]*\) octets$/\1/p')
    mapfile -t after < <(print_sizes "$folder/main.co" | sed -n 's/^[a-z_]*: \([0-9]*\) octets$/\1/p')
    echo "${before[*]}, ${after[*]}"
    [ "${#before[@]}" -eq 2 ]
    [ "${after[*]}" = "$((before[0] - 8)) $((before[1] - 8))" ]
}
