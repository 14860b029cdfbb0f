#ifndef BLOCKING_H
#define BLOCKING_H

#include "future.h"
#include "list.h"

/*
 * To run what would stop the runtime, as it blocks or computes for long, in
 * another thread: to read a file, to look up a name, to compress.
 *
 * A runtime has a pool of threads for that.  They are started as they are
 * needed, up to a limit; further functions wait in a queue, first in, first
 * out.  The threads live until runtime_fini(), and have all signals blocked.
 *
 * The function runs outside of the runtime: it must not call what belongs to
 * it.  It may wake wakers, and use runtime_post().  While it runs, or is in the
 * queue, a paused clock does not jump.
 *
 * No thread can be stopped from outside.  So what becomes of a function that
 * runs while its future is dropped?  It goes on to its end, and uses its
 * argument.  There are two answers, for two kinds of argument.
 */

struct blocking_job {
    struct list_link link; /* in the queue */
    void (*function)(void *argument);
    void *argument;
    void (*release)(void *argument); /* or NULL */
    struct waker waker;              /* who is woken at the end */
    int state;                       /* in the pool */
    int stage;                       /* of the future */
};

/*
 * blocking_run(function, argument): the caller keeps the argument, which may be
 * a local variable.  Ready when the function has returned: 0; or -errno if it
 * was not run, as there is no memory or no thread (-ENOMEM, -EAGAIN).
 *
 * Dropped before: if it has not begun, it is never run.  If it runs, the drop
 * waits for its end, and all tasks wait with it.  So the argument is the
 * caller's again when drop returns, as with every future.
 */
typedef int blocking_run_output;

struct blocking_run {
    struct blocking_job job;
};

void blocking_run_init(struct blocking_run *self,
                       void (*function)(void *argument), void *argument);
struct poll blocking_run_poll(struct blocking_run *self, struct context *cx,
                              blocking_run_output *output);
void blocking_run_drop(struct blocking_run *self);

/*
 * blocking_give(function, argument, release): the same for who cannot wait, as
 * there is a time limit.  When it is ready, the argument is the caller's again,
 * whatever the output.
 *
 * Dropped before: the drop does not wait, and the argument is not the caller's
 * any more.  release(argument) is called once, when the function has returned,
 * by its thread, or at once if it has not begun.  For a block of memory that is
 * free(); NULL: nothing is to be released.
 */
typedef int blocking_give_output;

struct blocking_give {
    struct blocking_job *job; /* NULL: there was no memory */
    void *argument;
    void (*release)(void *argument);
    bool is_over;
};

void blocking_give_init(struct blocking_give *self,
                        void (*function)(void *argument), void *argument,
                        void (*release)(void *argument));
struct poll blocking_give_poll(struct blocking_give *self, struct context *cx,
                               blocking_give_output *output);
void blocking_give_drop(struct blocking_give *self);

enum {
    BLOCKING_THREADS = 64 /* the limit, unless somebody says another */
};

/*
 * For this thread's runtime, before it has run anything in its pool, or panic:
 * at most so many threads, 1 or more; and at runtime_fini() functions that
 * still run, as they were given, have end_ms of real time to come to their end.
 * Then they are left alone, with the argument and the pool; who ends the
 * program ends them.  Negative, and so from the beginning: as long as it takes.
 */
void blocking_limit(unsigned threads, int64_t end_ms);

/* --- For the runtime --------------------------------------------------------
 */

struct runtime;

/* Ends the pool, when all futures have been dropped. */
void blocking_end(struct runtime *runtime);

#endif
