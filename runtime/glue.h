#ifndef GLUE_H
#define GLUE_H

#include "about.h"
#include "task.h"

/*
 * What makes a task of a future x, and joins it, in its own types.  corofy
 * writes these for each coroutine, as COROFY_RUNTIME is defined; for a future
 * that is written by hand one writes them oneself, behind its functions.
 *
 *     struct task *x_spawn(...);        the arguments of x_init(); NULL: no
 * memory
 *
 *     struct x_joined joined = await(x_join(task));
 *
 * x_join() takes a task that x_spawn() has made, and no other.  joined.err is
 * 0, or -ECANCELED if the task was aborted, and then joined.output is all zero.
 * When that is ready the handle is given back.  Dropped before, nothing is
 * lost: the task can be joined again.
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

/* The future x_join */
#define FUTURE_JOIN(x)                                                      \
    struct x##_joined {                                                     \
        int err;                                                            \
        x##_output output;                                                  \
    };                                                                      \
    FUTURE_JOIN_STRUCT(x)                                                   \
                                                                            \
    __attribute__((unused)) static struct poll x##_join_poll(               \
        struct x##_join *self, struct context *cx, x##_join_output *output) \
    {                                                                       \
        x##_join_output joined = {0};                                       \
        struct poll poll =                                                  \
            task_join_into(&self->join, cx, &joined.err, &joined.output,    \
                           sizeof(joined.output));                          \
                                                                            \
        if (poll.is_ready && output != NULL)                                \
            *output = joined;                                               \
        return poll;                                                        \
    }

#define FUTURE_JOIN_VOID(x)                                                 \
    struct x##_joined {                                                     \
        int err;                                                            \
    };                                                                      \
    FUTURE_JOIN_STRUCT(x)                                                   \
                                                                            \
    __attribute__((unused)) static struct poll x##_join_poll(               \
        struct x##_join *self, struct context *cx, x##_join_output *output) \
    {                                                                       \
        x##_join_output joined = {0};                                       \
        struct poll poll =                                                  \
            task_join_into(&self->join, cx, &joined.err, NULL, 0);          \
                                                                            \
        if (poll.is_ready && output != NULL)                                \
            *output = joined;                                               \
        return poll;                                                        \
    }

#define FUTURE_JOIN_STRUCT(x)                                                \
    typedef struct x##_joined x##_join_output;                               \
    struct x##_join {                                                        \
        struct task_join join;                                               \
    };                                                                       \
                                                                             \
    __attribute__((unused)) static void x##_join_init(struct x##_join *self, \
                                                      struct task *task)     \
    {                                                                        \
        task_join_init(&self->join, task);                                   \
    }                                                                        \
                                                                             \
    __attribute__((unused)) static void x##_join_drop(struct x##_join *self) \
    {                                                                        \
        task_join_drop(&self->join);                                         \
    }

#endif
