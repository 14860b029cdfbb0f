/* corofy made this of main.co: edit that */
/* d-multiple-threads: an executor in each thread, and one reactor for all */
/* corofy --waker makes main.c of main.co */
#define _GNU_SOURCE /* pthread_setname_np */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "executor.h"
#include "future.h"
#include "http.h"
#include "runtime.h"

enum {
    THREADS = 11 /* beside the first one */
};

/* Prints the body by one call, so that no other thread prints between. */
static void print_body(const char *txt)
{
    const char *body = answer_body(txt);
    size_t len = strlen(body);

    if (len > 0)
        printf("%s%s", body, body[len - 1] == '\n' ? "" : "\n");
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

static enum poll_state request_poll(struct future *future,
                                    const struct waker *waker, char **output)
{
    struct request *self = (struct request *)future;
    char *txt;

    switch (self->state) {
    case REQUEST_START:
        self->child = http_getf("/%d/HelloWorld%d", self->start.i * 1000, self->start.i);
        self->state = REQUEST_WAIT1;
        /* fall through */
    case REQUEST_WAIT1:
        if (future_poll(&self->child, waker, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;

        print_body(txt);
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

enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_RESOLVED,
};

struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child;
};

static enum poll_state async_main_poll(struct future *future,
                                       const struct waker *waker, char **output)
{
    struct async_main *self = (struct async_main *)future;

    (void)waker;
    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");
        for (int i = 0; i < 5; i++)
            spawn(request(i));
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

static void *run(void *name)
{
    int err = pthread_setname_np(pthread_self(), name);

    if (err > 0)
        die(err, "name a thread %s", (const char *)name);
    executor_block_on(async_main());
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    char names[THREADS][16];
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    for (int i = 0; i < THREADS; i++) {
        snprintf(names[i], sizeof(names[i]), "exec-%d", i + 1);
        err = pthread_create(&threads[i], NULL, run, names[i]);
        if (err > 0)
            die(err, "start thread %s", names[i]);
    }
    executor_block_on(async_main());
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    runtime_fini();
    return 0;
}
