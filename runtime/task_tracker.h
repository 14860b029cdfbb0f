#ifndef TASK_TRACKER_H
#define TASK_TRACKER_H

#include "future.h"
#include "task.h"
#include "waiters.h"

/*
 * Counts what runs, so that an end can wait for it: a server closes its
 * tracker, fires a token of cancel.h, and awaits the tracker.  It keeps nothing
 * of tasks that have ended.
 *
 * It belongs to one thread, is the caller's memory, and must outlive all that
 * it counts.
 */
struct task_tracker {
    struct list_link waiters; /* of struct task_tracker_wait */
    size_t count;
    bool is_closed;
};

void task_tracker_init(struct task_tracker *tracker);

/*
 * If somebody waits, or is counted: panic.  Who was woken does not look at it
 * again.
 */
void task_tracker_fini(struct task_tracker *tracker);

/*
 * One more, and one less, of whatever it is.  After `task_tracker_enter(&t);`
 * write `defer task_tracker_leave(&t);`.  One less than none: panic.
 */
void task_tracker_enter(struct task_tracker *tracker);
void task_tracker_leave(struct task_tracker *tracker);

/*
 * As task_spawn(), and the task is counted from now on until its future was
 * dropped, also if it is aborted before its first poll.
 */
struct task *task_tracker_spawn(struct task_tracker *tracker,
                                struct future future);

/* From now on a tracker without tasks is done.  More may come all the same. */
void task_tracker_close(struct task_tracker *tracker);

/*
 * Waits until the tracker is closed and counts nothing.  Dropped before,
 * nothing is lost.
 */
typedef void task_tracker_wait_output;

struct task_tracker_wait {
    struct task_tracker *tracker; /* NULL: it was ready */
    struct waiter waiter;
};

void task_tracker_wait_init(struct task_tracker_wait *self,
                            struct task_tracker *tracker);
struct poll task_tracker_wait_poll(struct task_tracker_wait *self,
                                   struct context *cx,
                                   task_tracker_wait_output *output);
void task_tracker_wait_drop(struct task_tracker_wait *self);

#endif
