#include "executor.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "parker.h"
#include "waker.h"

/* What wakers point to.  The executor has one too, and counts as any other. */
struct task {
    struct parker parker; /* where the executor sleeps */

    pthread_mutex_t lock;
    size_t wakers; /* under the lock */
};

struct waker waker_clone(const struct waker *waker)
{
    struct task *task = waker->task;

    pthread_mutex_lock(&task->lock);
    task->wakers++;
    pthread_mutex_unlock(&task->lock);
    return *waker;
}

void waker_drop(struct waker *waker)
{
    struct task *task = waker->task;
    bool is_last;

    waker->task = NULL;
    if (task == NULL)
        return;
    pthread_mutex_lock(&task->lock);
    is_last = --task->wakers == 0;
    pthread_mutex_unlock(&task->lock);
    if (!is_last)
        return;
    pthread_mutex_destroy(&task->lock);
    parker_fini(&task->parker);
    free(task);
}

void waker_wake(const struct waker *waker)
{
    parker_unpark(&waker->task->parker);
}

static struct waker task_new(void)
{
    struct task *task = malloc(sizeof(*task));

    if (task == NULL)
        die(ENOMEM, "make a task");
    *task = (struct task){.lock = PTHREAD_MUTEX_INITIALIZER, .wakers = 1};
    parker_init(&task->parker);
    return (struct waker){task};
}

void executor_block_on(struct future *future)
{
    static _Thread_local bool is_running;
    struct waker waker;

    if (is_running)
        panic("executor_block_on inside executor_block_on");
    is_running = true;
    waker = task_new();
    while (future_poll(&future, &waker, NULL) == POLL_NOT_READY) {
        puts("main: 1 pending tasks. Sleep until notified.");
        parker_park(&waker.task->parker);
    }
    puts("main: All tasks are finished");
    waker_drop(&waker);
    is_running = false;
}
