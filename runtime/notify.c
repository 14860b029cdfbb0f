#include "notify.h"

#include "runtime.h"

void notify_init(struct notify *notify)
{
    list_init(&notify->waiters);
    notify->has_permit = false;
}

void notify_fini(struct notify *notify)
{
    waiters_fini(&notify->waiters, "notify");
}

void notify_one(struct notify *notify)
{
    struct notify_wait *first;

    if (list_is_empty(&notify->waiters)) {
        notify->has_permit = true;
        return;
    }
    first = list_entry(notify->waiters.next, struct notify_wait, waiter.link);
    first->is_the_one = true;
    waiter_wake(&first->waiter);
}

void notify_all(struct notify *notify)
{
    waiters_wake_all(&notify->waiters);
}

void notify_wait_init(struct notify_wait *self, struct notify *notify)
{
    *self = (struct notify_wait){.notify = notify};
}

struct poll notify_wait_poll(struct notify_wait *self, struct context *cx,
                             notify_wait_output *output)
{
    struct notify *notify = self->notify;

    (void)output;
    if (notify == NULL)
        panic("notified was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (!waiter_was_woken(&self->waiter) && !notify->has_permit) {
        waiter_wait(&self->waiter, &notify->waiters, cx->waker);
        return runtime_pending();
    }
    if (!waiter_was_woken(&self->waiter))
        notify->has_permit = false;
    self->notify = NULL;
    return POLL_READY;
}

void notify_wait_drop(struct notify_wait *self)
{
    struct notify *notify = self->notify;

    if (notify == NULL)
        return;
    self->notify = NULL;
    waiter_stop(&self->waiter);
    if (self->is_the_one)
        notify_one(notify);
}
