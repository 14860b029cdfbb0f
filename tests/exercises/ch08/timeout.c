/*
 * Is executor_block_on_for() what the exercise asks for?  With the files of b
 * but main.c.  A line for each of three futures: in time, too late, and never
 * ready but always to be polled at once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "executor.h"
#include "http.h"
#include "runtime.h"

struct restless_future {
    struct future future;
    struct waker *kept; /* outlives it */
};

static enum poll_state restless_poll(struct future *future,
                                     const struct waker *waker, char **output)
{
    struct restless_future *self = (struct restless_future *)future;

    (void)output;
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

    *self = (struct restless_future){{restless_poll, restless_drop}, kept};
    return &self->future;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void try(const char *name, struct future *future, int64_t timeout_ms)
{
    int64_t start = now_ms();
    bool is_ready;

    alarm(20); /* for one that never ends */
    is_ready = executor_block_on_for(future, timeout_ms);
    alarm(0);
    if (!is_ready && now_ms() - start < timeout_ms)
        panic("%s: %d ms are not over yet", name, (int)timeout_ms);
    printf("%s: %s\n", name, is_ready ? "ready" : "timed out");
}

int main(void)
{
    struct waker kept = {NULL};
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    try("in time", http_get("/200/HelloInTime"), 10000);
    try("too late", http_get("/60000/HelloTooLate"), 300);
    try("restless", restless(&kept), 300);
    if (kept.task != NULL)
        waker_wake(&kept);
    waker_drop(&kept);
    runtime_fini(); /* panics if a future has left its file there */
    return 0;
}
