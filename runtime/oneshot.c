#include "oneshot.h"

#include <string.h>

#include "calls.h"
#include "runtime.h"
#include "waiters.h"

void *oneshot_alloc(size_t size)
{
    return call_alloc(size);
}

void oneshot_init(struct oneshot *oneshot, void *place, size_t size)
{
    *oneshot = (struct oneshot){.place = place, .size = (uint32_t)size};
}

int oneshot_send(struct oneshot *oneshot, const void *value)
{
    if (oneshot->was_sent)
        panic("a second value was sent to a oneshot");
    if (oneshot->receiver_ended)
        return -EPIPE;
    memcpy(oneshot->place, value, oneshot->size);
    oneshot->was_sent = oneshot->has_value = true;
    waker_wake_kept(&oneshot->receiver);
    return 0;
}

/* If the receiver is there, it may free the oneshot when it is woken. */
void oneshot_sender_fini(struct oneshot *oneshot)
{
    oneshot->sender_ended = true;
    if (!oneshot->receiver_ended)
        waker_wake_kept(&oneshot->receiver);
    else if (oneshot->is_allocated)
        free(oneshot);
}

void oneshot_receiver_fini(struct oneshot *oneshot)
{
    oneshot->receiver_ended = true;
    waker_drop(&oneshot->receiver);
    if (oneshot->sender_ended && oneshot->is_allocated)
        free(oneshot);
}

int oneshot_try_recv(struct oneshot *oneshot, void *value)
{
    if (!oneshot->has_value)
        return oneshot->was_sent || oneshot->sender_ended ? -EPIPE : -EAGAIN;
    oneshot->has_value = false;
    memcpy(value, oneshot->place, oneshot->size);
    return 0;
}

void oneshot_recv_init(struct oneshot_recv *self, struct oneshot *oneshot)
{
    self->oneshot = oneshot;
}

struct poll oneshot_recv_into(struct oneshot_recv *self, struct context *cx,
                              int *err, void *value)
{
    if (self->oneshot == NULL)
        panic("a oneshot's recv was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    *err = oneshot_try_recv(self->oneshot, value);
    if (*err == -EAGAIN) {
        waker_keep(&self->oneshot->receiver, cx->waker);
        return runtime_pending();
    }
    oneshot_recv_drop(self);
    return POLL_READY;
}

void oneshot_recv_drop(struct oneshot_recv *self)
{
    if (self->oneshot != NULL)
        waker_drop(&self->oneshot->receiver);
    self->oneshot = NULL;
}
