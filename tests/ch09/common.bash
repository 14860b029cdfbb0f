# What the tests of this chapter share.  Load after helper.

PENDING='main: 1 pending tasks. Sleep until notified.'
GET='GET /600/HelloAsyncAwait'
STEPS="a-coroutines-variables b-coroutines-references e-coroutines-pin"

# build STEP: in its folder; prints the program's name
build() {
    local program=$BATS_TEST_TMPDIR/$1
    (cd "ch09-pinning/$1" && $COMPILER -std=gnu17 -Wall -Wextra -Werror -o "$program" ./*.c) >&2 &&
        echo "$program"
}

# broken STEP FILE SED [OPTION...]: a copy of the step in FOLDER, with FILE edited
# by sed -E and built with more options; what the compiler says is in $output
broken() {
    FOLDER=$BATS_TEST_TMPDIR/$1
    cp -r "ch09-pinning/$1" "$FOLDER"
    sed -E -i "$3" "$FOLDER/$2"
    run ! cmp -s "ch09-pinning/$1/$2" "$FOLDER/$2"
    run $COMPILER -std=gnu17 -Wall -Wextra -g "${@:4}" -o "$FOLDER/program" "$FOLDER"/*.c
    echo "$output"
}

# addresses: those in $output, one in a line
addresses() {
    grep -oE '0x[0-9a-f]+' <<< "$output"
}

# shows_the_move: $output has both pictures, one is the other but for where it
# is, and its writer points back
shows_the_move() {
    local a
    diff - <(once "$PENDING" <<< "$output" | sed -E 's/0x[0-9a-f]+/ADDRESS/g') << END
Program starting
FIRST POLL - START OPERATION
old: from ADDRESS to ADDRESS
     its buffer is at   ADDRESS
     its writer aims at ADDRESS
new: from ADDRESS to ADDRESS
     its buffer is at   ADDRESS
     its writer aims at ADDRESS
$PENDING
END
    # old: from 0 to 1, buffer 2, writer 3; new: from 4 to 5, buffer 6, writer 7
    mapfile -t a < <(addresses)
    # both are of one size, and apart
    [ $((a[1] - a[0])) -eq $((a[5] - a[4])) ]
    (( a[1] <= a[4] || a[5] <= a[0] ))
    # their buffers are inside, at the same place
    (( a[0] < a[2] && a[2] < a[1] ))
    [ $((a[2] - a[0])) -eq $((a[6] - a[4])) ]
    # and both writers aim at the old one
    [ "${a[3]}" = "${a[2]}" ]
    [ "${a[7]}" = "${a[2]}" ]
}

# is_answered STEP: $output has both answers, and the end
is_answered() {
    [ "$(grep -cx 'HelloAsyncAwait' <<< "$output")" -eq 2 ]
    [ "$1" != a-coroutines-variables ] || grep -qx 'Received 2 responses.' <<< "$output"
    grep -qx 'main: All tasks are finished' <<< "$output"
}

# run_step STEP [ARGUMENT...]: a step of this chapter
run_step() {
    step ch09-pinning "$@"
}

# ends_early STEP: with status 1, while the reactor's thread still runs.  Of what
# belongs to such a thread valgrind says "possibly lost".
ends_early() {
    local RUN=$RUN${VALGRIND:+ --errors-for-leak-kinds=definite}
    run_step "$1"
    [ "$status" -eq 1 ]
}

# fails_with STEP PATTERN: one line that says what and why, and status 1
fails_with() {
    ends_early "$1"
    [[ ${stderr_lines[0]} =~ ^$1:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch09-pinning: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    run ! grep -E 'Hello|finished' <<< "$output"
}
