#ifndef READY_QUEUE_H
#define READY_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "future.h"
#include "parker.h"

/*
 * The tasks of an executor that have been woken, in the order in which they
 * were.  Were the newest polled first, one that keeps waking itself would be
 * polled for ever, and the others never.
 *
 * The executor and the wakers of its tasks share it; the last one frees it.
 */
struct ready_queue {
    struct parker parker; /* where the executor sleeps */

    pthread_mutex_t lock;
    /* under the lock: */
    size_t users; /* the executor, and every task */
    struct task *first;
    struct task *last;
};

/* A future that an executor runs, and what the wakers of it point to */
struct task {
    size_t id;
    struct ready_queue *queue;

    /* for the executor's thread: */
    struct future future; /* none: finished */
    struct task *older;   /* its neighbours in tasks.h; NULL: none */
    struct task *newer;

    /* under the lock of the queue: */
    size_t wakers; /* that of a poll is one of them */
    bool is_finished;
    bool is_queued;
    struct task *next; /* in the queue */
};

/* An empty queue with one user, or NULL without memory. */
struct ready_queue *ready_queue_new(void);

/* One more user of the queue, and one less; the last one frees it. */
void ready_queue_share(struct ready_queue *queue);
void ready_queue_drop(struct ready_queue *queue);

/*
 * Puts the task at the end of its queue and says so; then the executor is to be
 * unparked.  Does nothing if it is there already, or finished.  The caller has
 * a waker of the task, in any thread, or has just made it.  Allocates nothing,
 * so it cannot fail.
 */
bool ready_queue_push(struct task *task);

/* The task is ready: from now on, to push it does nothing. */
void ready_queue_finish(struct task *task);

/*
 * Takes the first task out, NULL if there is none, and counts a waker of it:
 * for the caller, to poll with it and to drop it after the poll.  From now on
 * the task can be pushed again: what is pushed during the poll is not lost.
 */
struct task *ready_queue_pop(struct ready_queue *queue);

#endif
