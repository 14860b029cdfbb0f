#ifndef LETTER_H
#define LETTER_H

/*
 * A future to be watched.  Who includes this says before what a future and a
 * waker are, by future_ch08.h or future_ch10.h.
 */
#include "tests/unit/record.h"

/* What it does when it is polled, the first time with nth 1 */
typedef progress turn(int nth, const struct waker *waker);

/* It notes its letter at each poll, and the capital when it is dropped. */
struct letter {
    struct stage stage;
    char name;
    turn *turn;
    int polls;
    bool is_ready;
};

static inline progress letter_poll(struct stage *stage,
                                   const struct waker *waker)
{
    struct letter *self = (struct letter *)stage;
    progress progress;

    CHECK(!self->is_ready);
    note(self->name);
    progress = self->turn(++self->polls, waker);
    self->is_ready = is_ready(progress);
    return progress;
}

static inline void letter_drop(struct stage *stage)
{
    struct letter *self = (struct letter *)stage;

    note((char)(self->name - 'a' + 'A'));
}

static inline boxed letter(char name, turn *turn)
{
    struct letter *self = stage_alloc(sizeof(*self));

    *self = (struct letter){.name = name, .turn = turn};
    return stage_box(&self->stage, letter_poll, letter_drop);
}

#endif
