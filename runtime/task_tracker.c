#include "task_tracker.h"

#include "runtime.h"

/* --- Counting ---------------------------------------------------------------
 */

void task_tracker_init(struct task_tracker *tracker)
{
    list_init(&tracker->waiters);
    tracker->count = 0;
    tracker->is_closed = false;
}

void task_tracker_fini(struct task_tracker *tracker)
{
    waiters_fini(&tracker->waiters, "task_tracker");
    if (tracker->count > 0)
        panic("the end of a task_tracker that counts %zu", tracker->count);
}

static bool is_done(const struct task_tracker *tracker)
{
    return tracker->is_closed && tracker->count == 0;
}

void task_tracker_enter(struct task_tracker *tracker)
{
    tracker->count++;
}

void task_tracker_leave(struct task_tracker *tracker)
{
    if (tracker->count == 0)
        panic("a task_tracker was left once too often");
    tracker->count--;
    if (is_done(tracker))
        waiters_wake_all(&tracker->waiters);
}

void task_tracker_close(struct task_tracker *tracker)
{
    tracker->is_closed = true;
    if (is_done(tracker))
        waiters_wake_all(&tracker->waiters);
}

/* --- Tasks ------------------------------------------------------------------
 */

/* The future is first, where a dump looks for one that is boxed. */
struct tracked {
    struct future future;
    struct task_tracker *tracker;
};

static void drop_tracked(void *future)
{
    struct tracked *tracked = future;

    future_drop(&tracked->future);
    task_tracker_leave(tracked->tracker);
}

static struct poll run_tracked(void *future, struct context *cx)
{
    struct tracked *tracked = future;
    struct poll poll = future_poll(&tracked->future, cx, NULL);

    if (poll.is_ready)
        drop_tracked(tracked);
    return poll;
}

struct task *task_tracker_spawn(struct task_tracker *tracker,
                                struct future future)
{
    static const struct task_vtable vtable = {
        .run = run_tracked,
        .drop = drop_tracked,
        .size = sizeof(struct tracked),
        .is_boxed = true,
        .name = "tracked",
    };
    struct task *task = task_new(&vtable);

    if (task == NULL)
        return NULL;
    *(struct tracked *)task_future(task) = (struct tracked){future, tracker};
    task_tracker_enter(tracker);
    task_start(task);
    return task;
}

/* --- Waiting ----------------------------------------------------------------
 */

void task_tracker_wait_init(struct task_tracker_wait *self,
                            struct task_tracker *tracker)
{
    *self = (struct task_tracker_wait){.tracker = tracker};
}

/* Once woken it is ready, whoever has come since, and if it is gone. */
struct poll task_tracker_wait_poll(struct task_tracker_wait *self,
                                   struct context *cx,
                                   task_tracker_wait_output *output)
{
    struct task_tracker *tracker = self->tracker;

    (void)output;
    if (tracker == NULL)
        panic("task_tracker_wait was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (!waiter_was_woken(&self->waiter) && !is_done(tracker)) {
        waiter_wait(&self->waiter, &tracker->waiters, cx->waker);
        return runtime_pending();
    }
    task_tracker_wait_drop(self);
    return POLL_READY;
}

void task_tracker_wait_drop(struct task_tracker_wait *self)
{
    self->tracker = NULL;
    waiter_stop(&self->waiter);
}
