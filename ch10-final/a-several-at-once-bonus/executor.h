#ifndef EXECUTOR_H
#define EXECUTOR_H

#include "future.h"

/*
 * Runs a future in this thread, and those that it spawns, until all are ready;
 * drops each as soon as it is, its output unseen.  The thread sleeps while
 * there is nothing to poll: a future that is not ready is polled again when its
 * waker was called, and not before.  Those that were woken are polled in the
 * order in which they were.
 *
 * A future that is not ready, and of whose waker nobody has a clone any more,
 * would sleep for ever.  So whoever drops the last one panics, in whatever
 * thread and at whatever time; so does this after a poll that has left none.
 *
 * From inside a future: panic.  Without memory, die().
 */
void executor_block_on(struct future future);

/*
 * Hands a future over to the executor of this thread, to run beside the one
 * that calls this.  It is not polled in here, but when it is its turn.
 *
 * Where no executor runs, panic.  Without memory, die().
 */
void spawn(struct future future);

#endif
