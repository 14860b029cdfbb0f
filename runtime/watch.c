#include "watch.h"

#include "runtime.h"

void watch_init(struct watch *watch)
{
    list_init(&watch->waiters);
    watch->version = 0;
    watch->is_closed = false;
}

void watch_fini(struct watch *watch)
{
    waiters_fini(&watch->waiters, "watch");
}

void watch_send(struct watch *watch)
{
    watch->version++;
    waiters_wake_all(&watch->waiters);
}

void watch_close(struct watch *watch)
{
    watch->is_closed = true;
    waiters_wake_all(&watch->waiters);
}

void watch_receiver_init(struct watch_receiver *self, struct watch *watch)
{
    self->watch = watch;
    self->seen = watch->version;
}

void watch_changed_init(struct watch_changed *self,
                        struct watch_receiver *receiver)
{
    *self = (struct watch_changed){.receiver = receiver};
}

struct poll watch_changed_poll(struct watch_changed *self, struct context *cx,
                               int *output)
{
    struct watch_receiver *receiver = self->receiver;
    struct watch *watch;
    bool is_new;

    if (receiver == NULL)
        panic("a watch's changed was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    watch = receiver->watch;
    is_new = receiver->seen != watch->version;
    if (!is_new && !watch->is_closed) {
        waiter_wait(&self->waiter, &watch->waiters, cx->waker);
        return runtime_pending();
    }
    receiver->seen = watch->version;
    watch_changed_drop(self);
    if (output != NULL)
        *output = is_new ? 0 : -EPIPE;
    return POLL_READY;
}

void watch_changed_drop(struct watch_changed *self)
{
    self->receiver = NULL;
    waiter_stop(&self->waiter);
}
