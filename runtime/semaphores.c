#include "semaphores.h"

#include "runtime.h"

void semaphore_init(struct semaphore *semaphore, uint32_t permits)
{
    list_init(&semaphore->waiters);
    semaphore->permits = permits;
    semaphore->is_closed = false;
}

void semaphore_fini(struct semaphore *semaphore)
{
    waiters_fini(&semaphore->waiters, "semaphore");
}

/* --- Permits ----------------------------------------------------------------
 */

int semaphore_try_acquire(struct semaphore *semaphore, uint32_t count)
{
    if (semaphore->is_closed)
        return -EPIPE;
    if (semaphore->permits < count || !list_is_empty(&semaphore->waiters))
        return -EAGAIN;
    semaphore->permits -= count;
    return 0;
}

/* Those who wait get permits, in their order, as far as these go. */
static void serve(struct semaphore *semaphore)
{
    while (!list_is_empty(&semaphore->waiters)) {
        struct semaphore_acquire *first = list_entry(
            semaphore->waiters.next, struct semaphore_acquire, waiter.link);

        if (first->count > semaphore->permits)
            return;
        semaphore->permits -= first->count;
        first->has_permits = true;
        waiter_wake(&first->waiter);
    }
}

void semaphore_release(struct semaphore *semaphore, uint32_t count)
{
    if (__builtin_add_overflow(semaphore->permits, count, &semaphore->permits))
        panic("a semaphore was given more than %u permits", UINT32_MAX);
    serve(semaphore);
}

void semaphore_close(struct semaphore *semaphore)
{
    semaphore->is_closed = true;
    waiters_wake_all(&semaphore->waiters);
}

/* --- Waiting ----------------------------------------------------------------
 */

void semaphore_acquire_init(struct semaphore_acquire *self,
                            struct semaphore *semaphore, uint32_t count)
{
    *self = (struct semaphore_acquire){.semaphore = semaphore, .count = count};
}

/* Woken without permits: it was closed, and may be gone. */
static bool was_refused(const struct semaphore_acquire *self)
{
    return waiter_was_woken(&self->waiter) && !self->has_permits;
}

struct poll semaphore_acquire_poll(struct semaphore_acquire *self,
                                   struct context *cx,
                                   semaphore_acquire_output *output)
{
    struct semaphore *semaphore = self->semaphore;
    int err = 0;

    if (semaphore == NULL)
        panic("semaphore_acquire was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (was_refused(self))
        err = -EPIPE;
    else if (!self->has_permits) /* while it waits itself: -EAGAIN */
        err = semaphore_try_acquire(semaphore, self->count);
    if (err == -EAGAIN) {
        waiter_wait(&self->waiter, &semaphore->waiters, cx->waker);
        return runtime_pending();
    }
    self->semaphore = NULL;
    if (output != NULL)
        *output = err;
    return POLL_READY;
}

/* Without it those behind it may have what they need. */
void semaphore_acquire_drop(struct semaphore_acquire *self)
{
    struct semaphore *semaphore = self->semaphore;
    bool is_over = semaphore == NULL || was_refused(self);

    self->semaphore = NULL;
    waiter_stop(&self->waiter);
    if (!is_over)
        semaphore_release(semaphore, self->has_permits ? self->count : 0);
}
