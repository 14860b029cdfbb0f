#ifndef TASK_SET_H
#define TASK_SET_H

#include <stddef.h>

#include "task.h"

/*
 * Tasks that end with who has spawned them.  A set is a member of the coroutine
 * that needs it:
 *
 *     struct task_set set;
 *     struct show_joined joined;
 *
 *     task_set_init(&set);
 *     defer task_set_fini(&set);
 *     for (int i = 0; i < 5; i++)
 *         task_set_add(&set, show_spawn(i));
 *     while ((joined = await(show_next(&set))).err != -ECHILD)
 *         printf("%d\n", joined.output);
 *
 * What task_set_fini() finds undone has ended when it returns.  So the tasks of
 * a set may have pointers to what lives at least as long as the set, such as
 * the variables that stand before it.
 *
 * A set belongs to the task that has initialized it, and may not be moved.  One
 * that is not ended when that task is done: panic.
 */
struct task_set {
    struct list_link running; /* tasks, in the order of being added */
    struct list_link done;    /* in the order of being done */
    size_t count;             /* of both */
    struct waker waiter;      /* who waits for the next, or none */
    struct task *owner;       /* NULL: none, it was made outside of any */
    struct list_link all;     /* among the sets of the runtime */
};

void task_set_init(struct task_set *set);

/*
 * Ends the set: its tasks are dropped in the order of being added, and outputs
 * that nobody has taken are lost.  By a task that is in it, or while somebody
 * waits for the next: panic.
 */
void task_set_fini(struct task_set *set);

/*
 * The set has the handle of this task from here on: nobody else may join or
 * detach it.  0, or -ENOMEM for NULL, which is what x_spawn() gives when there
 * is no memory.
 */
int task_set_add(struct task_set *set, struct task *task);

/* task_abort() of all that are not done.  They are in the set until taken. */
void task_set_abort_all(struct task_set *set);

/* How many have not been taken out, done or not */
static inline size_t task_set_count(const struct task_set *set)
{
    return set->count;
}

/*
 * Takes out a task that is done, the first first; NULL: there is none now.  Its
 * handle is the caller's again, and to join it is ready at once.
 */
struct task *task_set_try_next(struct task_set *set);

/*
 * Awaits one; NULL: the set is empty.  x_next() is the same with the output of
 * x, and -ECHILD for an empty set.  Dropped before, nothing is lost.  One at a
 * time may wait.
 */
typedef struct task *task_set_next_output;

struct task_set_next {
    struct task_set *set;
};

void task_set_next_init(struct task_set_next *self, struct task_set *set);
struct poll task_set_next_poll(struct task_set_next *self, struct context *cx,
                               task_set_next_output *output);
void task_set_next_drop(struct task_set_next *self);

/* For x_next(): the output of the next, size bytes, and -ECHILD, too, in *err
 */
struct poll task_set_next_into(struct task_set_next *self, struct context *cx,
                               const char *x, int *err, void *output,
                               size_t size);

/* For task.c: a task of the set is done. */
void task_set_done(struct task_set *set, struct task *task);

#endif
