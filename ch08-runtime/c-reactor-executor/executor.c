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

struct waker waker_clone(const struct waker *waker)
{
    struct task *task = waker->task;

    pthread_mutex_lock(&task->queue->lock);
    task->wakers++;
    pthread_mutex_unlock(&task->queue->lock);
    return *waker;
}

void waker_drop(struct waker *waker)
{
    struct task *task = waker->task;
    bool is_last;

    waker->task = NULL;
    if (task == NULL)
        return;
    pthread_mutex_lock(&task->queue->lock);
    is_last = --task->wakers == 0;
    pthread_mutex_unlock(&task->queue->lock);
    if (!is_last)
        return;
    ready_queue_drop(task->queue);
    free(task);
}

void waker_wake(const struct waker *waker)
{
    if (ready_queue_push(waker->task))
        parker_unpark(&waker->task->queue->parker);
}

static struct waker task_new(struct executor *executor, struct future *future)
{
    struct task *task = malloc(sizeof(*task));

    if (future == NULL)
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
    return (struct waker){task};
}

void spawn(struct future *future)
{
    if (current == NULL)
        panic("spawn outside executor_block_on");
    current->pending++;
    /* nobody to unpark: the executor is this thread, and at work */
    ready_queue_push(task_new(current, future).task);
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
    struct waker waker = {task};
    bool is_queued, has_waker;

    if (task->future != NULL &&
        future_poll(&task->future, &waker, NULL) == POLL_READY)
        executor->pending--;
    pthread_mutex_lock(&task->queue->lock);
    task->is_finished = task->future == NULL;
    is_queued = task->is_queued;
    has_waker = task->wakers > 1; /* besides ours */
    pthread_mutex_unlock(&task->queue->lock);
    if (is_queued)
        return;
    if (task->future == NULL)
        waker_drop(&waker);
    else if (!has_waker)
        panic("task %zu is not ready, and nobody has a waker of it", task->id);
}

void executor_block_on(struct future *future)
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
