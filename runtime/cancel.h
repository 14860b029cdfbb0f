#ifndef CANCEL_H
#define CANCEL_H

#include "waiters.h"

/*
 * A token by which many tasks are asked to end: a server that is shut down, a
 * request with all that it has begun.  Each looks, or awaits it beside its
 * work, and ends in its own way.  A token may have children: to fire it fires
 * them, and theirs; a child fires alone.
 *
 * It belongs to one thread, is the caller's memory, stays where it is, and
 * allocates nothing.
 */
struct cancel {
    struct list_link waiters;  /* of struct cancel_fired */
    struct list_link children; /* links of their siblings */
    struct list_link siblings; /* among its parent's children */
    bool is_fired;
};

void cancel_init(struct cancel *cancel);

/* A child of parent; fired already if the parent is */
void cancel_child(struct cancel *child, struct cancel *parent);

/*
 * If somebody waits: panic; who was woken does not look at it again.  Its
 * children become those of its parent; without one they go on alone.
 */
void cancel_fini(struct cancel *cancel);

/* Fires it, and all its descendants; once for ever. */
void cancel_fire(struct cancel *cancel);

static inline bool cancel_is_fired(const struct cancel *cancel)
{
    return cancel->is_fired;
}

/* Ready once the token is fired.  Dropped before, nothing is lost. */
typedef void cancel_fired_output;

struct cancel_fired {
    struct cancel *cancel; /* NULL: it was ready */
    struct waiter waiter;
};

void cancel_fired_init(struct cancel_fired *self, struct cancel *cancel);
struct poll cancel_fired_poll(struct cancel_fired *self, struct context *cx,
                              cancel_fired_output *output);
void cancel_fired_drop(struct cancel_fired *self);

#endif
