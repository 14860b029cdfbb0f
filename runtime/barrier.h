#ifndef BARRIER_H
#define BARRIER_H

#include "waiters.h"

/*
 * A place where tasks wait for each other, until so many have come; then all go
 * on, and it can be used again.  It belongs to one thread, is the caller's
 * memory, and allocates nothing.
 */
struct barrier {
    struct list_link waiters; /* of struct barrier_wait */
    uint32_t count;           /* how many must come */
    uint32_t arrived;         /* how many have */
    uint64_t round;           /* how often all had come */
};

/* For so many; 0: panic. */
void barrier_init(struct barrier *barrier, uint32_t count);

/* If somebody waits: panic. */
void barrier_fini(struct barrier *barrier);

/*
 * Comes, at its first poll, and waits for the others: 1 for the last to come,
 * 0 for all others.  Dropped before all have come, it has not come.
 */
typedef int barrier_wait_output;

struct barrier_wait {
    struct barrier *barrier; /* NULL: it was ready */
    struct waiter waiter;
    uint64_t round; /* in which it waits */
};

void barrier_wait_init(struct barrier_wait *self, struct barrier *barrier);
struct poll barrier_wait_poll(struct barrier_wait *self, struct context *cx,
                              barrier_wait_output *output);
void barrier_wait_drop(struct barrier_wait *self);

#endif
