#ifndef ONESHOT_H
#define ONESHOT_H

#include "channel.h"

/*
 * A channel for one value, such as the answer to a request.  It belongs to one
 * thread.  ONESHOT(x, T) defines a struct x for a value of type T, and
 *
 *     void x_init(struct x *);            in the caller's memory
 *     struct x *x_new(void);              on the heap; NULL: no memory
 *
 *     int x_send(struct x *, T value);
 *     void x_sender_fini(struct x *);
 *
 *     struct x_received x_recv(struct x *);     a future
 *     int x_try_recv(struct x *, T *value);
 *     void x_receiver_fini(struct x *);
 *
 * It has two halves.  Each is ended once, by x_sender_fini() and
 * x_receiver_fini(), in any order, and is not used any more then.  The last of
 * these frees what x_new() has made; with x_init() the caller keeps the memory
 * until both were called.
 *
 * x_send(): 0, or -EPIPE if the receiver has ended: then the value is still the
 * caller's.  Twice: panic.
 *
 * x_recv() waits for the value, in x_received.value, with x_received.err 0; or
 * x_received.err is -EPIPE: the sender has ended and sent nothing.  Dropped
 * before, nothing is lost: the value can still be received.  One at a time may
 * wait.  x_try_recv() is the same at once, or -EAGAIN.  A value that is not
 * received before x_receiver_fini() is forgotten: whoever must free it calls
 * x_try_recv() before.
 */
#define ONESHOT(x, T)                                                    \
    struct x {                                                           \
        struct oneshot oneshot;                                          \
        T value;                                                         \
    };                                                                   \
    CHANNEL_RECV(x, T, x, oneshot)                                       \
                                                                         \
    CHANNEL_FUNCTION void x##_init(struct x *self)                       \
    {                                                                    \
        oneshot_init(&self->oneshot, &self->value, sizeof(self->value)); \
    }                                                                    \
                                                                         \
    CHANNEL_FUNCTION struct x *x##_new(void)                             \
    {                                                                    \
        struct x *self = oneshot_alloc(sizeof(*self));                   \
                                                                         \
        if (self == NULL)                                                \
            return NULL;                                                 \
        x##_init(self);                                                  \
        self->oneshot.is_allocated = true;                               \
        return self;                                                     \
    }                                                                    \
                                                                         \
    CHANNEL_SEND(x, T, oneshot, send)                                    \
    CHANNEL_VERB(x, oneshot, sender_fini)                                \
    CHANNEL_VERB(x, oneshot, receiver_fini)

/* --- For the macro ----------------------------------------------------------
 */

struct oneshot {
    struct waker receiver; /* who is woken, or none */
    void *place;           /* of the value */
    uint32_t size;
    bool is_allocated : 1;
    bool was_sent : 1;
    bool has_value : 1; /* which was sent, and not received yet */
    bool sender_ended : 1;
    bool receiver_ended : 1;
};

void *oneshot_alloc(size_t size);
void oneshot_init(struct oneshot *oneshot, void *place, size_t size);
int oneshot_send(struct oneshot *oneshot, const void *value);
void oneshot_sender_fini(struct oneshot *oneshot);
void oneshot_receiver_fini(struct oneshot *oneshot);

/* 0 and the value is copied, -EPIPE, or -EAGAIN */
int oneshot_try_recv(struct oneshot *oneshot, void *value);

struct oneshot_recv {
    struct oneshot *oneshot; /* NULL: it was ready */
};

void oneshot_recv_init(struct oneshot_recv *self, struct oneshot *oneshot);
struct poll oneshot_recv_into(struct oneshot_recv *self, struct context *cx,
                              int *err, void *value);
void oneshot_recv_drop(struct oneshot_recv *self);

#endif
