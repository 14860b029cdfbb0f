#include "barrier.h"

#include "runtime.h"

void barrier_init(struct barrier *barrier, uint32_t count)
{
    if (count == 0)
        panic("a barrier for 0 tasks");
    *barrier = (struct barrier){.count = count};
    list_init(&barrier->waiters);
}

void barrier_fini(struct barrier *barrier)
{
    waiters_fini(&barrier->waiters, "barrier");
}

void barrier_wait_init(struct barrier_wait *self, struct barrier *barrier)
{
    *self = (struct barrier_wait){.barrier = barrier};
}

/* Is it still one of those for whom the barrier counts? */
static bool is_counted(const struct barrier_wait *self)
{
    return waiter_waits(&self->waiter) && self->round == self->barrier->round;
}

/* True for the last to come */
static bool come(struct barrier_wait *self)
{
    struct barrier *barrier = self->barrier;

    self->round = barrier->round;
    if (++barrier->arrived < barrier->count)
        return false;
    barrier->arrived = 0;
    barrier->round++;
    waiters_wake_all(&barrier->waiters);
    return true;
}

struct poll barrier_wait_poll(struct barrier_wait *self, struct context *cx,
                              barrier_wait_output *output)
{
    bool is_last = false;

    if (self->barrier == NULL)
        panic("barrier_wait was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (!waiter_was_woken(&self->waiter)) {
        is_last = !waiter_waits(&self->waiter) && come(self);
        if (!is_last) {
            waiter_wait(&self->waiter, &self->barrier->waiters, cx->waker);
            return runtime_pending();
        }
    }
    self->barrier = NULL;
    if (output != NULL)
        *output = is_last;
    return POLL_READY;
}

void barrier_wait_drop(struct barrier_wait *self)
{
    if (self->barrier != NULL && is_counted(self))
        self->barrier->arrived--;
    self->barrier = NULL;
    waiter_stop(&self->waiter);
}
