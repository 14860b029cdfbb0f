#ifndef MPSC_H
#define MPSC_H

#include "channel.h"
#include "semaphores.h"

/*
 * A queue of values from many senders to one receiver, within one thread.
 * MPSC(x, T) defines a struct x for values of type T, and
 *
 *     void x_init(struct x *, T *ring, size_t capacity);
 *     void x_init_unbounded(struct x *);
 *     void x_fini(struct x *);
 *
 *     int x_send(struct x *, T value);          a future
 *     int x_try_send(struct x *, T value);
 *     void x_sender_clone(struct x *);
 *     void x_sender_fini(struct x *);
 *
 *     struct x_received x_recv(struct x *);     a future
 *     int x_try_recv(struct x *, T *value);
 *     void x_close(struct x *);
 *
 * x_init(): the values wait in `ring`, memory of the caller for so many of
 * them; capacity 0: panic.  Nothing is allocated.  x_init_unbounded() takes as
 * much memory as it needs.  x_fini() forgets the values that are left: whoever
 * must free them calls x_close(), and x_try_recv() until that fails.
 *
 * Senders are counted, from one, so that the receiver knows when no more
 * values can come: x_sender_clone() is one more, x_sender_fini() one less.
 *
 * x_send() waits until there is room, in the order of those who wait.  0;
 * -EPIPE if the receiver has closed the channel; -ENOMEM, only if it is
 * unbounded.  If it is negative the value is still the caller's.  Dropped
 * before, nothing was sent, and it loses its place.  x_try_send() is the same
 * at once, or -EAGAIN if there is no room or others wait for it.
 *
 * x_recv() waits for the next value, in x_received.value, with x_received.err
 * 0; or x_received.err is -EPIPE: there is no value, and no sender or the
 * channel is closed.  Dropped before, nothing is lost.  One at a time may wait.
 * x_try_recv() is the same at once, or -EAGAIN.
 *
 * x_close() is the receiver's: from now on nothing can be sent, and who waits
 * for that gets -EPIPE.  What was sent before can be received.
 */
#define MPSC(x, T)                                                          \
    struct x {                                                              \
        struct mpsc mpsc;                                                   \
    };                                                                      \
    CHANNEL_RECV(x, T, x, mpsc)                                             \
                                                                            \
    typedef int x##_send_output;                                            \
    struct x##_send {                                                       \
        struct mpsc_send send;                                              \
        T value;                                                            \
    };                                                                      \
                                                                            \
    CHANNEL_FUNCTION void x##_send_init(struct x##_send *self,              \
                                        struct x *channel, T value)         \
    {                                                                       \
        mpsc_send_init(&self->send, &channel->mpsc);                        \
        self->value = value;                                                \
    }                                                                       \
                                                                            \
    CHANNEL_FUNCTION struct poll x##_send_poll(                             \
        struct x##_send *self, struct context *cx, x##_send_output *output) \
    {                                                                       \
        return mpsc_send_poll(&self->send, cx, &self->value, output);       \
    }                                                                       \
                                                                            \
    CHANNEL_FUNCTION void x##_send_drop(struct x##_send *self)              \
    {                                                                       \
        mpsc_send_drop(&self->send);                                        \
    }                                                                       \
                                                                            \
    CHANNEL_SEND(x, T, mpsc, try_send)                                      \
    CHANNEL_INIT(x, T, mpsc)                                                \
                                                                            \
    CHANNEL_FUNCTION void x##_init_unbounded(struct x *self)                \
    {                                                                       \
        mpsc_init_unbounded(&self->mpsc, sizeof(T));                        \
    }                                                                       \
                                                                            \
    CHANNEL_VERB(x, mpsc, fini)                                             \
    CHANNEL_VERB(x, mpsc, sender_clone)                                     \
    CHANNEL_VERB(x, mpsc, sender_fini)                                      \
    CHANNEL_VERB(x, mpsc, close)

/* --- For the macro ----------------------------------------------------------
 */

struct mpsc {
    struct semaphore room;
    struct waker receiver; /* who is woken, or none */
    char *ring;
    uint32_t size;     /* of a value */
    uint32_t capacity; /* of the ring, in values, as the next two */
    uint32_t first;
    uint32_t count;
    uint32_t senders;
    bool is_unbounded; /* the ring is ours, and grows */
};

void mpsc_init(struct mpsc *mpsc, size_t size, void *ring, size_t capacity);
void mpsc_init_unbounded(struct mpsc *mpsc, size_t size);
void mpsc_fini(struct mpsc *mpsc);
void mpsc_sender_clone(struct mpsc *mpsc);
void mpsc_sender_fini(struct mpsc *mpsc);
void mpsc_close(struct mpsc *mpsc);
int mpsc_try_send(struct mpsc *mpsc, const void *value);
int mpsc_try_recv(struct mpsc *mpsc, void *value);

struct mpsc_send {
    struct mpsc *mpsc;
    struct semaphore_acquire acquire;
};

void mpsc_send_init(struct mpsc_send *self, struct mpsc *mpsc);
struct poll mpsc_send_poll(struct mpsc_send *self, struct context *cx,
                           const void *value, int *output);
void mpsc_send_drop(struct mpsc_send *self);

struct mpsc_recv {
    struct mpsc *mpsc; /* NULL: it was ready */
};

void mpsc_recv_init(struct mpsc_recv *self, struct mpsc *mpsc);
struct poll mpsc_recv_into(struct mpsc_recv *self, struct context *cx, int *err,
                           void *value);
void mpsc_recv_drop(struct mpsc_recv *self);

#endif
