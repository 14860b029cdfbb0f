#include "executor.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "ready_queue.h"
#include "waker.h"

/* What executor_block_on() keeps as long as it runs */
struct executor {
    struct ready_queue *queue;
    size_t pending; /* tasks */
    size_t next_id;
};

static _Thread_local struct executor *current;

static const struct waker_vtable task_waker;

/* A task's waker; whether it is borrowed or counted is up to the caller. */
static struct waker waker_of(struct task *task)
{
    return (struct waker){&task_waker, task};
}

static struct waker clone(void *data)
{
    struct task *task = data;

    pthread_mutex_lock(&task->queue->lock);
    task->wakers++;
    pthread_mutex_unlock(&task->queue->lock);
    return waker_of(task);
}

static void drop(void *data)
{
    struct task *task = data;
    bool is_last;

    pthread_mutex_lock(&task->queue->lock);
    is_last = --task->wakers == 0;
    pthread_mutex_unlock(&task->queue->lock);
    if (!is_last)
        return;
    ready_queue_drop(task->queue);
    free(task);
}

static void wake_by_ref(void *data)
{
    struct task *task = data;

    if (ready_queue_push(task))
        parker_unpark(&task->queue->parker);
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

static struct task *task_new(struct executor *executor, struct future future)
{
    struct task *task = malloc(sizeof(*task));

    if (future.vtable == NULL)
        panic("there is no future to run");
    if (task == NULL)
        die(ENOMEM, "make a task");
    ready_queue_share(executor->queue);
    *task = (struct task){
        .id = executor->next_id++,
        .queue = executor->queue,
        .future = future,
        .wakers = 1,
    };
    return task;
}

void spawn(struct future future)
{
    if (current == NULL)
        panic("spawn outside executor_block_on");
    current->pending++;
    /* nobody to unpark: the executor is this thread, and at work */
    ready_queue_push(task_new(current, future));
}

/*
 * Polls a task that was in the queue.  If it was woken meanwhile it is there
 * again, and gets its turn even when it has finished; then it is freed.
 *
 * The poll goes without the lock, so the three questions after it are asked
 * under it at once: what is not in the queue now is put there by a waker that
 * somebody has, or never.
 */
static void run(struct executor *executor, struct task *task)
{
    struct waker waker = waker_of(task);
    struct context cx = {&waker};
    bool is_queued, has_waker;

    if (!task->is_finished && future_poll(&task->future, &cx, NULL).is_ready) {
        future_drop(&task->future);
        executor->pending--;
    }
    pthread_mutex_lock(&task->queue->lock);
    task->is_finished = task->future.vtable == NULL;
    is_queued = task->is_queued;
    has_waker = task->wakers > 1; /* besides ours */
    pthread_mutex_unlock(&task->queue->lock);
    if (is_queued)
        return;
    if (task->is_finished)
        waker_drop(&waker);
    else if (!has_waker)
        panic("task %zu is not ready, and nobody has a waker of it", task->id);
}

void executor_block_on(struct future future)
{
    struct executor executor = {.queue = NULL};
    struct task *task;

    if (current != NULL)
        panic("executor_block_on inside executor_block_on");
    executor.queue = ready_queue_new();
    if (executor.queue == NULL)
        die(ENOMEM, "make a ready queue");
    current = &executor;
    spawn(future);
    for (;;) {
        while ((task = ready_queue_pop(executor.queue)) != NULL)
            run(&executor, task);
        if (executor.pending == 0)
            break;
        printf("main: %zu pending tasks. Sleep until notified.\n",
               executor.pending);
        parker_park(&executor.queue->parker);
    }
    puts("main: All tasks are finished");
    ready_queue_drop(executor.queue);
    current = NULL;
}
