/* a-coroutine: a function that can wait is a state machine, written by hand */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "error.h"
#include "future.h"
#include "http.h"

/*
 * What we mean.  No C compiler knows coroutine and wait, so below it is written
 * out, just as corofy (the next step) would do it:
 *
 * coroutine void async_main(void)
 * {
 *     char *txt;
 *
 *     puts("Program starting");
 *     txt = wait(http_get("/600/HelloWorld1"));
 *     puts(txt);
 *     free(txt);
 *     txt = wait(http_get("/400/HelloWorld2"));
 *     puts(txt);
 *     free(txt);
 * }
 */

/* Where to go on at the next poll */
enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
    ASYNC_MAIN_WAIT2,
    ASYNC_MAIN_RESOLVED,
};

/* What is kept from one poll to the next, as the stack is given up between */
struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child; /* what it waits for, owned; or NULL */
};

static enum poll_state async_main_poll(struct future *future, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *txt; /* lives from a wait to its free(), never across a wait */

    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");
        self->child = http_get("/600/HelloWorld1");
        self->state = ASYNC_MAIN_WAIT1;
        /* fall through */
    case ASYNC_MAIN_WAIT1:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY; /* this is what waiting comes to */
        puts(txt);
        free(txt);
        self->child = http_get("/400/HelloWorld2");
        self->state = ASYNC_MAIN_WAIT2;
        /* fall through */
    case ASYNC_MAIN_WAIT2:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        *output = NULL;
        self->state = ASYNC_MAIN_RESOLVED;
        return POLL_READY;
    case ASYNC_MAIN_RESOLVED:
        break;
    }
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
        .state = ASYNC_MAIN_START,
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
