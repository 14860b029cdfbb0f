#ifndef RUNTIME_H
#define RUNTIME_H

#include "reactor.h"

/*
 * A runtime runs futures.  Its parts are the reactor, which this starts, and
 * an executor in each thread that calls executor_block_on().
 *
 * A program has one.  It is started before and ended after all use of it, by
 * the same thread.
 */

/* Starts it.  0, or what reactor_init() fails with.  Twice: panic. */
int runtime_init(void);

/* Ends it; all futures that use it are dropped before.  Without one: panic. */
void runtime_fini(void);

/* The reactor that futures wait with; NULL where there is no runtime. */
struct reactor *runtime_reactor(void);

#endif
