#ifndef LETTER_H
#define LETTER_H

/*
 * A future to be watched.  Who includes this says before what a future and a
 * waker are: future.h of a step that has them.
 */
#include "tests/unit/record.h"

/* What it does when it is polled, the first time with nth 1 */
typedef enum poll_state turn(int nth, const struct waker *waker);

/* It notes its letter at each poll, and the capital when it is dropped. */
struct letter {
    struct future future;
    char name;
    turn *turn;
    int polls;
    bool is_ready;
};

static inline enum poll_state letter_poll(struct future *future,
                                          const struct waker *waker,
                                          char **output)
{
    struct letter *self = (struct letter *)future;

    CHECK(!self->is_ready);
    note(self->name);
    if (self->turn(++self->polls, waker) == POLL_NOT_READY)
        return POLL_NOT_READY;
    self->is_ready = true;
    *output = malloc(1); /* for whoever polls to free */
    return POLL_READY;
}

static inline void letter_drop(struct future *future)
{
    struct letter *self = (struct letter *)future;

    note((char)(self->name - 'a' + 'A'));
    free(self);
}

static inline struct future *letter(char name, turn *turn)
{
    struct letter *self = future_alloc(sizeof(*self));

    *self = (struct letter){
        .future = {letter_poll, letter_drop},
        .name = name,
        .turn = turn,
    };
    return &self->future;
}

#endif
