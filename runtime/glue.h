#ifndef GLUE_H
#define GLUE_H

#include "about.h"
#include "task.h"
#include "task_set.h"

/*
 * What makes a task of a future x, and joins it, in its own types.  corofy
 * writes these for each coroutine, as COROFY_RUNTIME is defined; for a future
 * that is written by hand one writes them oneself, behind its functions.
 *
 * x_spawn() takes the arguments of x_init(), and gives the task or, if there is
 * no memory, NULL:
 *
 *     struct task *task = x_spawn(...);
 *
 * x_join() takes such a task.  joined.err is 0, or -ECANCELED if it was aborted
 * and joined.output is all zero.  When that is ready the handle is given back.
 * Dropped before, nothing is lost: the task can be joined again.
 *
 *     struct x_joined joined = await(x_join(task));
 *
 * x_next() does the same with the next task of a set that is done, if all in
 * there are of x.  joined.err is -ECHILD if the set is empty.
 *
 *     struct x_joined joined = await(x_next(&set));
 */
#define COROFY_RUNTIME 1

/* The vtable x_task, for task_new() */
#define FUTURE_TASK(x, about_)                                        \
    static struct poll x##_task_run(void *future, struct context *cx) \
    {                                                                 \
        x##_output output = {0};                                      \
        struct poll poll = x##_poll(future, cx, &output);             \
                                                                      \
        if (poll.is_ready) {                                          \
            x##_drop(future);                                         \
            *(x##_output *)future = output;                           \
        }                                                             \
        return poll;                                                  \
    }                                                                 \
    FUTURE_TASK_TABLE(x, about_, sizeof(x##_output))                  \
    FUTURE_JOIN(x)

#define FUTURE_TASK_VOID(x, about_)                                   \
    static struct poll x##_task_run(void *future, struct context *cx) \
    {                                                                 \
        struct poll poll = x##_poll(future, cx, NULL);                \
                                                                      \
        if (poll.is_ready)                                            \
            x##_drop(future);                                         \
        return poll;                                                  \
    }                                                                 \
    FUTURE_TASK_TABLE(x, about_, 0)                                   \
    FUTURE_JOIN_VOID(x)

#define FUTURE_TASK_TABLE(x, about_, output_size)                        \
    static void x##_task_drop(void *future)                              \
    {                                                                    \
        x##_drop(future);                                                \
    }                                                                    \
                                                                         \
    __attribute__((unused)) static const struct task_vtable x##_task = { \
        .run = x##_task_run,                                             \
        .drop = x##_task_drop,                                           \
        .size = sizeof(struct x) > (output_size) ? sizeof(struct x)      \
                                                 : (output_size),        \
        .name = #x,                                                      \
        .about = about_,                                                 \
    };

/* The futures x_join and x_next */
#define FUTURE_JOIN(x)                                                       \
    struct x##_joined {                                                      \
        int err;                                                             \
        x##_output output;                                                   \
    };                                                                       \
    FUTURE_JOINED(x, x##_join, task_join, struct task *from, &joined.output, \
                  sizeof(joined.output))                                     \
    FUTURE_JOINED(x, x##_next, task_set_next, struct task_set *from,         \
                  &joined.output, sizeof(joined.output))

#define FUTURE_JOIN_VOID(x)                                           \
    struct x##_joined {                                               \
        int err;                                                      \
    };                                                                \
    FUTURE_JOINED(x, x##_join, task_join, struct task *from, NULL, 0) \
    FUTURE_JOINED(x, x##_next, task_set_next, struct task_set *from, NULL, 0)

/* A future f that does what `base` does, and gives a struct x_joined */
#define FUTURE_JOINED(x, f, base, parameter, place, size)                   \
    typedef struct x##_joined f##_output;                                   \
    struct f {                                                              \
        struct base base;                                                   \
    };                                                                      \
                                                                            \
    __attribute__((unused)) static void f##_init(struct f *self, parameter) \
    {                                                                       \
        base##_init(&self->base, from);                                     \
    }                                                                       \
                                                                            \
    __attribute__((unused)) static struct poll f##_poll(                    \
        struct f *self, struct context *cx, f##_output *output)             \
    {                                                                       \
        f##_output joined;                                                  \
        struct poll poll =                                                  \
            base##_into(&self->base, cx, #x, &joined.err, place, size);     \
                                                                            \
        if (poll.is_ready && output != NULL)                                \
            *output = joined;                                               \
        return poll;                                                        \
    }                                                                       \
                                                                            \
    __attribute__((unused)) static void f##_drop(struct f *self)            \
    {                                                                       \
        base##_drop(&self->base);                                           \
    }

#endif
