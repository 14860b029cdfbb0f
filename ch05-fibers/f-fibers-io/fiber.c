#define _GNU_SOURCE /* sigaltstack */
#include "fiber.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "error.h"

enum {
    EVENTS = 64, /* from one look; if there are more, the next has them */

    /*
     * So many turns, and somebody looks for events: a system call costs as much
     * as some dozen switches, and a fiber that waits for an event can wait for
     * these.
     */
    TURNS_PER_LOOK = 64,

    DEAD_KEPT = 1024, /* for their stacks; a page or more of each is resident */
};

/* The runtime of this OS thread, for functions that are not given one. */
static _Thread_local struct runtime *runtime;

/* --- A stack that overflows --- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sigaction previous; /* of SIGSEGV */

static void pass_on(int signal, siginfo_t *info, void *ucontext)
{
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(signal, info, ucontext);
    } else if (previous.sa_handler != SIG_DFL &&
               previous.sa_handler != SIG_IGN) {
        previous.sa_handler(signal);
    } else if (previous.sa_handler == SIG_DFL || info->si_code > 0) {
        /* for when we return: not every fault would come again by itself */
        sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
        raise(signal);
    }
}

static struct iovec text_of(const char *text)
{
    return (struct iovec){.iov_base = (char *)text, .iov_len = strlen(text)};
}

/*
 * Runs on the stack for signals.  The fiber may be anywhere, inside of printf()
 * too: so nothing here that takes a lock, or allocates.
 */
static void on_fault(int signal, siginfo_t *info, void *ucontext)
{
    const struct runtime *rt = runtime;
    struct iovec line[3];
    ssize_t written;

    if (rt == NULL || rt->running == &rt->base ||
        !stack_is_guard(rt->running->stack, info->si_addr)) {
        pass_on(signal, info, ucontext);
        return;
    }
    line[0] = text_of("panic: fiber ");
    line[1] = text_of(rt->running->name);
    line[2] = text_of(rt->overflow);
    written = writev(STDERR_FILENO, line, 3);
    (void)written; /* if nobody can read it, there is still the signal */
    abort();
}

static void catch_faults(void)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};

    action.sa_sigaction = on_fault;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGPIPE); /* of a stderr that nobody reads */
    sigaction(SIGSEGV, &action, &previous);
}

/* A sanitizer may have given one to the thread: that will do. */
static int install_signal_stack(struct runtime *rt)
{
    stack_t stack = {.ss_size = (size_t)sysconf(_SC_SIGSTKSZ)}, old;

    rt->signal_stack = NULL;
    if (sigaltstack(NULL, &old) < 0)
        return -errno;
    if (!(old.ss_flags & SS_DISABLE))
        return 0;
    rt->signal_stack = malloc(stack.ss_size);
    if (rt->signal_stack == NULL)
        return -ENOMEM;
    stack.ss_sp = rt->signal_stack;
    if (sigaltstack(&stack, NULL) < 0)
        panic("sigaltstack: %s", strerror(errno));
    return 0;
}

static void remove_signal_stack(struct runtime *rt)
{
    stack_t none = {.ss_flags = SS_DISABLE}, now;

    if (rt->signal_stack == NULL)
        return;
    if (sigaltstack(NULL, &now) < 0 ||
        (now.ss_sp == rt->signal_stack && sigaltstack(&none, NULL) < 0))
        panic("sigaltstack: %s", strerror(errno));
    free(rt->signal_stack);
}

/* --- Fibers that have ended, and their stacks --- */

static void keep_dead(struct runtime *rt, struct fiber *fiber)
{
    fiber->state = FIBER_DEAD;
    fiber->next = rt->dead;
    rt->dead = fiber;
    rt->dead_count++;
}

static struct fiber *take_dead(struct runtime *rt)
{
    struct fiber *fiber = rt->dead;

    rt->dead = fiber->next;
    rt->dead_count--;
    return fiber;
}

/* A fiber that ends cannot unmap the stack it stands on, but one of another. */
static void bury(struct runtime *rt, struct fiber *self)
{
    if (rt->dead_count >= DEAD_KEPT) {
        struct fiber *other = take_dead(rt);

        if (stack_unmap(&rt->stacks, other->stack) < 0)
            keep_dead(rt, other);
    }
    keep_dead(rt, self);
}

static void unmap_dead(struct runtime *rt)
{
    int err = 0;

    while (rt->dead != NULL) {
        struct fiber *fiber = rt->dead, *next;
        size_t count = rt->dead_count;

        rt->dead = NULL;
        rt->dead_count = 0;
        for (; fiber != NULL; fiber = next) {
            next = fiber->next;
            err = stack_unmap(&rt->stacks, fiber->stack);
            if (err < 0)
                keep_dead(rt, fiber);
        }
        /* each that went has made room for its neighbours to go */
        if (rt->dead_count == count)
            panic("no stack can be unmapped: %s", strerror(-err));
    }
}

static int new_fiber(struct runtime *rt, struct fiber **fiber)
{
    struct stack *stack = NULL;
    int err;

    if (rt->dead != NULL) {
        *fiber = take_dead(rt);
        return 0;
    }
    err = stack_map(&rt->stacks, &stack);
    if (err < 0)
        return err;
    *fiber = (struct fiber *)stack - 1;
    (*fiber)->stack = stack;
    return 0;
}

/* --- Turns --- */

static struct runtime *runtime_of_fiber(const char *caller)
{
    if (runtime == NULL || runtime->running == &runtime->base)
        panic("%s: not called by a fiber", caller);
    return runtime;
}

static struct runtime *runtime_of_base(const char *caller)
{
    if (runtime == NULL || runtime->running != &runtime->base)
        panic("%s: called by a fiber, or without a runtime", caller);
    return runtime;
}

/* A fiber that left its stack other than by a switch is not the running one. */
static void check_stack(const struct runtime *rt)
{
    const struct fiber *self = rt->running;
    uintptr_t depth = (uintptr_t)self - (uintptr_t)__builtin_frame_address(0);

    if (depth > rt->stacks.stack_bytes + rt->stacks.page_bytes)
        panic("fiber %s should run, but this is not its stack", self->name);
}

static void make_ready(struct runtime *rt, struct fiber *fiber)
{
    fiber->state = FIBER_READY;
    fiber->next = NULL;
    *rt->ready_end = fiber;
    rt->ready_end = &fiber->next;
}

static struct fiber *take_ready(struct runtime *rt)
{
    struct fiber *fiber = rt->ready_first;

    rt->ready_first = fiber->next;
    if (rt->ready_first == NULL)
        rt->ready_end = &rt->ready_first;
    return fiber;
}

/* Makes those ready whose events have come. */
static void look_for_events(struct runtime *rt, int64_t timeout_ns)
{
    int saved_errno = errno;
    int err = mio_poll_wait(&rt->poll, &rt->events, timeout_ns);

    errno = saved_errno;
    if (err < 0)
        panic("the event queue failed: %s", strerror(-err));
    for (size_t i = 0; i < rt->events.length; i++) {
        const struct mio_event *event = mio_events_get(&rt->events, i);
        struct fiber *fiber = (struct fiber *)mio_event_token(event);

        /* a second event may come before it had its turn to deregister */
        if (fiber->state == FIBER_WAITING)
            make_ready(rt, fiber);
    }
    rt->turns = 0;
}

/*
 * Whose turn it is.  If no fiber is ready, the one that gave up the CPU last
 * sleeps until one is: it may be that one.
 */
static struct fiber *next_fiber(struct runtime *rt)
{
    if (rt->waiting > 0 && ++rt->turns >= TURNS_PER_LOOK)
        look_for_events(rt, 0);
    while (rt->ready_first == NULL)
        look_for_events(rt, MIO_FOREVER);
    return take_ready(rt);
}

/*
 * Nothing is left to do after the switch, so an optimising compiler jumps to
 * it, and our callers to us: the switch returns straight to the fiber's code.
 * The CPU would guess the return of each function in between wrong.  Therefore
 * errno, which is the OS thread's, is exchanged before.
 */
static void switch_to(struct runtime *rt, struct fiber *to)
{
    struct fiber *from = rt->running;

    to->state = FIBER_RUNNING;
    if (to == from)
        return;
    from->saved_errno = errno;
    errno = to->saved_errno;
    annotate_leave(&from->stack->annotation, &to->stack->annotation,
                   from->state == FIBER_DEAD);
    rt->running = to; /* not before: what overflows until here is from's */
    switch_context(&from->ctx, &to->ctx);
    annotate_arrive(&from->stack->annotation, &rt->base_stack.annotation);
}

/* Where all fibers begin and end. */
static void live(void *arg)
{
    struct fiber *self = arg;
    struct runtime *rt = runtime;

    annotate_arrive(&self->stack->annotation, &rt->base_stack.annotation);
    self->task(self->arg);

    check_stack(rt);
    bury(rt, self);
    switch_to(rt, --rt->alive > 0 ? next_fiber(rt) : &rt->base);
    panic("fiber %s was resumed after its end", self->name);
}

/* --- What others call --- */

int runtime_init(struct runtime *rt, size_t stack_bytes)
{
    int err;

    if (runtime != NULL)
        panic("runtime_init: this OS thread has a runtime");
    *rt = (struct runtime){
        .base = {.state = FIBER_RUNNING, .stack = &rt->base_stack},
        .running = &rt->base,
        .ready_end = &rt->ready_first,
    };
    annotate_adopt(&rt->base_stack.annotation);
    err = stack_kind_init(&rt->stacks, stack_bytes);
    if (err < 0)
        return err;
    snprintf(rt->overflow, sizeof(rt->overflow),
             " overflowed its %zu KiB stack\n", rt->stacks.stack_bytes / 1024);
    err = mio_poll_init(&rt->poll);
    if (err < 0)
        return err;
    err = mio_events_init(&rt->events, EVENTS);
    if (err < 0)
        goto fini_poll;
    err = install_signal_stack(rt);
    if (err < 0)
        goto fini_events;
    pthread_once(&once, catch_faults);
    runtime = rt;
    return 0;

fini_events:
    mio_events_fini(&rt->events);
fini_poll:
    mio_poll_fini(&rt->poll);
    return err;
}

void runtime_fini(struct runtime *rt)
{
    if (runtime_of_base("runtime_fini") != rt)
        panic("runtime_fini: not the runtime of this OS thread");
    while (rt->ready_first != NULL)
        keep_dead(rt, take_ready(rt));
    runtime = NULL;
    unmap_dead(rt);
    annotate_return(&rt->base_stack.annotation);
    remove_signal_stack(rt);
    mio_events_fini(&rt->events);
    mio_poll_fini(&rt->poll);
}

void runtime_run(struct runtime *rt)
{
    if (runtime_of_base("runtime_run") != rt)
        panic("runtime_run: not the runtime of this OS thread");
    if (rt->alive > 0)
        switch_to(rt, next_fiber(rt));
}

int fiber_spawn(const char *name, void (*task)(void *arg), void *arg)
{
    struct runtime *rt = runtime;
    struct fiber *fiber;
    int err;

    if (rt == NULL)
        panic("fiber_spawn: this OS thread has no runtime");
    err = new_fiber(rt, &fiber);
    if (err < 0)
        return err;
    fiber->saved_errno = 0;
    fiber->name = name;
    fiber->task = task;
    fiber->arg = arg;
    context_init(&fiber->ctx, fiber, live, fiber);
    annotate_begin(&fiber->stack->annotation);
    rt->alive++;
    make_ready(rt, fiber);
    return 0;
}

void fiber_yield(void)
{
    struct runtime *rt = runtime_of_fiber("fiber_yield");

    check_stack(rt);
    make_ready(rt, rt->running);
    switch_to(rt, next_fiber(rt));
}

int fiber_wait(int fd, unsigned interests)
{
    struct runtime *rt = runtime_of_fiber("fiber_wait");
    struct fiber *self = rt->running;
    int err;

    check_stack(rt);
    err = mio_registry_register(mio_poll_registry(&rt->poll), fd, (size_t)self,
                                interests);
    if (err < 0)
        return err;
    self->state = FIBER_WAITING;
    rt->waiting++;
    switch_to(rt, next_fiber(rt));
    rt->waiting--;
    return mio_registry_deregister(mio_poll_registry(&rt->poll), fd);
}
