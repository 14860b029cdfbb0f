#include "broadcast.h"

#include <string.h>

#include "runtime.h"

void broadcast_init(struct broadcast *broadcast, size_t size, void *ring,
                    size_t capacity)
{
    if (capacity == 0)
        panic("a broadcast for 0 values");
    *broadcast = (struct broadcast){
        .ring = ring,
        .size = size,
        .capacity = capacity,
    };
    list_init(&broadcast->waiters);
}

void broadcast_fini(struct broadcast *broadcast)
{
    waiters_fini(&broadcast->waiters, "broadcast");
}

static void *place_of(struct broadcast *broadcast, uint64_t number)
{
    return broadcast->ring + number % broadcast->capacity * broadcast->size;
}

void broadcast_send(struct broadcast *broadcast, const void *value)
{
    memcpy(place_of(broadcast, broadcast->sent++), value, broadcast->size);
    waiters_wake_all(&broadcast->waiters);
}

void broadcast_close(struct broadcast *broadcast)
{
    broadcast->is_closed = true;
    waiters_wake_all(&broadcast->waiters);
}

void broadcast_receiver_init(struct broadcast_receiver *self,
                             struct broadcast *broadcast)
{
    *self = (struct broadcast_receiver){
        .broadcast = broadcast,
        .next = broadcast->sent,
    };
}

int broadcast_try_recv(struct broadcast_receiver *self, void *value)
{
    struct broadcast *broadcast = self->broadcast;
    uint64_t behind = broadcast->sent - self->next;

    if (behind == 0)
        return broadcast->is_closed ? -EPIPE : -EAGAIN;
    if (behind > broadcast->capacity) {
        self->lost = behind - broadcast->capacity;
        self->next += self->lost;
        return -EOVERFLOW;
    }
    memcpy(value, place_of(broadcast, self->next++), broadcast->size);
    return 0;
}

void broadcast_recv_init(struct broadcast_recv *self,
                         struct broadcast_receiver *receiver)
{
    *self = (struct broadcast_recv){.receiver = receiver};
}

struct poll broadcast_recv_into(struct broadcast_recv *self, struct context *cx,
                                int *err, void *value)
{
    if (self->receiver == NULL)
        panic("a broadcast's recv was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    *err = broadcast_try_recv(self->receiver, value);
    if (*err == -EAGAIN) {
        waiter_wait(&self->waiter, &self->receiver->broadcast->waiters,
                    cx->waker);
        return runtime_pending();
    }
    broadcast_recv_drop(self);
    return POLL_READY;
}

void broadcast_recv_drop(struct broadcast_recv *self)
{
    self->receiver = NULL;
    waiter_stop(&self->waiter);
}
