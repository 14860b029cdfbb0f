#ifndef FIBERS_D_H
#define FIBERS_D_H

/* The fibers of ch05-fibers/d-fibers-closure, for the tests all steps share */
#include <stdio.h>

#include "ch05-fibers/d-fibers-closure/error.h" /* it says "printf", too */

/* What it prints of a fiber that has ended is no test's result. */
static _Thread_local int announced;

static int announce(const char *format, size_t number)
{
    (void)format;
    (void)number;
    return ++announced;
}

#define printf announce
#include "ch05-fibers/d-fibers-closure/runtime.c" /* also what is static */
#undef printf

static _Thread_local struct runtime fibers;

static int set_up(void)
{
    return runtime_init(&fibers);
}

static void tear_down(void)
{
    runtime_fini(&fibers);
}

static void call_without_argument(void *f)
{
    ((void (*)(void))f)();
}

static int spawn(void (*f)(void))
{
    return runtime_spawn(call_without_argument, (void *)f);
}

static void make_context(struct context *ctx, void *top, void (*f)(void),
                         void (*end)(void))
{
    context_init(ctx, top, call_without_argument, (void *)f, end);
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
