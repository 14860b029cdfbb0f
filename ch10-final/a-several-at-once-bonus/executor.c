#include "executor.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "ready_queue.h"
#include "tasks.h"
#include "waker.h"

/* What executor_block_on() keeps as long as it runs */
struct executor {
    struct ready_queue *queue;
    struct tasks tasks; /* that are not ready */
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
    is_last = --task->wakers == 0 && !task->is_queued; /* or it has a turn */
    pthread_mutex_unlock(&task->queue->lock);
    if (!is_last)
        return;
    if (!task->is_finished)
        panic("task %zu is not ready, and nobody has a waker of it", task->id);
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
    };
    tasks_add(&executor->tasks, task);
    return task;
}

void spawn(struct future future)
{
    if (current == NULL)
        panic("spawn outside executor_block_on");
    /* nobody to unpark: the executor is this thread, and at work */
    ready_queue_push(task_new(current, future));
}

/*
 * Polls a task that was in the queue.  If it was woken meanwhile it is there
 * again, and gets its turn even when it has finished; then it is freed.
 *
 * ready_queue_pop() has counted this waker.  So a clone that is dropped during
 * the poll is not the last one; this is the last one if the poll leaves none.
 */
static void run(struct executor *executor, struct task *task)
{
    struct waker waker = waker_of(task);
    struct context cx = {&waker};

    if (task->future.vtable != NULL &&
        future_poll(&task->future, &cx, NULL).is_ready) {
        future_drop(&task->future);
        tasks_remove(&executor->tasks, task);
        ready_queue_finish(task);
    }
    waker_drop(&waker);
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
        if (executor.tasks.count == 0)
            break;
        printf("main: %zu pending tasks. Sleep until notified.\n",
               executor.tasks.count);
        parker_park(&executor.queue->parker);
    }
    puts("main: All tasks are finished");
    ready_queue_drop(executor.queue);
    current = NULL;
}
