#ifndef FIBERS_F_H
#define FIBERS_F_H

/* The fibers of ch05-fibers/f-fibers-io, for the tests that all steps share */
#include "ch05-fibers/f-fibers-io/fiber.c" /* also what is static */

enum {
    STACK_BYTES = 64 * 1024,
#ifdef HAVE_ASAN /* see annotate.h */
    WITH_ASAN = true,
#else
    WITH_ASAN = false,
#endif
#ifdef HAVE_TSAN
    WITH_TSAN = true,
#else
    WITH_TSAN = false,
#endif
};

static _Thread_local struct runtime fibers;

static int set_up(void)
{
    return runtime_init(&fibers, STACK_BYTES);
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
    return fiber_spawn("one", call_without_argument, (void *)f);
}

static void run(void)
{
    runtime_run(&fibers);
}

static void yield(void)
{
    fiber_yield();
}

#include "tests/unit/fibers_basis.h"

#endif
