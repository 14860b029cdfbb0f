#include "ready_queue.h"

#include <stdlib.h>

struct ready_queue *ready_queue_new(void)
{
    struct ready_queue *queue = malloc(sizeof(*queue));

    if (queue == NULL)
        return NULL;
    *queue = (struct ready_queue){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .users = 1,
    };
    parker_init(&queue->parker);
    return queue;
}

void ready_queue_share(struct ready_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->users++;
    pthread_mutex_unlock(&queue->lock);
}

void ready_queue_drop(struct ready_queue *queue)
{
    bool is_last;

    pthread_mutex_lock(&queue->lock);
    is_last = --queue->users == 0;
    pthread_mutex_unlock(&queue->lock);
    if (!is_last)
        return;
    pthread_mutex_destroy(&queue->lock);
    parker_fini(&queue->parker);
    free(queue);
}

static void append(struct ready_queue *queue, struct task *task)
{
    task->is_queued = true;
    task->next = NULL;
    if (queue->first == NULL)
        queue->first = task;
    else
        queue->last->next = task;
    queue->last = task;
}

bool ready_queue_push(struct task *task)
{
    struct ready_queue *queue = task->queue;
    bool is_new;

    pthread_mutex_lock(&queue->lock);
    is_new = !task->is_queued && !task->is_finished;
    if (is_new)
        append(queue, task);
    pthread_mutex_unlock(&queue->lock);
    return is_new;
}

void ready_queue_finish(struct task *task)
{
    pthread_mutex_lock(&task->queue->lock);
    task->is_finished = true;
    pthread_mutex_unlock(&task->queue->lock);
}

struct task *ready_queue_pop(struct ready_queue *queue)
{
    struct task *task;

    pthread_mutex_lock(&queue->lock);
    task = queue->first;
    if (task != NULL) {
        queue->first = task->next;
        task->is_queued = false; /* now, not after the poll */
        task->wakers++;          /* the poll's */
    }
    pthread_mutex_unlock(&queue->lock);
    return task;
}
