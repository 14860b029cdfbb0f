# The check of each exercise: it refuses the step as it is and the likely wrong
# answers, each with its own sentence, and accepts the solution.
# needs: ch01-overview ch03-syscalls ch04-event-queue ch05-fibers ch07-coroutines ch08-runtime ch09-pinning ch10-final corofy delayserver

load ../lib/helper
load ../lib/copies

# check EXERCISE FOLDER: sets status and output; a check that lacks a tool skips
check() {
    CC=$COMPILER run "$1/check" "$2" 3>&-
    echo "$1/check: exit status $status:"
    echo "$output"
    [ "$status" -ne 77 ] || skip "${lines[-1]}"
}

# refuses EXERCISE FOLDER: with a sentence
refuses() {
    check "$1" "$2"
    [ "$status" -eq 1 ]
    [[ ${lines[-1]} == *\ *[.?] ]]
}

# applies EXERCISE STEP: its patches do, to the step as it is
applies() {
    local patch name
    for patch in "$1"/*.patch; do
        name=$BATS_TEST_TMPDIR/$(basename "$patch" .patch)
        lay_out "$2" "$name"
        apply "$patch" "$name"
    done
}

# judges EXERCISE: whole, if its turn is today
judges() {
    local step wrong name count=0
    need_plain_build
    step=$(sed -n 's/^step=//p' "$1/check")
    is_todays "$BATS_TEST_NUMBER" || {
        applies "$1" "$step"
        return
    }
    lay_out "$step" "$BATS_TEST_TMPDIR/unchanged"
    refuses "$1" "$BATS_TEST_TMPDIR/unchanged"
    for wrong in "$1"/wrong-*.patch; do
        name=$BATS_TEST_TMPDIR/$(basename "$wrong" .patch)
        lay_out "$step" "$name"
        apply "$wrong" "$name"
        refuses "$1" "$name"
        # the head of the patch has this sentence; * stands for what may differ
        [[ ${lines[-1]} == $(sed -n 's/^check: //p' "$wrong") ]]
        count=$((count + 1))
    done
    [ $count -gt 0 ]
    lay_out "$step" "$BATS_TEST_TMPDIR/solution"
    apply "$1/solution.patch" "$BATS_TEST_TMPDIR/solution"
    check "$1" "$BATS_TEST_TMPDIR/solution"
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "done" ]
}

# how_to_copy EXERCISE: what its reader types first
how_to_copy() {
    local step copy
    step=$(sed -n 's/^step=//p' "$1/check")
    copy=$(sed -n 's/^copy=//p' "$1/check")
    if [ -n "$copy" ]; then
        echo "cp -r $step $copy"
    else
        echo "make try STEP=$step"
    fi
}

@test "exercises: each one is judged here, and its README says how to check it" {
    local exercise readme
    for exercise in $(compgen -G 'ch*/exercises/*/check'); do
        exercise=${exercise%/check}
        echo "$exercise"
        grep -qx "    judges $exercise" tests/suite/exercises.bats
        readme=${exercise%%/*}/README.md
        grep -qF "$exercise/check" "$readme"
        grep -qF "$(how_to_copy "$exercise")" "$readme"
    done
}

@test "exercises: a check says how to get a copy, where there is none" {
    local exercise
    for exercise in $(compgen -G 'ch*/exercises/*/check'); do
        exercise=${exercise%/check}
        run "$exercise/check" "$BATS_TEST_TMPDIR/none"
        echo "$exercise: $output"
        [ "$status" -eq 1 ]
        [[ ${lines[-1]} == "There is no $BATS_TEST_TMPDIR/none yet. Type: "*"$(how_to_copy "$exercise")" ]]
    done
}

# --- Chapter 1 ---

@test "exercises: ch01, 1, store" {
    judges ch01-overview/exercises/1-store
}

@test "exercises: ch01, 2, order" {
    judges ch01-overview/exercises/2-order
}

@test "exercises: ch01, 3, two threads" {
    judges ch01-overview/exercises/3-two-threads
}

# --- Chapter 3 ---

@test "exercises: ch03, 1, cat" {
    judges ch03-syscalls/exercises/1-cat
}

@test "exercises: ch03, 2, a fourth argument" {
    judges ch03-syscalls/exercises/2-fourth-argument
}

@test "exercises: ch03, 3, a queue without a timer" {
    judges ch03-syscalls/exercises/3-no-timer
}

# --- Chapter 4 ---

@test "exercises: ch04, 1, say that you wait" {
    judges ch04-event-queue/exercises/1-still-waiting
}

@test "exercises: ch04, 2, leave when asked" {
    judges ch04-event-queue/exercises/2-interrupt
}

@test "exercises: ch04, 3, send by completion" {
    judges ch04-event-queue/exercises/3-send
}

# --- Chapter 5 ---

@test "exercises: ch05, 1, count switches" {
    judges ch05-fibers/exercises/1-count-switches
}

@test "exercises: ch05, 2, join" {
    judges ch05-fibers/exercises/2-join
}

@test "exercises: ch05, 3, the smallest stack" {
    judges ch05-fibers/exercises/3-smallest-stack
}

@test "exercises: ch05, 4, a CPU of yours" {
    judges ch05-fibers/exercises/4-port
}

# --- Chapter 7 ---

@test "exercises: ch07, 1, a state more" {
    judges ch07-coroutines/exercises/1-a-state-more
}

@test "exercises: ch07, 2, a wait in a loop" {
    judges ch07-coroutines/exercises/2-a-wait-in-a-loop
}

@test "exercises: ch07, 3, yield" {
    judges ch07-coroutines/exercises/3-yield
}

@test "exercises: ch07, 4, the first wins" {
    judges ch07-coroutines/exercises/4-the-first-wins
}

# --- Chapter 8 ---

@test "exercises: ch08, 1, who starves" {
    judges ch08-runtime/exercises/1-who-starves
}

@test "exercises: ch08, 2, a time limit" {
    judges ch08-runtime/exercises/2-a-time-limit
}

@test "exercises: ch08, 3, lose a wakeup" {
    judges ch08-runtime/exercises/3-lose-a-wakeup
}

# --- Chapter 9 ---

@test "exercises: ch09, 1, in time" {
    judges ch09-pinning/exercises/1-in-time
}

@test "exercises: ch09, 2, offsets" {
    judges ch09-pinning/exercises/2-offsets
}

@test "exercises: ch09, 3, dropped early" {
    judges ch09-pinning/exercises/3-dropped-early
}

# --- Chapter 10 ---

@test "exercises: ch10, 1, smaller by a pointer" {
    judges ch10-final/exercises/1-smaller-by-a-pointer
}

@test "exercises: ch10, 2, both at once" {
    judges ch10-final/exercises/2-both-at-once
}

@test "exercises: ch10, 3, goodbye" {
    judges ch10-final/exercises/3-goodbye
}

@test "exercises: ch10, 4, within" {
    judges ch10-final/exercises/4-within
}
