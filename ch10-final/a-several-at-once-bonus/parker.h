#ifndef PARKER_H
#define PARKER_H

#include <pthread.h>
#include <stdbool.h>

/*
 * Lets one thread sleep until another says that there is something to do.
 *
 * A parker holds a token or does not.  parker_unpark() puts it there,
 * parker_park() waits for it and takes it away.  So an unpark before the park
 * is not lost: the park then returns at once.  Unparked twice is unparked once.
 *
 * Each executor has a parker of its own and shows it to its wakers only.  One
 * for each thread, known to all (as std::thread::park of Rust has it), may be
 * unparked by code that never heard of executors, and its token taken by code
 * that parks for another reason.
 */
struct parker {
    pthread_mutex_t lock;
    pthread_cond_t unparked;

    bool has_token; /* under the lock */
};

static inline void parker_init(struct parker *parker)
{
    *parker = (struct parker){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .unparked = PTHREAD_COND_INITIALIZER,
    };
}

/*
 * Waits for the token and takes it.  One thread at a time.  What the threads
 * that unparked did before, the parked one sees.
 */
static inline void parker_park(struct parker *parker)
{
    pthread_mutex_lock(&parker->lock);
    while (!parker->has_token) /* a condition variable may wake for nothing */
        pthread_cond_wait(&parker->unparked, &parker->lock);
    parker->has_token = false;
    pthread_mutex_unlock(&parker->lock);
}

/* Puts the token there, from any thread; not from a signal handler. */
static inline void parker_unpark(struct parker *parker)
{
    pthread_mutex_lock(&parker->lock);
    parker->has_token = true;
    pthread_cond_signal(&parker->unparked);
    pthread_mutex_unlock(&parker->lock);
}

/* No thread may be parked, or about to unpark. */
static inline void parker_fini(struct parker *parker)
{
    pthread_cond_destroy(&parker->unparked);
    pthread_mutex_destroy(&parker->lock);
}

#endif
