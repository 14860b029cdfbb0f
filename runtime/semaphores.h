#ifndef SEMAPHORES_H
#define SEMAPHORES_H

#include "waiters.h"

/*
 * So many permits, which are taken and given back.  First come first served:
 * who waits for many permits is not overtaken by those who want a few.
 *
 * A semaphore belongs to one thread, is the caller's memory, and allocates
 * nothing.  (The file is not called semaphore.h, as libc has one.)
 */
struct semaphore {
    struct list_link waiters; /* of struct semaphore_acquire */
    uint32_t permits;
    bool is_closed;
};

void semaphore_init(struct semaphore *semaphore, uint32_t permits);

/*
 * If somebody waits: panic.  Who was woken by semaphore_close() does not look
 * at it again; who was given permits and is dropped gives them back.
 */
void semaphore_fini(struct semaphore *semaphore);

/*
 * Takes so many permits.  0; -EAGAIN if there are not so many now, or somebody
 * waits already; -EPIPE if the semaphore is closed.
 */
int semaphore_try_acquire(struct semaphore *semaphore, uint32_t count);

/* Gives so many back, also new ones. */
void semaphore_release(struct semaphore *semaphore, uint32_t count);

/* From now on nobody can acquire; all who wait get -EPIPE. */
void semaphore_close(struct semaphore *semaphore);

/*
 * Waits for so many permits: 0, and they are the caller's; or -EPIPE, if the
 * semaphore is closed.  Dropped before, it loses its place, and no permit: one
 * that it was given already goes to the next.
 */
typedef int semaphore_acquire_output;

struct semaphore_acquire {
    struct semaphore *semaphore; /* NULL: it was ready */
    struct waiter waiter;
    uint32_t count;
    bool has_permits;
};

void semaphore_acquire_init(struct semaphore_acquire *self,
                            struct semaphore *semaphore, uint32_t count);
struct poll semaphore_acquire_poll(struct semaphore_acquire *self,
                                   struct context *cx,
                                   semaphore_acquire_output *output);
void semaphore_acquire_drop(struct semaphore_acquire *self);

#endif
