#ifndef RUNTIME_HAND_H
#define RUNTIME_HAND_H

/*
 * Futures that are polled by hand, beside the tasks of runtime_tasks.h: a test
 * sees at each poll what it gives, whom it wakes, and which wakers are kept.
 */
#include "runtime/future.h"

#include "tests/unit/apart.h"
#include "tests/unit/runtime_tasks.h"

/* Whoever polls.  Its waker counts, and may do something. */
struct hand {
    int wakes;
    int clones; /* that are kept somewhere */
    int cloned; /* how often */
    void (*when_woken)(void);
    struct waker waker;
    struct context cx;
};

static struct waker hand_clone(void *data);

static void hand_drop(void *data)
{
    ((struct hand *)data)->clones--;
}

static void hand_wake_by_ref(void *data)
{
    struct hand *hand = data;

    hand->wakes++;
    if (hand->when_woken != NULL)
        hand->when_woken();
}

static void hand_wake(void *data)
{
    hand_drop(data);
    hand_wake_by_ref(data);
}

static const struct waker_vtable hand_waker = {
    .clone = hand_clone,
    .wake = hand_wake,
    .wake_by_ref = hand_wake_by_ref,
    .drop = hand_drop,
};

static struct waker hand_clone(void *data)
{
    struct hand *hand = data;

    hand->clones++;
    hand->cloned++;
    return (struct waker){&hand_waker, data};
}

/* For a poll, with all that may be spent in one */
static inline struct context *by(struct hand *hand)
{
    runtime.budget = RUNTIME_BUDGET;
    hand->waker = (struct waker){&hand_waker, hand};
    hand->cx.waker = &hand->waker;
    return &hand->cx;
}

/*
 * How often a task is polled that does something three budgets long, which is
 * ready each time: 3, unless it forgets the budget.
 */
static inline int polls_of_greedy(struct poll (*step)(struct script *script,
                                                      struct context *cx),
                                  void *data)
{
    struct script script = {
        .step = step, .left = 3 * RUNTIME_BUDGET, .data = data};

    task_detach(spawn_script(&script));
    run_all();
    CHECK_EQ(script.left, 0);
    return script.polls;
}

#endif
