#ifndef WATCH_H
#define WATCH_H

#include "channel.h"
#include "waiters.h"

/*
 * One value that changes, and tasks that look at the latest; who is slow misses
 * those between.  It belongs to one thread, is the caller's memory, and
 * allocates nothing.  WATCH(x, T) defines a struct x for a value of type T, a
 * struct x_receiver for each who watches it, and
 *
 *     void x_init(struct x *, T value);
 *     void x_fini(struct x *);                     if somebody waits: panic
 *     void x_send(struct x *, T value);
 *     void x_close(struct x *);
 *
 *     void x_receiver_init(struct x_receiver *, struct x *);
 *     int x_changed(struct x_receiver *);          a future
 *     T const *x_borrow(struct x_receiver *);
 *
 * Who was woken looks at the channel again, so that x_fini() must come after
 * its next poll or its drop; that is not checked.
 *
 * x_send() overwrites the value: whoever must free the one before does so.
 * x_close(): no more will be sent.
 *
 * x_changed() waits for a value that this receiver has not seen; what was there
 * at x_receiver_init() it has.  0, and it has seen it; -EPIPE if the channel is
 * closed, and it has seen the last value.  Dropped before, nothing is lost.
 *
 * x_borrow() is the latest value, which the receiver has seen then.  It is good
 * until the task awaits something.
 */
#define WATCH(x, T)                                                           \
    struct x {                                                                \
        struct watch watch;                                                   \
        T value;                                                              \
    };                                                                        \
                                                                              \
    struct x##_receiver {                                                     \
        struct watch_receiver receiver;                                       \
    };                                                                        \
                                                                              \
    typedef int x##_changed_output;                                           \
    struct x##_changed {                                                      \
        struct watch_changed changed;                                         \
    };                                                                        \
                                                                              \
    CHANNEL_FUNCTION void x##_changed_init(struct x##_changed *self,          \
                                           struct x##_receiver *receiver)     \
    {                                                                         \
        watch_changed_init(&self->changed, &receiver->receiver);              \
    }                                                                         \
                                                                              \
    CHANNEL_FUNCTION struct poll x##_changed_poll(struct x##_changed *self,   \
                                                  struct context *cx,         \
                                                  x##_changed_output *output) \
    {                                                                         \
        return watch_changed_poll(&self->changed, cx, output);                \
    }                                                                         \
                                                                              \
    CHANNEL_FUNCTION void x##_changed_drop(struct x##_changed *self)          \
    {                                                                         \
        watch_changed_drop(&self->changed);                                   \
    }                                                                         \
                                                                              \
    CHANNEL_FUNCTION void x##_init(struct x *self, T value)                   \
    {                                                                         \
        watch_init(&self->watch);                                             \
        self->value = value;                                                  \
    }                                                                         \
                                                                              \
    CHANNEL_VERB(x, watch, fini)                                              \
                                                                              \
    CHANNEL_FUNCTION void x##_send(struct x *self, T value)                   \
    {                                                                         \
        self->value = value;                                                  \
        watch_send(&self->watch);                                             \
    }                                                                         \
                                                                              \
    CHANNEL_VERB(x, watch, close)                                             \
                                                                              \
    CHANNEL_FUNCTION void x##_receiver_init(struct x##_receiver *self,        \
                                            struct x *watched)                \
    {                                                                         \
        watch_receiver_init(&self->receiver, &watched->watch);                \
    }                                                                         \
                                                                              \
    CHANNEL_FUNCTION T const *x##_borrow(struct x##_receiver *self)           \
    {                                                                         \
        struct watch *watch = self->receiver.watch;                           \
                                                                              \
        self->receiver.seen = watch->version;                                 \
        return &list_entry(watch, struct x, watch)->value;                    \
    }

/* --- For the macro ----------------------------------------------------------
 */

struct watch {
    struct list_link waiters; /* of struct watch_changed */
    uint64_t version;         /* of the value */
    bool is_closed;
};

struct watch_receiver {
    struct watch *watch;
    uint64_t seen; /* the last version that it has seen */
};

void watch_init(struct watch *watch);
void watch_fini(struct watch *watch);
void watch_send(struct watch *watch);
void watch_close(struct watch *watch);
void watch_receiver_init(struct watch_receiver *self, struct watch *watch);

struct watch_changed {
    struct watch_receiver *receiver; /* NULL: it was ready */
    struct waiter waiter;
};

void watch_changed_init(struct watch_changed *self,
                        struct watch_receiver *receiver);
struct poll watch_changed_poll(struct watch_changed *self, struct context *cx,
                               int *output);
void watch_changed_drop(struct watch_changed *self);

#endif
