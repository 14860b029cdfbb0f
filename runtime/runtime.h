#ifndef RUNTIME_H
#define RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#include "remote.h"
#include "task.h"
#include "trace.h"
#include "wheel.h"

/*
 * A runtime polls tasks that were woken, and sleeps while there are none, until
 * a timer is due, an fd is ready, or another thread has something for
 * it.
 *
 * It belongs to the thread that called runtime_init(), of which there is one at
 * a time in a thread; a program may have several.  All functions here are for
 * that thread, but runtime_post().
 *
 * After fork(2) the child may only exec or _exit: it shares the fds of
 * the runtime, and with these what the kernel knows of it; and it has none of
 * the threads.
 */

enum {
    RUNTIME_BUDGET = 128, /* what a task may do in one poll: runtime_spend() */
    RUNTIME_RUNS = 61,    /* polls after which it looks at all else */
    RUNTIME_EVENTS = 64,  /* at most, of fds, in one look */
    RUNTIME_SIZE_CLASS =
        32, /* bytes: tasks are kept by their size for the next */
    RUNTIME_SIZE_CLASSES = 17
};

struct runtime {
    /* the ready queue: a round is what was in it when that began */
    struct task *ready;
    struct task **ready_end;
    struct task *round;   /* what is left of it */
    struct task *running; /* or NULL */
    bool is_turning;
    unsigned runs; /* since it looked at all else */
    int budget;    /* of the running task */

    struct list_link tasks; /* all that are in no set */
    struct list_link sets;
    size_t pending; /* tasks that are not done */
    uint32_t last_id;
    struct inbox *inbox;
    void *free[RUNTIME_SIZE_CLASSES]; /* memory of tasks, by size */
    bool keeps_memory;

    int64_t now; /* ns: the time of this turn */
    struct wheel timers;
    int64_t ahead;      /* so much is it ahead of the system's clock */
    bool is_paused;     /* the clock is */
    unsigned inhibited; /* it must not jump: somebody works elsewhere */

    uint64_t random; /* 0: first in, first out */
    int epfd;
    size_t registered;        /* waits for something from outside */
    struct fd_wait **waits;   /* by fd, see readiness.h */
    size_t fd_count;          /* so many lists */
    struct list_link signals; /* who waits for one, see signals.h */
    int signal_event;         /* in epoll, or -1 */
    bool is_ending;           /* it is in runtime_fini() */

    struct blocking_pool *pool; /* see blocking.h; NULL until it is needed */
    unsigned blocking_threads;
    int64_t blocking_end_ms;

    struct trace trace;
    int64_t trace_begin; /* the times of its records count from here */
};

/* This thread's, or NULL */
extern _Thread_local struct runtime *runtime_here;

/* Starts one in this thread.  0, or -errno.  If there is one already: panic. */
int runtime_init(struct runtime *runtime);

/*
 * Ends it, and its threads: see blocking_limit().  Tasks that are left are
 * dropped, in the order in which they were spawned; of those whose handle
 * nobody has given back, each is told in a line on stderr. Wakers of theirs may
 * live on, in any thread: they do nothing any more.
 */
void runtime_fini(struct runtime *runtime);

/*
 * Runs all tasks until this future is ready, and frees it; output is where its
 * output goes, or NULL.  0, -ECANCELED if its task was aborted, or -ENOMEM with
 * the future, if there is one, still the caller's.
 * Within a task: panic.
 */
int runtime_block_on(struct future future, void *output);

/*
 * All of main(), for a coroutine that returns int:
 *
 *     int main(void)
 *     {
 *         return runtime_main(x_new());
 *     }
 *
 * Runs the future in a runtime of its own, and returns the exit status: what it
 * returned, or 0 if that is void; 1 if there was no memory, or the runtime
 * could not start; 2 if the environment has a wrong value.  Errors are told on
 * stderr, and then the future is dropped.  SIGPIPE is ignored from here on, so
 * that write(2) returns -EPIPE.  It reads these, if they are there and not
 * empty:
 *
 *     RUNTIME_CLOCK=virtual    the clock is paused: see clock.h; or real
 *     RUNTIME_SEED=NUMBER      see runtime_seed()
 *     RUNTIME_TRACE=FILE       writes a trace, when the future is ready
 *     RUNTIME_LINT=1           gives advice at the end: see lint.h; or 0
 */
int runtime_main(struct future future);

/*
 * One turn, for who has a loop of his own: looks at everything, and runs rounds
 * until nothing is ready or 61 polls were made.  If nothing is ready it waits
 * before, for at most timeout ns: 0 not at all, negative without end.  Returns
 * the ns after which it should be called again, at the latest when a timer is
 * due: 0 if there is something to do already, INT64_MAX if only something from
 * outside can be.
 */
int64_t runtime_turn(struct runtime *runtime, int64_t timeout);

/*
 * An fd that is readable when runtime_turn() has something to do, but
 * for timers, which are what that returned.
 */
int runtime_fd(const struct runtime *runtime);

/*
 * For other threads: function(argument) is called in the runtime's thread,
 * between polls.  0 or -ENOMEM.  The runtime must not have ended before this is
 * called; if it ends before the turn comes, nothing is called.
 */
int runtime_post(struct runtime *runtime, void (*function)(void *argument),
                 void *argument);

/* Shuffles what is ready, from now on, by this seed; 0: first in, first out. */
void runtime_seed(struct runtime *runtime, uint64_t seed);

/* For futures: below limit, by the seed; 0 without one */
unsigned runtime_random(struct runtime *runtime, unsigned limit);

/*
 * For leaf futures, before they look whether they are ready: may they be?  If
 * not, the task has done enough in this poll.  It has been woken, and the leaf
 * is pending.  If it may, and is pending all the same, it returns
 * runtime_pending(), which gives back what it has spent.  Outside of a task
 * everybody may.
 *
 * Timers and tokens may spend as much again, runtime_overspend(): they end what
 * spends all.
 */
bool runtime_spend(struct context *cx);
bool runtime_overspend(struct context *cx);
struct poll runtime_pending(void);

/*
 * From now on the runtime keeps records of what it does, the last so many.  0
 * or -ENOMEM.  They are in runtime->trace until runtime_fini().
 */
int runtime_trace_start(struct runtime *runtime, size_t records);

/* A record in this thread's trace, if that is on; what it says: trace.h */
void runtime_trace_add(enum trace_kind kind, const struct task *task,
                       int64_t value, const char *text);

static inline void runtime_trace(enum trace_kind kind, const struct task *task,
                                 int64_t value, const char *text)
{
    if (trace_is_on(&runtime_here->trace))
        runtime_trace_add(kind, task, value, text);
}

#endif
