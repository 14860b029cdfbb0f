#ifndef EXECUTOR_H
#define EXECUTOR_H

#include "future.h"

/*
 * Runs a future in this thread until it is ready, drops it and frees its
 * output.  The thread sleeps while there is nothing to poll: a future that is
 * not ready is polled again when its waker was called, and not before.
 *
 * From inside a future: panic.  Without memory, die().
 */
void executor_block_on(struct future *future);

#endif
