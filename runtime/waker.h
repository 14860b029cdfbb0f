#ifndef WAKER_H
#define WAKER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A waker says to the executor of a task: poll it again.  This file knows no
 * executor, and no task: what a waker points to, and what becomes of that, only
 * those know who made it and its vtable.  So a future of one runtime can be
 * woken by the reactor of another.  In Rust it is std::task::Waker, and data
 * and vtable are its RawWaker.
 *
 * Any thread may clone, wake and drop.  A waker may outlive its task, its
 * executor and the thread of that: to wake then does nothing.
 *
 * Assigning a waker borrows it: the copy is good as long as the one that it was
 * copied from.  Whoever wants to keep it clones it; each clone is woken by
 * waker_wake() or dropped, once.  All zero is none: it may be dropped.
 */
struct waker {
    const struct waker_vtable *vtable;
    void *data;
};

/*
 * What there is to do with data: Rust's RawWakerVTable.  Each must keep what
 * the function below promises that calls it.
 */
struct waker_vtable {
    struct waker (*clone)(void *data);
    void (*wake)(void *data);
    void (*wake_by_ref)(void *data);
    void (*drop)(void *data);
};

/* One more waker of the same task, for the caller to wake or to drop. */
static inline struct waker waker_clone(const struct waker *waker)
{
    return waker->vtable->clone(waker->data);
}

/*
 * The task is polled once more, at the earliest after the poll that is on now.
 * However often it is woken before that, once.  Never blocks for long, and
 * never polls; not for signal handlers.
 */
static inline void waker_wake_by_ref(const struct waker *waker)
{
    waker->vtable->wake_by_ref(waker->data);
}

/* The same, and the waker is used up: leaves none. */
static inline void waker_wake(struct waker *waker)
{
    struct waker last = *waker;

    *waker = (struct waker){NULL, NULL};
    last.vtable->wake(last.data);
}

/* Leaves none. */
static inline void waker_drop(struct waker *waker)
{
    struct waker last = *waker;

    *waker = (struct waker){NULL, NULL};
    if (last.vtable != NULL)
        last.vtable->drop(last.data);
}

/*
 * Do they wake the same task?  If so there is no need to clone the one to
 * replace the other.  Never true of two tasks, but maybe false of one: two
 * wakers may be made in different ways.
 */
static inline bool waker_will_wake(const struct waker *a, const struct waker *b)
{
    return a->vtable == b->vtable && a->data == b->data;
}

static inline struct waker waker_noop(void);

static inline struct waker waker_noop_clone(void *data)
{
    (void)data;
    return waker_noop();
}

static inline void waker_noop_ignore(void *data)
{
    (void)data;
}

/* A waker of no task, for whoever polls by hand: to wake does nothing. */
static inline struct waker waker_noop(void)
{
    static const struct waker_vtable vtable = {
        .clone = waker_noop_clone,
        .wake = waker_noop_ignore,
        .wake_by_ref = waker_noop_ignore,
        .drop = waker_noop_ignore,
    };

    return (struct waker){&vtable, NULL};
}

/*
 * What a poll is given: Rust's Context, and for what may be added to it, as
 * there.  It is the caller's, for the time of the call.
 */
struct context {
    const struct waker *waker;
};

#endif
