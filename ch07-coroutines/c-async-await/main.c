/* corofy made this of main.co: edit that */
/* c-async-await: to wait for many at once, a coroutine waits for their join */
/* corofy makes main.c of main.co */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "future.h"
#include "http.h"

enum {
    REQUESTS = 5,
};

static struct future *get(int i)
{
    return http_getf("/%d/HelloWorld%d", i * 1000, i);
}

enum request_state {
    REQUEST_START,
    REQUEST_WAIT1,
    REQUEST_RESOLVED,
};

struct request {
    struct future future;
    enum request_state state;
    struct future *child;
    struct {
        int i;
    } start;
};

static enum poll_state request_poll(struct future *future, char **output)
{
    struct request *self = (struct request *)future;
    char *txt;

    switch (self->state) {
    case REQUEST_START:
        self->child = get(self->start.i);
        self->state = REQUEST_WAIT1;
        /* fall through */
    case REQUEST_WAIT1:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;

        puts(txt);
        free(txt);
        *output = NULL;
        self->state = REQUEST_RESOLVED;
        return POLL_READY;
    case REQUEST_RESOLVED:
        break;
    }
    panic("coroutine request was polled after it was ready");
}

static void request_drop(struct future *future)
{
    struct request *self = (struct request *)future;

    future_drop(self->child);
    free(self);
}

struct future *request(int i)
{
    struct request *self = future_alloc(sizeof(*self));

    *self = (struct request){
        .future = {request_poll, request_drop},
        .state = REQUEST_START,
        .start = {i},
    };
    return &self->future;
}

/* A function of its own, as the list cannot live across a wait (chapter 9) */
static struct future *request_all(void)
{
    struct future *futures[REQUESTS];

    for (int i = 0; i < REQUESTS; i++)
        futures[i] = request(i);
    return join_all(futures, REQUESTS);
}

enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
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

    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");
        self->child = request_all();
        self->state = ASYNC_MAIN_WAIT1;
        /* fall through */
    case ASYNC_MAIN_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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
