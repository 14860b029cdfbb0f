# The exercises of chapter 9: see judge.bash.
# needs: ch09-pinning corofy delayserver

load ../lib/helper
load ../lib/judge

@test "ch09, exercise 1: in time" {
    judges ch09-pinning/exercises/1-in-time
}

@test "ch09, exercise 2: offsets" {
    judges ch09-pinning/exercises/2-offsets
}

@test "ch09, exercise 3: dropped early" {
    judges ch09-pinning/exercises/3-dropped-early
}
