# What the tests of this chapter share.  Load after helper.

STEPS="a-coroutine a-coroutine-bonus b-async-await c-async-await"
GET='GET /[0-9]+/Hello(World|AsyncAwait)[0-9] from 127\.0\.0\.1:[0-9]+'

# bodies: of the answers in $output, sorted
bodies() {
    grep -oE '^Hello(World|AsyncAwait)[0-9]$' <<< "$output" | sort | tr '\n' ' '
}

# expected STEP: its bodies
expected() {
    case $1 in
    a-coroutine) echo "HelloWorld1 HelloWorld2 " ;;
    a-coroutine-bonus) echo "HelloAsyncAwait1 HelloAsyncAwait2 " ;;
    *) echo "HelloWorld0 HelloWorld1 HelloWorld2 HelloWorld3 HelloWorld4 " ;;
    esac
}

# build FOLDER PROGRAM: by hand, as a reader would
build() {
    (cd "$1" && $COMPILER -std=gnu17 -Wall -Wextra -o "$2" ./*.c)
}

# run_step STEP: a step of this chapter
run_step() {
    step ch07-coroutines "$1"
}

# fails_with STEP PATTERN: one line that says what and why, and status 1
fails_with() {
    run_step "$1"
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} =~ ^$1:\ $2$ ]]
    [ "${stderr_lines[1]}" = "ch07-coroutines: $1 failed with exit status 1" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    [ "$(bodies)" = "" ]
    ! grep -q 'ELAPSED' <<< "$output"
}
