#ifndef NOTIFY_H
#define NOTIFY_H

#include "waiters.h"

/*
 * Says to tasks that something has changed, and not what: each looks for itself
 * whether that is what it waits for.
 *
 * It belongs to one thread, is the caller's memory, and allocates nothing.
 */
struct notify {
    struct list_link waiters; /* of struct notify_wait */
    bool has_permit;          /* a notify_one() that met nobody */
};

void notify_init(struct notify *notify);

/*
 * If somebody waits: panic.  Who was woken does not look at it again; but one
 * that notify_one() has woken, and that is dropped before its poll, passes that
 * on, and must come first.
 */
void notify_fini(struct notify *notify);

/*
 * Wakes the one who has waited longest.  If nobody waits, the next
 * notify_wait() is ready at once: so much is kept, and no more, however often
 * this is called.
 */
void notify_one(struct notify *notify);

/* Wakes all who wait now.  Nothing is kept for those who come later. */
void notify_all(struct notify *notify);

/*
 * Waits, from its first poll on, until it is notified.  Dropped before, nothing
 * is lost: a notify_one() that it got already goes to the next.
 */
typedef void notify_wait_output;

struct notify_wait {
    struct notify *notify; /* NULL: it was ready */
    struct waiter waiter;
    bool is_the_one; /* who was woken by notify_one() */
};

void notify_wait_init(struct notify_wait *self, struct notify *notify);
struct poll notify_wait_poll(struct notify_wait *self, struct context *cx,
                             notify_wait_output *output);
void notify_wait_drop(struct notify_wait *self);

#endif
