#include "runtime.h"

#include <stdbool.h>
#include <stdio.h>

/* As many events as one wait can bring; what is left comes with the next. */
enum {
    EVENTS = 100
};

static struct {
    bool is_started;
    bool is_blocking;
    struct mio_poll poll;
    struct mio_events events;
} runtime;

int runtime_init(void)
{
    int err;

    if (runtime.is_started)
        panic("runtime_init: there is a runtime already");
    err = mio_poll_init(&runtime.poll);
    if (err < 0)
        return err;
    err = mio_events_init(&runtime.events, EVENTS);
    if (err < 0) {
        mio_poll_fini(&runtime.poll);
        return err;
    }
    runtime.is_started = true;
    return 0;
}

void runtime_fini(void)
{
    if (!runtime.is_started)
        panic("runtime_fini before runtime_init");
    if (runtime.is_blocking)
        panic("runtime_fini inside runtime_block_on");
    mio_events_fini(&runtime.events);
    mio_poll_fini(&runtime.poll);
    runtime.is_started = false;
}

struct mio_registry *runtime_registry(void)
{
    return runtime.is_started ? mio_poll_registry(&runtime.poll) : NULL;
}

void runtime_block_on(struct future *future)
{
    if (!runtime.is_started)
        panic("runtime_block_on before runtime_init");
    if (runtime.is_blocking)
        panic("runtime_block_on inside runtime_block_on");
    runtime.is_blocking = true;
    while (future_poll(&future, NULL) == POLL_NOT_READY) {
        int err;

        puts("Schedule other tasks\n");
        err = mio_poll_wait(&runtime.poll, &runtime.events, MIO_FOREVER);
        if (err < 0)
            die(err, "wait for events");
    }
    runtime.is_blocking = false;
}
