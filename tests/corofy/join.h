/*
 * A future of several: ready when all are.  A case includes it after case.h,
 * without which the oracle has no futures to join.
 */
#ifndef JOIN_H
#define JOIN_H

#include "case.h"

struct join {
    struct future future;
    size_t count;
    struct future *children[8];
};

static inline enum poll_state join_poll(struct future *future WAKER_PARAMETER,
                                        char **output)
{
    struct join *self = (struct join *)future;
    enum poll_state state = POLL_READY;

    for (size_t i = 0; i < self->count; i++)
        if (self->children[i] && future_poll(&self->children[i] WAKER_ARGUMENT,
                                             NULL) == POLL_NOT_READY)
            state = POLL_NOT_READY;
    if (state == POLL_READY)
        *output = NULL;
    return state;
}

static inline void join_drop(struct future *future)
{
    struct join *self = (struct join *)future;

    for (size_t i = 0; i < self->count; i++)
        future_drop(self->children[i]);
    free(self);
}

/* Copies the pointers, and owns the futures from now on. */
static inline struct future *join_all(struct future **futures, size_t count)
{
    struct join *self = future_alloc(sizeof(*self));

    self->future = (struct future){join_poll, join_drop};
    for (; self->count < count; self->count++)
        self->children[self->count] = futures[self->count];
    return &self->future;
}

#endif
