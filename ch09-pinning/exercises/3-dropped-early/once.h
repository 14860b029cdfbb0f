#ifndef ONCE_H
#define ONCE_H

#include "future.h"

/* Polls another future once and drops it, ready or not: cancels it. */
struct once {
    struct future future;
    struct future *child;
};

static inline enum poll_state once_poll(struct future *future,
                                        const struct waker *waker,
                                        char **output)
{
    struct once *self = (struct once *)future;

    future_poll(&self->child, waker, NULL);
    future_drop(self->child);
    self->child = NULL;
    *output = NULL;
    return POLL_READY;
}

static inline void once_drop(struct future *future)
{
    struct once *self = (struct once *)future;

    future_drop(self->child);
    free(self);
}

static inline struct future *once(struct future *child)
{
    struct once *self = future_alloc(sizeof(*self));

    *self = (struct once){.future = {once_poll, once_drop}, .child = child};
    return &self->future;
}

#endif
