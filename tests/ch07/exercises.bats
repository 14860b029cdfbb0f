# The exercises of chapter 7: see judge.bash.
# needs: ch07-coroutines corofy delayserver

load ../lib/helper
load ../lib/judge

@test "ch07, exercise 1: a state more" {
    judges ch07-coroutines/exercises/1-a-state-more
}

@test "ch07, exercise 2: a wait in a loop" {
    judges ch07-coroutines/exercises/2-a-wait-in-a-loop
}

@test "ch07, exercise 3: yield" {
    judges ch07-coroutines/exercises/3-yield
}

@test "ch07, exercise 4: the first wins" {
    judges ch07-coroutines/exercises/4-the-first-wins
}
