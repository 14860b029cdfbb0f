#include "task.h"

#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "dump.h"
#include "remote.h"
#include "runtime.h"
#include "task_set.h"

/* --- Wakers -----------------------------------------------------------------
 */

static const struct waker_vtable task_waker;

static struct waker waker_of(struct task *task)
{
    return (struct waker){&task_waker, task};
}

static struct waker clone(void *data)
{
    struct task *task = data;

    if (task_is_here(task))
        task->state += TASK_REFERENCE;
    else
        task_clone_remote(task);
    return waker_of(task);
}

static void wake_by_ref(void *data)
{
    struct task *task = data;

    if (!task_is_here(task)) {
        task_wake_remote(task);
        return;
    }
    runtime_trace(TRACE_WAKE, task, 0, NULL);
    task_queue(task);
}

static void drop(void *data)
{
    struct task *task = data;

    if (!task_is_here(task)) {
        task_drop_remote(task);
        return;
    }
    task->state -= TASK_REFERENCE;
    task_check(task);
}

static void wake(void *data)
{
    wake_by_ref(data);
    drop(data);
}

static const struct waker_vtable task_waker = {
    .clone = clone,
    .wake = wake,
    .wake_by_ref = wake_by_ref,
    .drop = drop,
};

/* --- The ready queue --------------------------------------------------------
 */

void task_queue(struct task *task)
{
    struct runtime *runtime = runtime_here;

    if ((task->state & (TASK_QUEUED | TASK_DONE)) != 0)
        return;
    task->state |= TASK_QUEUED;
    task->next = NULL;
    *runtime->ready_end = task;
    runtime->ready_end = &task->next;
}

/* --- Memory -----------------------------------------------------------------
 */

static size_t size_of(const struct task_vtable *vtable)
{
    return sizeof(struct task) + vtable->size;
}

static size_t class_of(size_t size)
{
    return (size + RUNTIME_SIZE_CLASS - 1) / RUNTIME_SIZE_CLASS;
}

static void *take_memory(struct runtime *runtime, size_t size)
{
    size_t class = class_of(size);
    void **memory;

    if (class >= RUNTIME_SIZE_CLASSES)
        return call_alloc(size);
    memory = runtime->free[class];
    if (memory == NULL)
        return call_alloc(class * RUNTIME_SIZE_CLASS);
    runtime->free[class] = *memory;
    return memory;
}

void task_free(struct task *task)
{
    struct runtime *runtime = runtime_here;
    size_t class = class_of(size_of(task->vtable));
    void **memory = (void **)task;

    list_remove(&task->all);
    if (class >= RUNTIME_SIZE_CLASSES || !runtime->keeps_memory) {
        free(task);
        return;
    }
    *memory = runtime->free[class];
    runtime->free[class] = memory;
}

void task_free_kept(struct runtime *runtime)
{
    for (int class = 0; class < RUNTIME_SIZE_CLASSES; class ++) {
        while (runtime->free[class] != NULL) {
            void **memory = runtime->free[class];

            runtime->free[class] = *memory;
            free(memory);
        }
    }
}

#ifndef __has_feature
#define __has_feature(feature) 0 /* gcc says it by macros */
#endif

bool task_may_keep_memory(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return false;
#else
    return getenv("RUNTIME_MALLOC") == NULL;
#endif
}

/* --- References -------------------------------------------------------------
 */

/* What is not a waker's: the runtime's while it is not done, and the handle's
 */
static int32_t count_own(const struct task *task)
{
    return ((task->state & TASK_DONE) == 0) +
           ((task->state & TASK_HANDLE) != 0);
}

static _Noreturn void panic_stranded(struct task *task)
{
    char where[200];

    task_where(task, where, sizeof(where));
    panic("task %u (%s) is not ready, and nobody has a waker of it", task->id,
          where);
}

/*
 * remote is read once: who drops a reference there puts the task into the inbox
 * by the same instruction, and must still find it after that.
 */
void task_check(struct task *task)
{
    uint32_t remote = atomic_load_explicit(&task->remote, memory_order_acquire);
    int32_t references = ((int32_t)task->state >> 8) + ((int32_t)remote >> 3);

    if ((task->state & TASK_QUEUED) != 0 || task == runtime_here->running ||
        (remote & REMOTE_INBOX) != 0 || references > count_own(task))
        return;
    if ((task->state & TASK_DONE) == 0)
        panic_stranded(task);
    if ((task->state & TASK_HANDLE) == 0)
        task_free(task);
}

/* --- To spawn ---------------------------------------------------------------
 */

/* 0 is none, and the greatest number is nobody's: see mutex.c. */
static uint32_t next_id(struct runtime *runtime)
{
    if (++runtime->last_id == UINT32_MAX)
        runtime->last_id = 1;
    return runtime->last_id;
}

struct task *task_new(const struct task_vtable *vtable)
{
    struct runtime *runtime = runtime_here;
    struct task *task;

    if (runtime == NULL)
        panic("a task before runtime_init()");
    task = take_memory(runtime, size_of(vtable));
    if (task == NULL)
        return NULL;
    *task = (struct task){
        .vtable = vtable,
        .inbox = runtime->inbox,
        .state = 2 * TASK_REFERENCE | TASK_HANDLE,
        .id = next_id(runtime),
    };
    list_append(&runtime->tasks, &task->all);
    runtime->pending++;
    return task;
}

void task_start(struct task *task)
{
    runtime_trace(TRACE_SPAWN, task, task->vtable->size, task_name(task));
    task_queue(task);
}

/* What the task of a boxed future holds */
struct boxed {
    struct future future;
    void *output; /* where its output goes, or NULL */
};

static struct poll run_boxed(void *future, struct context *cx)
{
    struct boxed *boxed = future;
    struct poll poll = future_poll(&boxed->future, cx, boxed->output);

    if (poll.is_ready)
        future_drop(&boxed->future);
    return poll;
}

static void drop_boxed(void *future)
{
    future_drop(&((struct boxed *)future)->future);
}

struct task *task_spawn_into(struct future future, void *output)
{
    static const struct task_vtable vtable = {
        .run = run_boxed,
        .drop = drop_boxed,
        .size = sizeof(struct boxed),
        .is_boxed = true,
        .name = "future",
    };
    struct task *task = future.vtable != NULL ? task_new(&vtable) : NULL;

    if (task == NULL)
        return NULL;
    *(struct boxed *)task_future(task) = (struct boxed){future, output};
    task_start(task);
    return task;
}

struct task *task_spawn(struct future future)
{
    return task_spawn_into(future, NULL);
}

/* --- To run -----------------------------------------------------------------
 */

/* It is done: who waits for it is told, and the runtime's reference goes. */
static void finish(struct task *task)
{
    if (task->sets > 0)
        panic("task %u (%s) has ended, and not its task set", task->id,
              task_name(task));
    task->state |= TASK_DONE;
    task->state -= TASK_REFERENCE;
    runtime_here->pending--;
    if ((task->state & TASK_IN_SET) != 0)
        task_set_done(task->set, task);
    else
        waker_wake_kept(&task->joiner);
}

void task_end(struct task *task)
{
    struct runtime *runtime = runtime_here;
    struct task *outside = runtime->running;

    if ((task->state & TASK_DONE) != 0)
        return;
    if ((task->state & TASK_RUNS) != 0)
        panic("task %u (%s) is ended by what it runs", task->id,
              task_name(task));
    runtime->running = task; /* whose defers run */
    runtime_trace(TRACE_DROP, task, 0, NULL);
    task->state |= TASK_ABORTED | TASK_RUNS;
    task->vtable->drop(task_future(task));
    task->state &= ~(uint32_t)TASK_RUNS;
    finish(task);
    runtime->running = outside;
    task_check(task);
}

void task_run(struct task *task)
{
    struct runtime *runtime = runtime_here;
    struct waker waker = waker_of(task);
    struct context cx = {&waker};
    struct poll poll;

    task->state &= ~(uint32_t)TASK_QUEUED;
    if ((task->state & TASK_DONE) != 0) {
        task_check(task); /* it was woken in the poll that was its last */
        return;
    }
    if ((task->state & TASK_ABORTED) != 0) {
        task_end(task);
        return;
    }
    runtime->running = task;
    runtime->budget = RUNTIME_BUDGET;
    runtime_trace(TRACE_POLL, task, 0, NULL);
    task->state |= TASK_RUNS;
    poll = task->vtable->run(task_future(task), &cx);
    task->state &= ~(uint32_t)TASK_RUNS;
    if (poll.is_ready) {
        task->state &= ~(uint32_t)TASK_ABORTED; /* too late */
        runtime_trace(TRACE_READY, task, 0, NULL);
        finish(task);
    } else if (trace_is_on(&runtime->trace)) {
        runtime_trace(TRACE_PENDING, task, task_line(task), NULL);
    }
    runtime->running = NULL;
    task_check(task);
}

/* --- Handles ----------------------------------------------------------------
 */

/* x_spawn() gives NULL where there is no memory, and its caller has not looked.
 */
static void need_task(const struct task *task)
{
    if (task == NULL)
        panic("there is no task: there was no memory for it");
}

void task_check_handle(const struct task *task)
{
    need_task(task);
    if ((task->state & TASK_HANDLE) == 0)
        panic("task %u (%s): its handle was given back before", task->id,
              task_name(task));
    if ((task->state & TASK_IN_SET) != 0)
        panic("task %u (%s): a task set has its handle", task->id,
              task_name(task));
}

static void give_back(struct task *task)
{
    task_check_handle(task);
    task->state &= ~(uint32_t)TASK_HANDLE;
    task->state -= TASK_REFERENCE;
    task_check(task);
}

void task_detach(struct task *task)
{
    task_check_handle(task);
    waker_drop(&task->joiner);
    give_back(task);
}

void task_abort(struct task *task)
{
    need_task(task);
    if ((task->state & TASK_DONE) != 0)
        return;
    runtime_trace(TRACE_ABORT, task, 0, NULL);
    task->state |= TASK_ABORTED;
    task_queue(task);
}

bool task_is_done(const struct task *task)
{
    return (task->state & TASK_DONE) != 0;
}

void task_join_init(struct task_join *self, struct task *task)
{
    need_task(task);
    self->task = task;
}

int task_take(struct task *task, const char *x, void *output, size_t size)
{
    int err = (task->state & TASK_ABORTED) != 0 ? -ECANCELED : 0;

    if (x != NULL && strcmp(x, task_name(task)) != 0)
        panic("task %u is %s, and was joined as %s", task->id, task_name(task),
              x);
    if (output != NULL && err == 0)
        memcpy(output, task_future(task), size);
    else if (output != NULL)
        memset(output, 0, size);
    runtime_trace(TRACE_JOIN, task, 0, NULL);
    give_back(task);
    return err;
}

struct poll task_join_into(struct task_join *self, struct context *cx,
                           const char *x, int *err, void *output, size_t size)
{
    struct task *task = self->task;

    if (task == NULL)
        panic("a task was joined that is joined already");
    task_check_handle(task);
    if (!task_is_done(task)) {
        waker_keep(&task->joiner, cx->waker);
        return POLL_PENDING;
    }
    self->task = NULL;
    *err = task_take(task, x, output, size);
    return POLL_READY;
}

struct poll task_join_poll(struct task_join *self, struct context *cx,
                           task_join_output *output)
{
    int err = 0;
    struct poll poll = task_join_into(self, cx, NULL, &err, NULL, 0);

    if (poll.is_ready && output != NULL)
        *output = err;
    return poll;
}

void task_join_drop(struct task_join *self)
{
    if (self->task != NULL)
        waker_drop(&self->task->joiner);
}

/* --- About tasks ------------------------------------------------------------
 */

struct task *task_current(void)
{
    return runtime_here != NULL ? runtime_here->running : NULL;
}

uint32_t task_id(const struct task *task)
{
    return task->id;
}

const char *task_name(const struct task *task)
{
    return task->vtable->name;
}

void task_yield_init(struct task_yield *self)
{
    self->has_yielded = false;
}

struct poll task_yield_poll(struct task_yield *self, struct context *cx,
                            task_yield_output *output)
{
    (void)output;
    if (self->has_yielded)
        return POLL_READY;
    self->has_yielded = true;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

void task_yield_drop(struct task_yield *self)
{
    (void)self;
}
