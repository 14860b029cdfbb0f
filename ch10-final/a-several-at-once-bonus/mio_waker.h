#ifndef MIO_WAKER_H
#define MIO_WAKER_H

#include <stddef.h>

#include "mio.h"

/* Ends a wait from elsewhere.  A queue may have several, each its own token. */
struct mio_waker {
    struct mio_registry *registry; /* where it deregisters at its end */
    int fd;
};

/* Registers a waker under token.  Errors as of register, -EMFILE, -ENFILE. */
int mio_waker_init(struct mio_waker *waker, struct mio_registry *registry,
                   size_t token);

/*
 * Nobody may be about to wake: whoever joins the threads does this after.  A
 * child of fork(2) shares the queue, so there it would end the parent's waker.
 */
void mio_waker_fini(struct mio_waker *waker);

/*
 * Makes one readable event with the waker's token: it ends the wait that is
 * on, or else the next.  Wakes that come before anyone waits make one event
 * together.  There is nothing to drain.
 *
 * From any thread and any signal handler; never blocks, keeps errno.  What the
 * caller wrote before is visible to whoever gets the event: the kernel's locks
 * see to that.  But the C memory model knows nothing of it, and neither do the
 * tools that check for races: share data under a lock or as atomics.
 *
 * Fails only if the waker is none.
 */
int mio_waker_wake(const struct mio_waker *waker);

#endif
