#ifndef REMOTE_MPSC_H
#define REMOTE_MPSC_H

#include <pthread.h>

#include "mpsc.h"

/*
 * The queue of mpsc.h with a lock: threads send, and a task receives.
 * REMOTE_MPSC(x, T) defines a struct x for values of type T, and
 *
 *     void x_init(struct x *, T *ring, size_t capacity);
 *     void x_init_unbounded(struct x *);
 *     void x_fini(struct x *);
 *
 *     int x_try_send(struct x *, T value);      any thread
 *     int x_send_blocking(struct x *, T value);
 *     void x_sender_clone(struct x *);
 *     void x_sender_fini(struct x *);
 *
 *     struct x_received x_recv(struct x *);     a future, in one runtime
 *     int x_try_recv(struct x *, T *value);
 *     void x_close(struct x *);
 *
 * These are as in mpsc.h, but that one sends without a future:
 * x_send_blocking() keeps its thread until there is room, so it is not for
 * tasks; of several threads that wait any may be next.  A recv that is dropped
 * loses nothing.  x_fini() may be called once x_recv() has given -EPIPE because
 * all senders had ended, or no other thread can call anything any more.
 *
 * Wakers are cloned, woken and dropped with the lock held: one that is written
 * by hand must not call the channel.
 */
#define REMOTE_MPSC(x, T)                                          \
    struct x {                                                     \
        struct remote_mpsc remote_mpsc;                            \
    };                                                             \
    CHANNEL_RECV(x, T, x, remote_mpsc)                             \
    CHANNEL_INIT(x, T, remote_mpsc)                                \
                                                                   \
    CHANNEL_FUNCTION void x##_init_unbounded(struct x *self)       \
    {                                                              \
        remote_mpsc_init_unbounded(&self->remote_mpsc, sizeof(T)); \
    }                                                              \
                                                                   \
    CHANNEL_VERB(x, remote_mpsc, fini)                             \
    CHANNEL_SEND(x, T, remote_mpsc, try_send)                      \
    CHANNEL_SEND(x, T, remote_mpsc, send_blocking)                 \
    CHANNEL_VERB(x, remote_mpsc, sender_clone)                     \
    CHANNEL_VERB(x, remote_mpsc, sender_fini)                      \
    CHANNEL_VERB(x, remote_mpsc, close)

/* --- For the macro ----------------------------------------------------------
 */

struct remote_mpsc {
    pthread_mutex_t lock;
    pthread_cond_t room; /* for threads that wait to send */
    struct mpsc mpsc;    /* under the lock */
};

void remote_mpsc_init(struct remote_mpsc *remote, size_t size, void *ring,
                      size_t capacity);
void remote_mpsc_init_unbounded(struct remote_mpsc *remote, size_t size);
void remote_mpsc_fini(struct remote_mpsc *remote);
int remote_mpsc_try_send(struct remote_mpsc *remote, const void *value);
int remote_mpsc_send_blocking(struct remote_mpsc *remote, const void *value);
void remote_mpsc_sender_clone(struct remote_mpsc *remote);
void remote_mpsc_sender_fini(struct remote_mpsc *remote);
void remote_mpsc_close(struct remote_mpsc *remote);
int remote_mpsc_try_recv(struct remote_mpsc *remote, void *value);

struct remote_mpsc_recv {
    struct remote_mpsc *remote; /* NULL: it was ready */
    struct mpsc_recv recv;
};

void remote_mpsc_recv_init(struct remote_mpsc_recv *self,
                           struct remote_mpsc *remote);
struct poll remote_mpsc_recv_into(struct remote_mpsc_recv *self,
                                  struct context *cx, int *err, void *value);
void remote_mpsc_recv_drop(struct remote_mpsc_recv *self);

#endif
