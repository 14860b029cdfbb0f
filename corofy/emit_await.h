#ifndef EMIT_AWAIT_H
#define EMIT_AWAIT_H

#include "order.h"
#include "write.h"

/*
 * What is done to the futures of an await, of one or of several: they are made,
 * polled, and dropped.
 */

/* Makes all of them, in their places or on the heap. */
void emit_futures_start(struct writer *w, const struct wait *wait);

/* Polls those that still run, until the await is ready; else poll() returns. */
void emit_futures_poll(struct writer *w, struct wait *wait);

/* Drops those that still run, for drop(). */
void emit_futures_drop(struct writer *w, const struct wait *wait);

#endif
