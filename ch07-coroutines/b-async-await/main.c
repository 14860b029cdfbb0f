/* corofy made this of main.co: edit that */
/* b-async-await: what a person writes; corofy makes the state machine of it */
/* corofy makes main.c of main.co */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "future.h"
#include "http.h"

static struct future *get(int i)
{
    return http_getf("/%d/HelloWorld%d", i * 1000, i);
}

/* One after the other: each wait lets the rest of the coroutine wait, too. */
enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
    ASYNC_MAIN_WAIT2,
    ASYNC_MAIN_WAIT3,
    ASYNC_MAIN_WAIT4,
    ASYNC_MAIN_WAIT5,
    ASYNC_MAIN_RESOLVED,
};

struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child;
};

static enum poll_state async_main_poll(struct future *future, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *txt;

    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");
        self->child = get(0);
        self->state = ASYNC_MAIN_WAIT1;
        /* fall through */
    case ASYNC_MAIN_WAIT1:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = get(1);
        self->state = ASYNC_MAIN_WAIT2;
        /* fall through */
    case ASYNC_MAIN_WAIT2:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = get(2);
        self->state = ASYNC_MAIN_WAIT3;
        /* fall through */
    case ASYNC_MAIN_WAIT3:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = get(3);
        self->state = ASYNC_MAIN_WAIT4;
        /* fall through */
    case ASYNC_MAIN_WAIT4:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = get(4);
        self->state = ASYNC_MAIN_WAIT5;
        /* fall through */
    case ASYNC_MAIN_WAIT5:
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

struct future *async_main(void)
{
    struct async_main *self = future_alloc(sizeof(*self));

    *self = (struct async_main){
        .future = {async_main_poll, async_main_drop},
        .state = ASYNC_MAIN_START,
    };
    return &self->future;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(void)
{
    double start = now();
    struct future *future = async_main();

    /* all the time that there is goes into asking: 100 % of a CPU */
    while (future_poll(&future, NULL) == POLL_NOT_READY)
        ;
    printf("\nELAPSED TIME: %.1f\n", now() - start);
    return 0;
}
