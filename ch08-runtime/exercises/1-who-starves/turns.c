/*
 * Three tasks that want nothing but their turn, and ask for the next one as
 * soon as they have it: who gets the thirty that there are?  This is main.c for
 * the other files of c-reactor-executor.
 */
#include <stdio.h>

#include "executor.h"

enum {
    TASKS = 3,
    TURNS = 30
};

static int turns[TASKS + 1]; /* by task; of all in 0 */

struct turns_future {
    struct future future;
    int task;
};

/* A yield: it says at once that it can go on, and lets others before it. */
static enum poll_state turns_poll(struct future *future,
                                  const struct waker *waker, char **output)
{
    struct turns_future *self = (struct turns_future *)future;

    if (turns[0] == TURNS) {
        *output = NULL;
        return POLL_READY;
    }
    turns[0]++;
    turns[self->task]++;
    printf("%d%c", self->task, turns[0] < TURNS ? ' ' : '\n');
    waker_wake(waker);
    return POLL_NOT_READY;
}

static void turns_drop(struct future *future)
{
    free(future);
}

static struct future *take_turns(int task)
{
    struct turns_future *self = future_alloc(sizeof(*self));

    *self = (struct turns_future){{turns_poll, turns_drop}, task};
    return &self->future;
}

/* The first task spawns the others. */
static enum poll_state all_poll(struct future *future,
                                const struct waker *waker, char **output)
{
    (void)future, (void)waker;
    for (int i = 1; i <= TASKS; i++)
        spawn(take_turns(i));
    *output = NULL;
    return POLL_READY;
}

int main(void)
{
    struct future *all = future_alloc(sizeof(*all));

    *all = (struct future){all_poll, turns_drop};
    executor_block_on(all);
    for (int i = 1; i <= TASKS; i++)
        printf("task %d: %d turns\n", i, turns[i]);
    return 0;
}
