# The exercises of chapter 5: see judge.bash.
# needs: ch05-fibers delayserver

load ../lib/helper
load ../lib/judge

@test "ch05, exercise 1: count switches" {
    judges ch05-fibers/exercises/1-count-switches
}

@test "ch05, exercise 2: join" {
    judges ch05-fibers/exercises/2-join
}

@test "ch05, exercise 3: the smallest stack" {
    judges ch05-fibers/exercises/3-smallest-stack
}

@test "ch05, exercise 4: a CPU of yours" {
    judges ch05-fibers/exercises/4-port
}
