#ifndef FAKE_WAKER_CH10_H
#define FAKE_WAKER_CH10_H

/*
 * Chapter 10's wakers of fake tasks.  Who includes this says before what a
 * waker is, by waker.h of a step.
 */
#include "tests/unit/fake_task.h"

static struct waker fake_waker(struct task *task);

static struct waker fake_clone(void *data)
{
    struct task *task = data;

    touch(&task->clones);
    return fake_waker(task);
}

static void fake_drop(void *data)
{
    struct task *task = data;

    touch(&task->drops);
}

static void fake_wake_by_ref(void *data)
{
    struct task *task = data;

    touch(&task->wakes);
}

static void fake_wake(void *data)
{
    fake_wake_by_ref(data);
    fake_drop(data);
}

static struct waker fake_waker(struct task *task)
{
    static const struct waker_vtable vtable = {
        .clone = fake_clone,
        .wake = fake_wake,
        .wake_by_ref = fake_wake_by_ref,
        .drop = fake_drop,
    };

    return (struct waker){&vtable, task};
}

#endif
