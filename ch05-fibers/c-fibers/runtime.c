#include "runtime.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "error.h"

/* The runtime of this OS thread, for functions that are not given one. */
static _Thread_local struct runtime *runtime;

/* Where a frame begins: the first does at the very end of the stack. */
static bool is_on_stack(const struct thread *thread, const void *address)
{
    uintptr_t start = (uintptr_t)thread->stack;

    return thread->stack != NULL && (uintptr_t)address > start &&
           (uintptr_t)address <= start + DEFAULT_STACK_SIZE;
}

/* A fiber that left its stack other than by t_yield() is not the current one.
 */
static void check_stack(const struct runtime *rt, const void *address)
{
    for (size_t i = 1; i < MAX_THREADS; i++)
        if (is_on_stack(&rt->threads[i], address) != (i == rt->current))
            panic("thread %zu should run, but this is not its stack",
                  rt->current);
}

/*
 * Switches to the next fiber that is ready; it may be the base thread.  False
 * if there is none.
 */
static bool t_yield(struct runtime *rt)
{
    size_t old = rt->current, pos = old;
    int saved_errno = errno;

    check_stack(rt, __builtin_frame_address(0));
    while (rt->threads[pos].state != THREAD_READY) {
        pos = (pos + 1) % MAX_THREADS;
        if (pos == old)
            return false;
    }
    if (rt->threads[old].state != THREAD_AVAILABLE)
        rt->threads[old].state = THREAD_READY;
    rt->threads[pos].state = THREAD_RUNNING;
    rt->current = pos;
    switch_context(&rt->threads[old].ctx, &rt->threads[pos].ctx);
    errno = saved_errno;
    return true;
}

static void t_return(struct runtime *rt)
{
    size_t self = rt->current;

    rt->threads[self].state = THREAD_AVAILABLE;
    t_yield(rt);
    panic("thread %zu was resumed after its end", self);
}

/* A fiber's last stop: its function has returned to here. */
static void guard(void)
{
    if (runtime == NULL || runtime->current == 0)
        panic("guard: not entered by a fiber");
    t_return(runtime);
}

int runtime_init(struct runtime *rt)
{
    if (runtime != NULL)
        panic("runtime_init: this OS thread has a runtime");
    *rt = (struct runtime){.threads[0].state = THREAD_RUNNING};
    for (size_t i = 1; i < MAX_THREADS; i++) {
        rt->threads[i].stack = malloc(DEFAULT_STACK_SIZE);
        if (rt->threads[i].stack == NULL)
            goto free_stacks;
    }
    runtime = rt;
    return 0;

free_stacks:
    for (size_t i = 1; i < MAX_THREADS; i++)
        free(rt->threads[i].stack);
    return -ENOMEM;
}

void runtime_fini(struct runtime *rt)
{
    if (runtime != rt || rt->current != 0)
        panic("runtime_fini: called by a fiber, or without a runtime");
    for (size_t i = 1; i < MAX_THREADS; i++)
        free(rt->threads[i].stack);
    runtime = NULL;
}

int runtime_spawn(struct runtime *rt, void (*f)(void))
{
    struct thread *thread = &rt->threads[1];
    uintptr_t end;

    if (runtime != rt)
        panic("runtime_spawn: not the runtime of this OS thread");
    while (thread->state != THREAD_AVAILABLE)
        if (++thread == &rt->threads[MAX_THREADS])
            return -EAGAIN;
    end = (uintptr_t)thread->stack + DEFAULT_STACK_SIZE;
    context_init(&thread->ctx, (void *)(end & ~(uintptr_t)15), f, guard);
    thread->state = THREAD_READY;
    return 0;
}

void runtime_run(struct runtime *rt)
{
    if (runtime != rt || rt->current != 0)
        panic("runtime_run: called by a fiber, or without a runtime");
    while (t_yield(rt))
        ;
}

void yield_thread(void)
{
    if (runtime == NULL || runtime->current == 0)
        panic("yield_thread: not called by a fiber");
    t_yield(runtime);
}
