#ifndef FIBERS_C_H
#define FIBERS_C_H

/* The fibers of ch05-fibers/c-fibers, for the tests that all steps share */
#include "ch05-fibers/c-fibers/runtime.c" /* also what is static */

static _Thread_local struct runtime fibers;

static int set_up(void)
{
    return runtime_init(&fibers);
}

static void tear_down(void)
{
    runtime_fini(&fibers);
}

static int spawn(void (*f)(void))
{
    return runtime_spawn(&fibers, f);
}

static void make_context(struct context *ctx, void *top, void (*f)(void),
                         void (*end)(void))
{
    context_init(ctx, top, f, end);
}

static void run(void)
{
    runtime_run(&fibers);
}

static void yield(void)
{
    yield_thread();
}

#endif
