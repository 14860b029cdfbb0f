#ifndef WAITERS_H
#define WAITERS_H

#include "future.h"
#include "list.h"

/*
 * Whoever waits for an object of this thread, first come first served.  A
 * waiter is a member of a future, so that waiting takes no memory.  The list of
 * waiters is a struct list_link in the object.
 *
 * A waiter that is all zero is new, and may be moved; from waiter_wait() to
 * waiter_stop() it must stay where it is.
 *
 * A waker may be written by hand, and call the object when it is woken.  So
 * each function here changes the list first, and wakes last.
 */
struct waiter {
    struct list_link link; /* next is NULL: new; alone: it was woken */
    struct waker waker;
};

/* Is it in a list? */
static inline bool waiter_waits(const struct waiter *waiter)
{
    return waiter->link.next != NULL && !list_is_empty(&waiter->link);
}

/* Was it taken out of its list and woken, since it was new? */
static inline bool waiter_was_woken(const struct waiter *waiter)
{
    return waiter->link.next == &waiter->link;
}

/*
 * A waiter that is in no list goes to the end of this one; otherwise it keeps
 * its place.  Either keeps a clone of this waker, and drops the clone that it
 * had.
 */
void waiter_wait(struct waiter *waiter, struct list_link *waiters,
                 const struct waker *waker);

/* Takes a waiter out of its list and wakes it. */
void waiter_wake(struct waiter *waiter);

/* The same for all that are in the list now */
void waiters_wake_all(struct list_link *waiters);

/* Takes the waiter out of its list, if it is in one; it is new again. */
void waiter_stop(struct waiter *waiter);

/* The first in the list; NULL if nobody waits */
static inline struct waiter *waiters_first(const struct list_link *waiters)
{
    return list_is_empty(waiters)
               ? NULL
               : list_entry(waiters->next, struct waiter, link);
}

/* For x_fini(): panics if somebody waits for an object of this kind. */
void waiters_fini(const struct list_link *waiters, const char *kind);

#endif
