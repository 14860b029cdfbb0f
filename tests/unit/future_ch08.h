#ifndef FUTURE_CH08_H
#define FUTURE_CH08_H

/*
 * Futures and wakers as the tests of executors and reactors speak of them, for
 * chapter 8; future_ch10.h has the same for chapter 10.  Who includes one of
 * them says before which step's future.h there is.
 */
#include <stdbool.h>

/* A future that somebody owns, what it says of itself, and the lack of one */
typedef struct future *boxed;
typedef enum poll_state progress;

#define NO_FUTURE ((boxed)NULL)

enum {
    OUTPUT_ALLOCATIONS = 1 /* of a future that is ready */
};

static inline bool is_ready(progress progress)
{
    return progress == POLL_READY;
}

/* Polls it as a parent does, which then has none any more. */
static inline progress poll_child(boxed *child, const struct waker *waker)
{
    return future_poll(child, waker, NULL);
}

static inline void wake(const struct waker *waker)
{
    waker_wake(waker);
}

/* What it wakes; NULL if there is none */
static inline struct task *task_of(const struct waker *waker)
{
    return waker->task;
}

/* The first member of a test's future, and its last when that is dropped */
struct stage {
    struct future future;
    progress (*poll)(struct stage *self, const struct waker *waker);
    void (*drop)(struct stage *self);
};

static inline enum poll_state stage_poll(struct future *future,
                                         const struct waker *waker,
                                         char **output)
{
    struct stage *self = (struct stage *)future;
    progress progress = self->poll(self, waker);

    if (is_ready(progress))
        *output = malloc(1); /* for whoever polls to free */
    return progress;
}

static inline void stage_drop(struct future *future)
{
    struct stage *self = (struct stage *)future;

    self->drop(self);
    free(self);
}

/* Memory for a test's future, which begins with its stage */
static inline void *stage_alloc(size_t size)
{
    return future_alloc(size);
}

/* The future that those functions are */
static inline boxed stage_box(struct stage *self,
                              progress (*poll)(struct stage *self,
                                               const struct waker *waker),
                              void (*drop)(struct stage *self))
{
    *self = (struct stage){{stage_poll, stage_drop}, poll, drop};
    return &self->future;
}

#endif
