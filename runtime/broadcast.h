#ifndef BROADCAST_H
#define BROADCAST_H

#include "channel.h"
#include "waiters.h"

/*
 * A queue of values of which each receiver gets each; who is slower than the
 * capacity loses the oldest, and is told how many.  It belongs to one thread,
 * and allocates nothing.  BROADCAST(x, T) defines a struct x for values of type
 * T, a struct x_receiver for each who receives, and
 *
 *     void x_init(struct x *, T *ring, size_t capacity);
 *     void x_fini(struct x *);                     if somebody waits: panic
 *     void x_send(struct x *, T value);
 *     void x_close(struct x *);
 *
 *     void x_receiver_init(struct x_receiver *, struct x *);
 *     struct x_received x_recv(struct x_receiver *);        a future
 *     int x_try_recv(struct x_receiver *, T *value);
 *     uint64_t x_lost(const struct x_receiver *);
 *
 * Who was woken looks at the channel again, so that x_fini() must come after
 * its next poll or its drop; that is not checked.
 *
 * x_init(): the last values are in `ring`, memory of the caller for so many;
 * capacity 0: panic.  x_send() never waits, and overwrites the oldest; each
 * receiver gets a copy of the value, so that nobody owns what it points to.
 * x_close(): no more will be sent.
 *
 * A receiver gets what is sent after x_receiver_init().  x_recv() waits for its
 * next value, in x_received.value, with x_received.err 0.  x_received.err is
 * -EOVERFLOW if values were lost: x_lost() says how many, and the next is the
 * oldest that there is.  It is -EPIPE if there is none and the channel is
 * closed.  Dropped before, nothing is lost.  x_try_recv() is the same at once,
 * or -EAGAIN.
 */
#define BROADCAST(x, T)                                                 \
    struct x {                                                          \
        struct broadcast broadcast;                                     \
    };                                                                  \
                                                                        \
    struct x##_receiver {                                               \
        struct broadcast_receiver broadcast;                            \
    };                                                                  \
    CHANNEL_RECV(x, T, x##_receiver, broadcast)                         \
    CHANNEL_INIT(x, T, broadcast)                                       \
    CHANNEL_VERB(x, broadcast, fini)                                    \
                                                                        \
    CHANNEL_FUNCTION void x##_send(struct x *self, T value)             \
    {                                                                   \
        broadcast_send(&self->broadcast, &value);                       \
    }                                                                   \
                                                                        \
    CHANNEL_VERB(x, broadcast, close)                                   \
                                                                        \
    CHANNEL_FUNCTION void x##_receiver_init(struct x##_receiver *self,  \
                                            struct x *channel)          \
    {                                                                   \
        broadcast_receiver_init(&self->broadcast, &channel->broadcast); \
    }                                                                   \
                                                                        \
    CHANNEL_FUNCTION uint64_t x##_lost(const struct x##_receiver *self) \
    {                                                                   \
        return self->broadcast.lost;                                    \
    }

/* --- For the macro ----------------------------------------------------------
 */

struct broadcast {
    struct list_link waiters; /* of struct broadcast_recv */
    char *ring;
    size_t size; /* of a value */
    uint64_t capacity;
    uint64_t sent; /* so far */
    bool is_closed;
};

struct broadcast_receiver {
    struct broadcast *broadcast;
    uint64_t next; /* how many were sent before its next value */
    uint64_t lost; /* when it was told so the last time */
};

void broadcast_init(struct broadcast *broadcast, size_t size, void *ring,
                    size_t capacity);
void broadcast_fini(struct broadcast *broadcast);
void broadcast_send(struct broadcast *broadcast, const void *value);
void broadcast_close(struct broadcast *broadcast);
void broadcast_receiver_init(struct broadcast_receiver *self,
                             struct broadcast *broadcast);
int broadcast_try_recv(struct broadcast_receiver *self, void *value);

struct broadcast_recv {
    struct broadcast_receiver *receiver; /* NULL: it was ready */
    struct waiter waiter;
};

void broadcast_recv_init(struct broadcast_recv *self,
                         struct broadcast_receiver *receiver);
struct poll broadcast_recv_into(struct broadcast_recv *self, struct context *cx,
                                int *err, void *value);
void broadcast_recv_drop(struct broadcast_recv *self);

#endif
