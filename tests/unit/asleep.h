/* wraps: pthread_cond_wait */
#ifndef ASLEEP_H
#define ASLEEP_H

/*
 * Where a parker's thread would sleep the test is in command: linked with
 * --wrap=pthread_cond_wait.  So it knows that the thread found no token, and
 * what wakes it is the test's own, at that very moment and in that thread.
 */
#include <pthread.h>
#include <stddef.h>

/*
 * Called in place of sleeping, without the parker's lock; then the thread looks
 * for the token again.  NULL: it sleeps.
 */
static void (*asleep)(void);

int __real_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock);
int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock);

int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock)
{
    if (asleep == NULL)
        return __real_pthread_cond_wait(condition, lock);
    pthread_mutex_unlock(lock);
    asleep();
    pthread_mutex_lock(lock);
    return 0;
}

#endif
