#ifndef FUTURE_H
#define FUTURE_H

#include <stddef.h>
#include <stdlib.h> /* free() and ... */

#include "error.h" /* ... panic(), which every coroutine calls */
#include "waker.h"

enum poll_state {
    POLL_NOT_READY,
    POLL_READY,
};

struct future;

/*
 * A pointer to a future, and the promise of whoever makes one that the future
 * stays where it is until it is dropped.  From its first poll on it may have
 * pointers to itself.
 *
 * To C this is a struct like any other: nothing checks the promise when a pin
 * is made.  But it is made in few places, which can be read.
 */
struct pin {
    struct future *future;
};

/*
 * A future is a piece of work that can be asked "are you done yet?".  Making
 * one starts nothing: work is done by polling, in the thread that polls.
 *
 * poll() takes the work as far as it gets without waiting; it never blocks.
 * POLL_NOT_READY: it has left a clone of waker with someone who will call it
 * when it makes sense to ask again; one that forgets this is never asked again.
 * Only the waker of the last poll counts.  POLL_READY: it is done, and *output
 * is a string that the caller must free, or NULL where there is nothing to say.
 * Before that *output is not touched; output is never NULL.  Whoever polls it
 * once more has a bug, and gets a panic.  If the work fails, die() ends the
 * program.
 *
 * drop() frees the future and all that it holds, the futures that it waits for
 * among it.  It is called once, at any time: before POLL_READY it cancels the
 * work.
 *
 * This is the first member of what a future really is, so that a pointer to
 * the one is a pointer to the other.  Who holds the pointer owns the future.
 */
struct future {
    enum poll_state (*poll)(struct pin pin, const struct waker *waker,
                            char **output);
    void (*drop)(struct future *self);
};

/* Memory for a future, all zero, for free(); die() if there is none. */
void *future_alloc(size_t size);

/*
 * Pins and polls a future that the caller owns, such as the one that it waits
 * for.  The promise is kept: only *child leads there, and nothing here copies
 * it.  When that is ready it is dropped and *child is NULL; its output goes to
 * *output or, with output NULL, is freed unseen.  With *child NULL: panic.
 */
enum poll_state future_poll(struct future **child, const struct waker *waker,
                            char **output);

/* Drops it; NULL is no future, and nothing to do. */
void future_drop(struct future *future);

#endif
