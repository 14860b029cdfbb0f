#ifndef FAKE_WAKER_CH08_H
#define FAKE_WAKER_CH08_H

/*
 * Chapter 8's wakers of fake tasks.  Who includes this says before what a waker
 * is, by waker.h of a step.
 */
#include "tests/unit/fake_task.h"

static inline struct waker fake_waker(struct task *task)
{
    return (struct waker){task};
}

struct waker waker_clone(const struct waker *waker)
{
    touch(&waker->task->clones);
    return *waker;
}

void waker_drop(struct waker *waker)
{
    struct task *task = waker->task;

    waker->task = NULL;
    if (task != NULL)
        touch(&task->drops);
}

void waker_wake(const struct waker *waker)
{
    CHECK(waker->task != NULL);
    touch(&waker->task->wakes);
}

#endif
