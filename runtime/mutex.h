#ifndef MUTEX_H
#define MUTEX_H

#include "semaphores.h"

/*
 * A lock for what must stay as it is while its holder awaits something else.
 * Code that does not await needs none: nobody else runs meanwhile.
 *
 * First come first served.  It belongs to one thread, is the caller's memory,
 * and allocates nothing.
 */
struct mutex {
    struct semaphore semaphore; /* of one permit */
    uint32_t owner;             /* the task's number, 0: outside of any */
};

void mutex_init(struct mutex *mutex);

/* If somebody waits: panic. */
void mutex_fini(struct mutex *mutex);

/* 0, or -EBUSY if another task has it or will have it next */
int mutex_try_lock(struct mutex *mutex);

/*
 * Gives it to the next who waits.  By a task that has not locked it: panic.
 * After `await(mutex_lock(&m));` write `defer mutex_unlock(&m);`.
 */
void mutex_unlock(struct mutex *mutex);

/*
 * Waits until the mutex is the task's.  Dropped before, it loses its place; a
 * mutex that it was given already goes to the next.
 */
typedef void mutex_lock_output;

struct mutex_lock {
    struct mutex *mutex;
    struct semaphore_acquire acquire;
};

void mutex_lock_init(struct mutex_lock *self, struct mutex *mutex);
struct poll mutex_lock_poll(struct mutex_lock *self, struct context *cx,
                            mutex_lock_output *output);
void mutex_lock_drop(struct mutex_lock *self);

#endif
