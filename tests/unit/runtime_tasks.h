#ifndef RUNTIME_TASKS_H
#define RUNTIME_TASKS_H

/*
 * Tasks whose future is a function of the test: it is called at each poll.  And
 * a runtime under the virtual clock, which does the same in each run: check.c
 * runs each test twice, and compares the hashes of the traces.
 */
#include <stdlib.h>

#include "runtime/clock.h"
#include "runtime/runtime.h"
#include "runtime/timer.h"

#include "tests/unit/check.h"

/* What a test looks at and shares with its tasks */
struct script {
    struct poll (*step)(struct script *script, struct context *cx);
    int polls;  /* so far */
    int drops;  /* before it was ready */
    int output; /* what it will give */
    int left;   /* for the step to count down */
    void *data; /* the step's */
    struct sleep_ms sleep;
    bool sleeps;
    bool is_done;
    struct task *task;                      /* the handle */
    void (*dropped)(struct script *script); /* what its drop does, or NULL */
};

/* The future: the script is the test's. */
struct scripted {
    struct script *script;
};

static inline struct poll scripted_run(void *future, struct context *cx)
{
    struct script *script = ((struct scripted *)future)->script;

    script->polls++;
    if (!script->step(script, cx).is_ready)
        return POLL_PENDING;
    *(int *)future = script->output;
    return POLL_READY;
}

static inline void scripted_drop(void *future)
{
    struct script *script = ((struct scripted *)future)->script;

    script->drops++;
    if (script->dropped != NULL)
        script->dropped(script);
    if (script->sleeps)
        sleep_ms_drop(&script->sleep);
    script->sleeps = false;
}

/* The handle is in script->task. */
static inline struct task *spawn_script(struct script *script)
{
    static const struct task_vtable vtable = {
        .run = scripted_run,
        .drop = scripted_drop,
        .size = sizeof(struct scripted),
        .name = "script",
    };

    script->task = task_new(&vtable);
    CHECK(script->task != NULL);
    *(struct scripted *)task_future(script->task) = (struct scripted){script};
    task_start(script->task);
    return script->task;
}

/* The same as a future on the heap, whose output is an int */
static inline struct poll scripted_box_poll(void *self, struct context *cx,
                                            void *output)
{
    struct script *script = ((struct scripted *)self)->script;

    script->polls++;
    if (!script->step(script, cx).is_ready)
        return POLL_PENDING;
    if (output != NULL)
        *(int *)output = script->output;
    script->is_done = true;
    return POLL_READY;
}

static inline void scripted_box_drop(void *self)
{
    if (!((struct scripted *)self)->script->is_done)
        scripted_drop(self);
    free(self);
}

static inline struct future script_new(struct script *script)
{
    static const struct future_vtable vtable = {
        .poll = scripted_box_poll,
        .drop = scripted_box_drop,
    };
    struct scripted *self = malloc(sizeof(*self));

    CHECK(self != NULL);
    self->script = script;
    return (struct future){self, &vtable};
}

/* --- Steps ------------------------------------------------------------------
 */

static inline struct poll at_once(struct script *script, struct context *cx)
{
    (void)script, (void)cx;
    return POLL_READY;
}

/* Wakes itself so often. */
static inline struct poll restless(struct script *script, struct context *cx)
{
    if (script->left-- == 0)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

/* Sleeps for so many ms. */
static inline struct poll sleeping(struct script *script, struct context *cx)
{
    if (!script->sleeps) {
        sleep_ms_init(&script->sleep, script->left);
        script->sleeps = true;
    }
    if (!sleep_ms_poll(&script->sleep, cx, NULL).is_ready)
        return POLL_PENDING;
    sleep_ms_drop(&script->sleep);
    script->sleeps = false;
    return POLL_READY;
}

/* --- A runtime --------------------------------------------------------------
 */

static struct runtime runtime;

static inline void set_up(void)
{
    CHECK_EQ(runtime_init(&runtime), 0);
    clock_pause();
    CHECK_EQ(runtime_trace_start(&runtime, 16), 0);
}

/* In a test that runs in real time there is no trace. */
static inline void tear_down(void)
{
    if (runtime.trace.records != NULL)
        check_repeatable(runtime.trace.hash);
    runtime_fini(&runtime);
}

/* Turns until nothing is ready at this time */
static inline void run_all(void)
{
    do
        runtime_turn(&runtime, 0);
    while (runtime.ready != NULL);
}

/* Turns until there is nothing to do, at any time */
static inline void run_to_the_end(void)
{
    while (runtime.pending > 0)
        runtime_turn(&runtime, -1);
}

/* Since set_up(), in ms */
static inline int64_t passed_since(int64_t begin)
{
    return (clock_now() - begin) / 1000000;
}

#endif
