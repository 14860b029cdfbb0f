# The exercises of chapter 4: see judge.bash.
# needs: ch04-event-queue delayserver

load ../lib/helper
load ../lib/judge

@test "ch04, exercise 1: say that you wait" {
    judges ch04-event-queue/exercises/1-still-waiting
}

@test "ch04, exercise 2: leave when asked" {
    judges ch04-event-queue/exercises/2-interrupt
}

@test "ch04, exercise 3: send by completion" {
    judges ch04-event-queue/exercises/3-send
}
