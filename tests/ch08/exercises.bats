# The exercises of chapter 8: see judge.bash.
# needs: ch08-runtime corofy delayserver

load ../lib/helper
load ../lib/judge

@test "ch08, exercise 1: who starves" {
    judges ch08-runtime/exercises/1-who-starves
}

@test "ch08, exercise 2: a time limit" {
    judges ch08-runtime/exercises/2-a-time-limit
}

@test "ch08, exercise 3: lose a wakeup" {
    judges ch08-runtime/exercises/3-lose-a-wakeup
}
