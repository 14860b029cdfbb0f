#ifndef WAKER_H
#define WAKER_H

/*
 * A waker says to the executor of a task: poll it again.  It is all that the
 * reactor knows of executors, and executors know nothing of reactors.
 *
 * What it points to is counted.  Assigning a waker borrows it: the copy is good
 * as long as the one that it was copied from.  Whoever wants to keep it clones
 * it, and drops the clone in the end.
 *
 * A waker without a task (NULL) is none: it may be dropped, and nothing else.
 * What a task is only the executor knows; so executor.c has these functions.
 *
 * A clone may outlive the task, its executor and the thread of that: to wake
 * then does nothing.  Any thread may clone, wake and drop.
 */
struct waker {
    struct task *task;
};

/* One more waker of the same task, for the caller to drop. */
struct waker waker_clone(const struct waker *waker);

/* Leaves none.  After the last one, what they pointed to is freed. */
void waker_drop(struct waker *waker);

/*
 * The task is polled once more, at the earliest after the poll that is on now.
 * However often it is called before that, once.  Never blocks for long, and
 * never polls; not for signal handlers.
 */
void waker_wake(const struct waker *waker);

#endif
