#ifndef FUTURE_CH10_H
#define FUTURE_CH10_H

/* What future_ch08.h has, for chapter 10 */
#include <stdalign.h>
#include <stdbool.h>

#include "tests/unit/check.h"

typedef struct future boxed;
typedef struct poll progress;

#define POLL_NOT_READY POLL_PENDING
#define NO_FUTURE      ((boxed){NULL, NULL})

enum {
    OUTPUT_ALLOCATIONS = 0 /* nobody wants it */
};

static inline bool is_ready(progress progress)
{
    return progress.is_ready;
}

static inline progress poll_child(boxed *child, const struct waker *waker)
{
    struct context cx = {waker};
    progress progress = future_poll(child, &cx, NULL);

    if (is_ready(progress))
        future_drop(child);
    return progress;
}

static inline void wake(const struct waker *waker)
{
    waker_wake_by_ref(waker);
}

static inline struct task *task_of(const struct waker *waker)
{
    return waker->data;
}

struct stage {
    progress (*poll)(struct stage *self, const struct waker *waker);
    void (*drop)(struct stage *self);
};

static inline struct poll stage_poll(void *future, struct context *cx,
                                     void *output)
{
    struct stage *self = future;

    CHECK(output == NULL);
    return self->poll(self, cx->waker);
}

static inline void stage_drop(void *future)
{
    struct stage *self = future;

    self->drop(self);
    free(self);
}

static inline void *stage_alloc(size_t size)
{
    return future_alloc(alignof(struct stage), size);
}

static inline boxed stage_box(struct stage *self,
                              progress (*poll)(struct stage *self,
                                               const struct waker *waker),
                              void (*drop)(struct stage *self))
{
    static const struct future_vtable vtable = {stage_poll, stage_drop};

    *self = (struct stage){poll, drop};
    return (struct future){self, &vtable};
}

#endif
