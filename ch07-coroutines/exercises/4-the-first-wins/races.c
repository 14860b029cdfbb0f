/*
 * Is race() what the exercise asks for?  Its futures are made here and count
 * what is done to them.  What is wrong is said on stdout, in a sentence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"

struct future *race(struct future **futures, size_t count);

enum {
    COUNT = 3,
    NEVER = 1000
};

/* Ready when it is polled so many times */
struct runner {
    struct future future;
    const char *name;
    int ready_at;
    int polls;
};

static int drops; /* of all runners */

static _Noreturn void wrong(const char *what)
{
    puts(what);
    fflush(stdout);
    _Exit(1); /* what is leaked then does not matter */
}

static enum poll_state runner_poll(struct future *future, char **output)
{
    struct runner *self = (struct runner *)future;

    self->polls++;
    if (self->polls > self->ready_at)
        wrong("race() polls a future after it was ready.");
    if (self->polls < self->ready_at)
        return POLL_NOT_READY;
    *output = self->name != NULL ? strdup(self->name) : NULL;
    return POLL_READY;
}

static void runner_drop(struct future *future)
{
    drops++;
    free(future);
}

static struct future *runner(const char *name, int ready_at)
{
    struct runner *self = future_alloc(sizeof(*self));

    *self = (struct runner){
        .future = {runner_poll, runner_drop},
        .name = name,
        .ready_at = ready_at,
    };
    return &self->future;
}

static struct future *race_of(int first, int second, int third)
{
    struct future *list[COUNT] = {runner("first", first),
                                  runner("second", second),
                                  runner("third", third)};
    struct future *future = race(list, COUNT);

    drops = 0;
    memset(list, 0, sizeof(list)); /* it copies the list, or crashes */
    return future;
}

/* Who is to win, in which poll */
static void run(struct future *future, int ready_at, const char *name)
{
    char *output = NULL;
    int polls = 1;

    while (future_poll(&future, &output) == POLL_NOT_READY) {
        if (++polls > ready_at)
            wrong("race() is not ready in the poll in which a future is.");
    }
    if (polls < ready_at)
        wrong("race() is ready before any of its futures.");
    if (output == NULL || strcmp(output, name) != 0)
        wrong("race() does not give the output of the future that was first.");
    free(output);
    if (drops != COUNT)
        wrong(drops < COUNT ? "race() does not drop all that have lost."
                            : "race() drops a future twice.");
}

int main(void)
{
    struct future *future, *lonely[] = {runner(NULL, 2)};
    char *output;

    run(race_of(3, NEVER, 5), 3, "first");
    run(race_of(NEVER, 5, 4), 4, "third");
    run(race_of(2, 2, 2), 2, "first");
    run(race_of(NEVER, 1, NEVER), 1, "second");

    future = race_of(NEVER, NEVER, NEVER);
    if (future->poll(future, &output) == POLL_READY)
        wrong("race() is ready before any of its futures.");
    future_drop(future);
    if (drops != COUNT)
        wrong("A race that is dropped should drop all of its futures.");

    future = race(lonely, 1);
    output = "";
    if (future_poll(&future, &output) == POLL_READY ||
        future_poll(&future, &output) == POLL_NOT_READY || output != NULL)
        wrong("A race of one should do what that one does.");
    return 0;
}
