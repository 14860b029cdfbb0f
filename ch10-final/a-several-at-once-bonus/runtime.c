#include "runtime.h"

#include <stdbool.h>

#include "error.h"

static struct {
    bool is_started;
    struct reactor reactor;
} runtime;

int runtime_init(void)
{
    int err;

    if (runtime.is_started)
        panic("runtime_init: there is a runtime already");
    err = reactor_init(&runtime.reactor);
    if (err < 0)
        return err;
    runtime.is_started = true;
    return 0;
}

void runtime_fini(void)
{
    if (!runtime.is_started)
        panic("runtime_fini before runtime_init");
    reactor_fini(&runtime.reactor);
    runtime.is_started = false;
}

struct reactor *runtime_reactor(void)
{
    return runtime.is_started ? &runtime.reactor : NULL;
}
