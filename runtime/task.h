#ifndef TASK_H
#define TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "future.h"
#include "list.h"

/*
 * A task is a future that runs by itself: the runtime polls it whenever it was
 * woken.  It is one allocation: this header, and behind it the future, or when
 * that is ready its output in the same place.
 *
 * A task belongs to the runtime, and so to the thread, in which it was spawned.
 * Only that thread runs, joins, aborts and frees it.  Other threads may have
 * wakers of it: what they do is in remote.h.
 *
 * Who spawns a task has its handle, and must join or detach it, once: C has no
 * drop that could decide.  To abort it does not give the handle back.  What
 * spawns gives NULL if there is no memory, and all that takes a handle panics
 * then, but for task_set_add().
 */

/* What there is to do with the future of a task: corofy makes one for each x */
struct task_vtable {
    /*
     * Polls it.  When it is ready: drops it, and only then stores its output in
     * its place.
     */
    struct poll (*run)(void *future, struct context *cx);
    void (*drop)(void *future);
    uint32_t size;                    /* of future or output: the larger */
    bool is_boxed;                    /* the future is a struct future */
    const char *name;                 /* of the future */
    const struct future_about *about; /* or NULL */
};

/* Flags in task->state; above them stands the count of references */
enum task_flag {
    TASK_QUEUED = 1,  /* it is in the ready queue */
    TASK_DONE = 2,    /* its output is there, or it was aborted */
    TASK_HANDLE = 4,  /* somebody will join or detach it */
    TASK_ABORTED = 8, /* it is dropped instead of polled, or was */
    TASK_IN_SET = 16, /* a set has the handle: see task_set.h */
    TASK_RUNS = 32,   /* its future is polled or dropped now */
    TASK_REFERENCE = 256
};

struct runtime;
struct task_set;

struct task {
    struct task *next; /* in the ready queue */
    const struct task_vtable *vtable;
    struct inbox *inbox; /* its runtime's: see remote.h */
    uint32_t state;
    _Atomic uint32_t remote; /* what other threads did: see remote.h */
    union {
        struct waker joiner;  /* who is woken when it is done, or none */
        struct task_set *set; /* TASK_IN_SET: whose it is */
    };
    struct list_link all; /* in its set, or among all of the runtime */
    struct task *inbox_next;
    uint32_t id;   /* from 1, in the order of spawning */
    uint32_t sets; /* that it has begun, and not ended */
};

_Static_assert(sizeof(struct task) == 80, "a task's header is 80 bytes");

/* --- To spawn ---------------------------------------------------------------
 */

/*
 * A task in this thread's runtime, whose future is still to be initialized;
 * NULL if there is no memory.  Then task_start() puts it into the ready queue,
 * and the handle is the caller's.  This is for who knows the future's struct,
 * as x_spawn() does. Without a runtime: panic.
 */
struct task *task_new(const struct task_vtable *vtable);
void task_start(struct task *task);

static inline void *task_future(struct task *task)
{
    return task + 1;
}

/*
 * A task of any future on the heap, which is the task's from here on.  The
 * handle is the caller's.  NULL if there is no memory: then the future is still
 * the caller's.
 */
struct task *task_spawn(struct future future);

/*
 * The same, and the output of the future goes to *output before the task is
 * done.  The caller keeps *output valid until then.
 */
struct task *task_spawn_into(struct future future, void *output);

/* --- What one does with a handle --------------------------------------------
 */

/* Gives it back: nobody will join, and the output is lost. */
void task_detach(struct task *task);

/*
 * The task's future is dropped when its turn comes, and not polled any more;
 * who joins it gets -ECANCELED.  A task may abort itself.  Of one that is done:
 * nothing.
 */
void task_abort(struct task *task);

bool task_is_done(const struct task *task);

/*
 * Awaits the end of a task: 0, or -ECANCELED if it was aborted.  When that is
 * ready the handle is given back; dropped before, nothing is lost, and it can
 * be joined again.  One at a time may join.
 */
typedef int task_join_output;

struct task_join {
    struct task *task;
};

void task_join_init(struct task_join *self, struct task *task);
struct poll task_join_poll(struct task_join *self, struct context *cx,
                           task_join_output *output);
void task_join_drop(struct task_join *self);

/*
 * For x_join() and x_next().  The output of a task that is done, size bytes,
 * goes to output, or all zero if it was aborted; the handle is given back.
 * Returns 0 or -ECANCELED.  If it is not a task of the future named x: panic;
 * x NULL: of any.
 */
int task_take(struct task *task, const char *x, void *output, size_t size);

/* The same for who has to wait: whether it is done, and what came of it in *err
 */
struct poll task_join_into(struct task_join *self, struct context *cx,
                           const char *x, int *err, void *output, size_t size);

/* --- About tasks ------------------------------------------------------------
 */

/* The one that is polled now; NULL outside of any */
struct task *task_current(void);

/* Its number, and the name of its future */
uint32_t task_id(const struct task *task);
const char *task_name(const struct task *task);

/* Lets all others that are ready have their turn: a future that is pending
 * once. */
typedef void task_yield_output;

struct task_yield {
    bool has_yielded;
};

void task_yield_init(struct task_yield *self);
struct poll task_yield_poll(struct task_yield *self, struct context *cx,
                            task_yield_output *output);
void task_yield_drop(struct task_yield *self);

/* --- For the runtime --------------------------------------------------------
 */

/* Polls it once, or drops it if it was aborted. */
void task_run(struct task *task);

/* Drops its future, if that is not ready; it is done then, and aborted. */
void task_end(struct task *task);

/*
 * Is it freed, if nobody has a reference?  If it is pending and nobody could
 * wake it: panic.  To be called whenever a reference has gone.
 */
void task_check(struct task *task);

/* Into the ready queue, if it is not in there and not done. */
void task_queue(struct task *task);

/* Whoever calls has the handle; if a set has it, or nobody: panic. */
void task_check_handle(const struct task *task);

/*
 * Its memory is freed, or kept for the next task.  Nothing is kept where a
 * sanitizer looks after memory, or RUNTIME_MALLOC is in the environment: what
 * is freed must then be freed.  All that is kept is freed in the end.
 */
void task_free(struct task *task);
bool task_may_keep_memory(void);
void task_free_kept(struct runtime *runtime);

#endif
