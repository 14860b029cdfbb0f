# The exercises of chapter 1: see judge.bash.
# needs: ch01-overview delayserver

load ../lib/helper
load ../lib/judge

@test "ch01, exercise 1: store" {
    judges ch01-overview/exercises/1-store
}

@test "ch01, exercise 2: order" {
    judges ch01-overview/exercises/2-order
}

@test "ch01, exercise 3: two threads" {
    judges ch01-overview/exercises/3-two-threads
}
