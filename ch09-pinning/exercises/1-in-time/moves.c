/*
 * Does a mover move its future, and before the first poll?  The future is made
 * here, and notes where it is.  What is wrong is said on stdout, in a sentence.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "mover.h"
#include "waker.h"

struct traveller {
    struct future future;
    int polls;
    char luggage[100];
};

static const char luggage[] = "what is in it is moved with it";
static const void *made_at;
static const void *polled_at;
static int dropped;

static _Noreturn void wrong(const char *what)
{
    puts(what);
    fflush(stdout);
    _Exit(1);
}

static enum poll_state traveller_poll(struct pin pin, const struct waker *waker,
                                      char **output)
{
    struct traveller *self = (struct traveller *)pin.future;

    (void)waker;
    if (polled_at == NULL)
        polled_at = self;
    if (self != polled_at)
        wrong("The future is still moved after its first poll.");
    if (self == made_at)
        wrong("The future is not moved: it is polled where it was made.");
    if (strcmp(self->luggage, luggage) != 0)
        wrong("The future is not moved whole.");
    if (++self->polls < 3)
        return POLL_NOT_READY;
    *output = NULL;
    return POLL_READY;
}

/* Where it is, is the mover's to free. */
static void traveller_drop(struct future *future)
{
    struct traveller *self = (struct traveller *)future;

    if (strcmp(self->luggage, luggage) != 0)
        wrong("The mover drops something else than its future.");
    dropped++;
}

static struct future *traveller_init(void *storage)
{
    struct traveller *self = storage;

    *self = (struct traveller){.future = {traveller_poll, traveller_drop}};
    strcpy(self->luggage, luggage);
    made_at = self;
    return &self->future;
}

/* Polls a mover so many times, then drops it. */
static void poll_and_drop(int polls)
{
    struct future *future = mover(sizeof(struct traveller), traveller_init);
    struct waker nobody = {NULL};
    char *output;

    polled_at = NULL;
    dropped = 0;
    for (int i = 1; i <= polls; i++) {
        enum poll_state state =
            future->poll((struct pin){future}, &nobody, &output);

        if ((state == POLL_READY) != (i == 3))
            wrong("The mover is not ready when its future is.");
    }
    future_drop(future);
    if (dropped != 1)
        wrong("The mover should drop its future once.");
}

int main(void)
{
    for (int polls = 0; polls <= 3; polls++)
        poll_and_drop(polls);
    return 0;
}
