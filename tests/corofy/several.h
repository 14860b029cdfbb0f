/*
 * For cases that await several futures at once: futures that take a given
 * number of polls, and say when they are polled and when they are dropped
 * before they are ready.  Included after case.h.
 */
#ifndef SEVERAL_H
#define SEVERAL_H

#include "future.h"

struct countdown {
    const char *name;
    int polls; /* until it is ready; -1: it was */
};

static inline void countdown_init(struct countdown *self, const char *name,
                                  int polls)
{
    begins(self);
    *self = (struct countdown){name, polls};
}

static inline struct poll countdown_poll(struct countdown *self,
                                         struct context *cx)
{
    find_alive(self, "polled");
    if (self->polls < 0)
        panic("%s was polled after it was ready", self->name);
    if (--self->polls > 0) {
        printf("%s waits\n", self->name);
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    printf("%s is ready\n", self->name);
    self->polls = -1;
    return POLL_READY;
}

static inline void countdown_drop(struct countdown *self)
{
    ends(self);
    if (self->polls >= 0)
        printf("%s is lost\n", self->name);
}

/* A number: value, at the poll of that number */
typedef int give_output;
struct give {
    struct countdown countdown;
    int value;
};

static inline void give_init(struct give *self, int polls, int value)
{
    static const char *const names[] = {"0", "1", "2", "3", "4",
                                        "5", "6", "7", "8", "9"};

    countdown_init(&self->countdown, value < 0 ? "error" : names[value % 10],
                   polls);
    self->value = value;
}

static inline struct poll give_poll(struct give *self, struct context *cx,
                                    give_output *output)
{
    struct poll poll = countdown_poll(&self->countdown, cx);

    if (poll.is_ready && output)
        *output = self->value;
    return poll;
}

static inline void give_drop(struct give *self)
{
    countdown_drop(&self->countdown);
}

/* A copy of its name, which is the caller's to free */
typedef char *text_output;
struct text {
    struct countdown countdown;
};

static inline void text_init(struct text *self, int polls, const char *name)
{
    countdown_init(&self->countdown, name, polls);
}

static inline struct poll text_poll(struct text *self, struct context *cx,
                                    text_output *output)
{
    struct poll poll = countdown_poll(&self->countdown, cx);

    if (poll.is_ready && output)
        *output = strdup(self->countdown.name);
    return poll;
}

static inline void text_drop(struct text *self)
{
    countdown_drop(&self->countdown);
}

/* What a timeout waits for: here a millisecond is a poll. */
#define TIMER(future)                                                     \
    typedef void future##_output;                                         \
    struct future {                                                       \
        struct countdown countdown;                                       \
    };                                                                    \
                                                                          \
    static inline void future##_init(struct future *self, int polls)      \
    {                                                                     \
        countdown_init(&self->countdown, #future, polls);                 \
    }                                                                     \
                                                                          \
    static inline struct poll future##_poll(                              \
        struct future *self, struct context *cx, future##_output *output) \
    {                                                                     \
        (void)output;                                                     \
        return countdown_poll(&self->countdown, cx);                      \
    }                                                                     \
                                                                          \
    static inline void future##_drop(struct future *self)                 \
    {                                                                     \
        countdown_drop(&self->countdown);                                 \
    }

TIMER(sleep_ms)
TIMER(sleep_until)

#endif
