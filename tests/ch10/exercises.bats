# The exercises of chapter 10: see judge.bash.
# needs: ch10-final corofy delayserver

load ../lib/helper
load ../lib/judge

@test "ch10, exercise 1: smaller by a pointer" {
    judges ch10-final/exercises/1-smaller-by-a-pointer
}

@test "ch10, exercise 2: both at once" {
    judges ch10-final/exercises/2-both-at-once
}

@test "ch10, exercise 3: goodbye" {
    judges ch10-final/exercises/3-goodbye
}

@test "ch10, exercise 4: within" {
    judges ch10-final/exercises/4-within
}
