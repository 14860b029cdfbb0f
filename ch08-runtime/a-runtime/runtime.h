#ifndef RUNTIME_H
#define RUNTIME_H

#include "future.h"
#include "mio.h"

/*
 * A runtime runs futures.  This one has an event queue, and as long as the
 * future is not ready it waits there: no CPU is used for asking in vain.
 *
 * A program has one, used by one thread.
 */

/* Starts it.  0, or what mio_poll_init() fails with.  Twice: panic. */
int runtime_init(void);

/*
 * Ends it; all futures that use it are dropped before.  Without a runtime, and
 * from inside a future: panic.
 */
void runtime_fini(void);

/*
 * Where a future registers the fds that it waits for, for an edge.  Whatever
 * their events are, each wakes the one future that there is; tokens mean
 * nothing.  NULL where there is no runtime.
 */
struct mio_registry *runtime_registry(void);

/*
 * Runs a future until it is ready, drops it and frees its output.  Each time
 * that it is not ready, the thread waits for an event and then polls again: a
 * future that has registered nothing before it says so is never asked again.
 * If waiting fails, die() ends the program.
 *
 * Without a runtime, and from inside a future: panic.
 */
void runtime_block_on(struct future *future);

#endif
