/*
 * Is executor_block_on_for() what the exercise asks for?  This is main.c for
 * the other files of b-reactor-executor.  It prints a line for each of three
 * futures: one is in time, one is too late, and one is never ready but always
 * wants to be polled at once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "executor.h"
#include "http.h"
#include "runtime.h"

enum {
    TIMEOUT_MS = 300,
    LATE_POLLS = 10 /* so many after the time is up are enough */
};

struct restless_future {
    struct future future;
    struct waker *kept;  /* outlives it */
    int64_t deadline_ms; /* 0: it was never polled */
    int late;
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static _Noreturn void wrong(const char *what)
{
    puts(what);
    fflush(stdout);
    _Exit(1);
}

static enum poll_state restless_poll(struct future *future,
                                     const struct waker *waker, char **output)
{
    struct restless_future *self = (struct restless_future *)future;

    (void)output;
    if (self->deadline_ms == 0)
        self->deadline_ms = now_ms() + TIMEOUT_MS;
    if (now_ms() > self->deadline_ms && ++self->late == LATE_POLLS)
        wrong("A future that is woken without end is polled on and on, though "
              "its time is up.");
    if (self->kept->task == NULL)
        *self->kept = waker_clone(waker);
    waker_wake(waker);
    return POLL_NOT_READY;
}

static void restless_drop(struct future *future)
{
    free(future);
}

static struct future *restless(struct waker *kept)
{
    struct restless_future *self = future_alloc(sizeof(*self));

    *self = (struct restless_future){
        .future = {restless_poll, restless_drop},
        .kept = kept,
    };
    return &self->future;
}

static void try(const char *name, struct future *future, int64_t timeout_ms)
{
    int64_t start = now_ms();
    bool is_ready = executor_block_on_for(future, timeout_ms);

    if (!is_ready && now_ms() - start < timeout_ms)
        wrong("executor_block_on_for() returns false before the time is up.");
    printf("%s: %s\n", name, is_ready ? "ready" : "timed out");
}

int main(void)
{
    struct waker kept = {NULL};
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    try("in time", http_get("/200/HelloInTime"), 10000);
    try("too late", http_get("/60000/HelloTooLate"), TIMEOUT_MS);
    try("restless", restless(&kept), TIMEOUT_MS);
    if (kept.task != NULL)
        waker_wake(&kept);
    waker_drop(&kept);
    runtime_fini(); /* panics if a future has left its fd there */
    return 0;
}
