#include "mover.h"

#include <string.h>

struct mover {
    struct future future;
    size_t size;
    struct future *old; /* NULL: moved */
    struct future *new;
};

static void move(struct mover *self)
{
    memcpy(self->new, self->old, self->size);
    free(self->old);
    self->old = NULL;
}

/* The first pin breaks its promise. */
static enum poll_state mover_poll(struct pin pin, const struct waker *waker,
                                  char **output)
{
    struct mover *self = (struct mover *)pin.future;
    struct future *now = self->old != NULL ? self->old : self->new;
    enum poll_state state = now->poll((struct pin){now}, waker, output);

    if (self->old != NULL)
        move(self);
    return state;
}

static void mover_drop(struct future *future)
{
    struct mover *self = (struct mover *)future;
    struct future *now = self->old != NULL ? self->old : self->new;

    now->drop(now);
    free(self->old);
    free(self->new);
    free(self);
}

struct future *mover(size_t size, struct future *(*init)(void *storage))
{
    struct mover *self = future_alloc(sizeof(*self));

    *self = (struct mover){
        .future = {mover_poll, mover_drop},
        .size = size,
        .old = init(future_alloc(size)),
        .new = future_alloc(size),
    };
    return &self->future;
}
