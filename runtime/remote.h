#ifndef REMOTE_H
#define REMOTE_H

#include <stdatomic.h>

#include "task.h"

/*
 * What threads do that are not the runtime's own: they wake its tasks, clone
 * and drop wakers of these, and post functions to it.  All locked instructions
 * are here, but for what has a lock that threads share: blocking.c, signals.c,
 * remote_oneshot.c and remote_mpsc.c.
 *
 * References to a task are counted in two places.  The runtime's thread counts
 * its own in task->state, without locks; all others count in task->remote.
 * Either may be negative, as a waker may be cloned here and dropped there; only
 * the sum matters. So that somebody looks at the sum, a thread that has dropped
 * one, or has woken the task, puts it into the runtime's inbox, from which the
 * runtime's thread takes it out and adds the count to its own.  Only that
 * thread frees tasks, as long as there is a runtime.
 *
 * When the runtime ends, it adds its own count to task->remote and closes it:
 * from then on the last drop frees the task, in whatever thread.  (This is
 * biased reference counting, Choi, Shull and Torrellas, PACT 2018.)
 */
enum remote_flag {
    REMOTE_INBOX = 1,  /* it is in the inbox, or on its way */
    REMOTE_WAKE = 2,   /* it is woken */
    REMOTE_CLOSED = 4, /* its runtime has ended */
    REMOTE_REFERENCE = 8
};

/* A function that another thread wants to be called */
struct posted {
    void (*function)(void *argument);
    void *argument;
    struct posted *next;
};

/*
 * Where other threads leave what is for the runtime.  It lives as long as
 * anybody may look at it: the runtime, tasks that have outlived it, threads
 * that are in here.
 */
struct inbox {
    _Atomic(struct task *) tasks;
    _Atomic(struct posted *) posted;
    _Atomic int users;
    int event;   /* an eventfd, which is readable when there is something */
    int closing; /* tasks that are closed, and still in here or on their way */
};

/* The runtime of this thread, by its inbox; NULL: it has none */
extern _Thread_local struct inbox *inbox_here;

/* Is the task one of this thread's? */
static inline bool task_is_here(const struct task *task)
{
    return task->inbox == inbox_here;
}

/* An inbox with one user; NULL, and -errno in *err */
struct inbox *inbox_new(int *err);

/* One user less; the last one frees it. */
void inbox_leave(struct inbox *inbox);

/* Other threads: */
void task_clone_remote(struct task *task);
void task_wake_remote(struct task *task);
void task_drop_remote(struct task *task);

/* The caller sees to it that the runtime has not ended before this is called.
 */
void inbox_post(struct inbox *inbox, struct posted *posted);

/* The runtime's thread: */

static inline bool inbox_is_empty(struct inbox *inbox)
{
    return atomic_load_explicit(&inbox->tasks, memory_order_relaxed) == NULL &&
           atomic_load_explicit(&inbox->posted, memory_order_relaxed) == NULL;
}

/* Takes all tasks out: wakes them, counts references, frees. */
void inbox_drain_tasks(struct inbox *inbox);

/* The same, and then calls what was posted */
void inbox_drain(struct inbox *inbox);

/*
 * At the end of the runtime, for a task that is done: frees it, or leaves it to
 * the threads that still have references.  Then, once for all of them,
 * inbox_close() waits for those that are on their way, and forgets what was
 * posted.
 */
void task_close(struct task *task);
void inbox_close(struct inbox *inbox);

#endif
