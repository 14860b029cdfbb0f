#ifndef REMOTE_ONESHOT_H
#define REMOTE_ONESHOT_H

#include <pthread.h>

#include "oneshot.h"

/*
 * The oneshot of oneshot.h with a lock: another thread sends, and a task
 * receives.  REMOTE_ONESHOT(x, T) defines a struct x for a value of type T, and
 *
 *     struct x *x_new(void);              on the heap; NULL: no memory
 *
 *     int x_send(struct x *, T value);    any thread
 *     void x_sender_fini(struct x *);
 *
 *     struct x_received x_recv(struct x *);     a future, in one runtime
 *     int x_try_recv(struct x *, T *value);
 *     void x_receiver_fini(struct x *);
 *
 * These are as in oneshot.h.  There is no x_init(): the last of the two halves
 * to end frees it, in whatever thread.  A recv that is dropped loses nothing.
 *
 * Wakers are cloned, woken and dropped with the lock held: one that is written
 * by hand must not call the channel.
 */
#define REMOTE_ONESHOT(x, T)                                         \
    struct x {                                                       \
        struct remote_oneshot remote_oneshot;                        \
        T value;                                                     \
    };                                                               \
    CHANNEL_RECV(x, T, x, remote_oneshot)                            \
                                                                     \
    CHANNEL_FUNCTION struct x *x##_new(void)                         \
    {                                                                \
        struct x *self = oneshot_alloc(sizeof(*self));               \
                                                                     \
        if (self != NULL)                                            \
            remote_oneshot_init(&self->remote_oneshot, &self->value, \
                                sizeof(self->value));                \
        return self;                                                 \
    }                                                                \
                                                                     \
    CHANNEL_SEND(x, T, remote_oneshot, send)                         \
    CHANNEL_VERB(x, remote_oneshot, sender_fini)                     \
    CHANNEL_VERB(x, remote_oneshot, receiver_fini)

/* --- For the macro ----------------------------------------------------------
 */

/* The first member of what was allocated */
struct remote_oneshot {
    pthread_mutex_t lock;
    struct oneshot oneshot; /* under the lock */
};

void remote_oneshot_init(struct remote_oneshot *remote, void *place,
                         size_t size);
int remote_oneshot_send(struct remote_oneshot *remote, const void *value);
void remote_oneshot_sender_fini(struct remote_oneshot *remote);
void remote_oneshot_receiver_fini(struct remote_oneshot *remote);
int remote_oneshot_try_recv(struct remote_oneshot *remote, void *value);

struct remote_oneshot_recv {
    struct remote_oneshot *remote; /* NULL: it was ready */
    struct oneshot_recv recv;
};

void remote_oneshot_recv_init(struct remote_oneshot_recv *self,
                              struct remote_oneshot *remote);
struct poll remote_oneshot_recv_into(struct remote_oneshot_recv *self,
                                     struct context *cx, int *err, void *value);
void remote_oneshot_recv_drop(struct remote_oneshot_recv *self);

#endif
