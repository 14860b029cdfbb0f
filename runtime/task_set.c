#include "task_set.h"

#include <string.h>

#include "runtime.h"

void task_set_init(struct task_set *set)
{
    struct runtime *runtime = runtime_here;

    if (runtime == NULL)
        panic("a task set before runtime_init()");
    *set = (struct task_set){.owner = runtime->running};
    list_init(&set->running);
    list_init(&set->done);
    list_append(&runtime->sets, &set->all);
    if (set->owner != NULL)
        set->owner->sets++;
}

int task_set_add(struct task_set *set, struct task *task)
{
    if (task == NULL)
        return -ENOMEM;
    task_check_handle(task);
    waker_drop(&task->joiner);
    task->state |= TASK_IN_SET;
    task->set = set;
    set->count++;
    list_remove(&task->all);
    list_append(&set->running, &task->all);
    if (task_is_done(task))
        task_set_done(set, task);
    return 0;
}

void task_set_done(struct task_set *set, struct task *task)
{
    list_remove(&task->all);
    list_append(&set->done, &task->all);
    waker_wake_kept(&set->waiter);
}

/* Among the tasks that are in no set, with its handle */
static void take_out(struct task_set *set, struct task *task)
{
    task->state &= ~(uint32_t)TASK_IN_SET;
    task->joiner = (struct waker){NULL, NULL};
    set->count--;
    list_remove(&task->all);
    list_append(&runtime_here->tasks, &task->all);
}

static struct task *task_of(struct list_link *link)
{
    return list_entry(link, struct task, all);
}

void task_set_abort_all(struct task_set *set)
{
    for (struct list_link *i = set->running.next; i != &set->running;
         i = i->next)
        task_abort(task_of(i));
}

void task_set_fini(struct task_set *set)
{
    struct task *running = runtime_here->running;

    if (running != NULL && (running->state & TASK_IN_SET) != 0 &&
        running->set == set)
        panic("task %u (%s) ends the task set that it is in", running->id,
              task_name(running));
    if (set->waiter.vtable != NULL)
        panic("a task set was ended while somebody waits for its next");
    while (set->count > 0) {
        struct task *task;

        if (!list_is_empty(&set->running))
            task_end(task_of(set->running.next));
        task = task_of(set->done.next);
        take_out(set, task);
        task_detach(task);
    }
    list_remove(&set->all);
    if (set->owner != NULL)
        set->owner->sets--;
}

/* --- To take them out -------------------------------------------------------
 */

struct task *task_set_try_next(struct task_set *set)
{
    struct task *task;

    if (list_is_empty(&set->done))
        return NULL;
    task = task_of(set->done.next);
    take_out(set, task);
    return task;
}

void task_set_next_init(struct task_set_next *self, struct task_set *set)
{
    self->set = set;
}

struct poll task_set_next_poll(struct task_set_next *self, struct context *cx,
                               task_set_next_output *output)
{
    struct task_set *set = self->set;
    struct task *task;

    if (set == NULL)
        panic("task_set_next() was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    task = task_set_try_next(set);
    if (task == NULL && set->count > 0) {
        waker_keep(&set->waiter, cx->waker);
        return runtime_pending();
    }
    self->set = NULL;
    if (output != NULL)
        *output = task;
    else if (task != NULL)
        task_detach(task);
    return POLL_READY;
}

void task_set_next_drop(struct task_set_next *self)
{
    if (self->set != NULL)
        waker_drop(&self->set->waiter);
}

struct poll task_set_next_into(struct task_set_next *self, struct context *cx,
                               const char *x, int *err, void *output,
                               size_t size)
{
    struct task *task = NULL;

    if (!task_set_next_poll(self, cx, &task).is_ready)
        return POLL_PENDING;
    *err = -ECHILD;
    if (task != NULL)
        *err = task_take(task, x, output, size);
    else if (output != NULL)
        memset(output, 0, size);
    return POLL_READY;
}
