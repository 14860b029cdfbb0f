# The exercises of chapter 3: see judge.bash.
# needs: ch03-syscalls delayserver

load ../lib/helper
load ../lib/judge

@test "ch03, exercise 1: cat" {
    judges ch03-syscalls/exercises/1-cat
}

@test "ch03, exercise 2: a fourth argument" {
    # of its own accord clang keeps no variable in a register here
    [[ $COMPILER != *clang* ]] || skip "with clang an answer works that is wrong"
    judges ch03-syscalls/exercises/2-fourth-argument
}

@test "ch03, exercise 3: a queue without a timer" {
    judges ch03-syscalls/exercises/3-no-timer
}
