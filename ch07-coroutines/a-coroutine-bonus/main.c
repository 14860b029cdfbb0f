/* a-coroutine-bonus: the same in a switch that macros hide, the old way of C */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "error.h"
#include "future.h"
#include "http.h"

/*
 * A coroutine remembers the line of its last wait, and the switch goes on
 * there.  It needs no tool and reads almost like the source, but a local has
 * lost its value after a wait, two waits cannot stand in one line, and a wait
 * in a switch of one's own is a case of that one, never found again.
 */
#define COROUTINE(self)   \
    switch ((self)->line) \
    case START:

#define WAIT(self, output, future)                                     \
    do {                                                               \
        (self)->child = (future);                                      \
        (self)->line = __LINE__;                                       \
        __attribute__((fallthrough));                                  \
    case __LINE__:                                                     \
        if (future_poll(&(self)->child, (output)) == POLL_NOT_READY)   \
            return POLL_NOT_READY; /* this is what waiting comes to */ \
    } while (0)

/* Where to go on at the next poll: a line, or one of these */
enum {
    START = 0,
    RESOLVED = -1,
};

/* What is kept from one poll to the next, as the stack is given up between */
struct async_main {
    struct future future;
    int line;
    struct future *child; /* what it waits for, owned; or NULL */
};

static enum poll_state async_main_poll(struct future *future, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *txt; /* lives from a wait to its free(), never across a wait */

    COROUTINE(self)
    {
        puts("Program starting");
        WAIT(self, &txt, http_get("/600/HelloAsyncAwait1"));
        puts(txt);
        free(txt);
        WAIT(self, &txt, http_get("/400/HelloAsyncAwait2"));
        puts(txt);
        free(txt);
        *output = NULL;
        self->line = RESOLVED;
        return POLL_READY;
    }
    if (self->line != RESOLVED)
        panic("coroutine async_main has lost its wait in line %d", self->line);
    panic("coroutine async_main was polled after it was ready");
}

static void async_main_drop(struct future *future)
{
    struct async_main *self = (struct async_main *)future;

    future_drop(self->child);
    free(self);
}

/* Calling the coroutine runs none of it: it makes the future of it. */
struct future *async_main(void)
{
    struct async_main *self = future_alloc(sizeof(*self));

    *self = (struct async_main){
        .future = {async_main_poll, async_main_drop},
        .line = START,
    };
    return &self->future;
}

static void sleep_ms(long ms)
{
    struct timespec left = {.tv_nsec = ms * 1000000};

    while (nanosleep(&left, &left) < 0) {
        if (errno != EINTR)
            die(errno, "sleep");
    }
}

int main(void)
{
    struct future *future = async_main();

    while (future_poll(&future, NULL) == POLL_NOT_READY) {
        puts("Schedule other tasks");
        /* nothing tells us when to poll again: each line is a poll in vain */
        sleep_ms(100);
    }
    return 0;
}
