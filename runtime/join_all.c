#include "join_all.h"

/* --- A task for each --------------------------------------------------------
 */

/* The future of such a task */
struct child {
    struct future future;
    void *output; /* where that puts its output, or NULL */
    int number;   /* that place, for try_join_all() */
};

static struct poll run_child(void *future, struct context *cx)
{
    struct child *child = future;
    struct poll poll = future_poll(&child->future, cx, child->output);

    if (poll.is_ready)
        future_drop(&child->future);
    return poll;
}

static void drop_child(void *future)
{
    future_drop(&((struct child *)future)->future);
}

/* Takes the future over; NULL: there is no memory. */
static struct child *spawn_child(struct task_set *set, struct future *future)
{
    static const struct task_vtable vtable = {
        .run = run_child,
        .drop = drop_child,
        .size = sizeof(struct child),
        .is_boxed = true,
        .name = "join_all",
    };
    struct task *task = future->vtable != NULL ? task_new(&vtable) : NULL;
    struct child *child;

    if (task == NULL)
        return NULL;
    child = task_future(task);
    *child = (struct child){.future = *future};
    *future = (struct future){NULL, NULL};
    task_start(task);
    task_set_add(set, task);
    return child;
}

/* --- Both -------------------------------------------------------------------
 */

static bool spawn_all(struct join_all *self, bool wants_numbers)
{
    for (size_t i = 0; i < self->count; i++) {
        struct child *child = spawn_child(&self->set, &self->futures[i]);

        if (child == NULL)
            return false;
        if (wants_numbers)
            child->output = &child->number;
        else if (self->outputs != NULL)
            child->output = (char *)self->outputs + i * self->size;
    }
    return true;
}

static void drop_futures(struct join_all *self)
{
    for (size_t i = 0; i < self->count; i++)
        future_drop(&self->futures[i]);
    self->count = 0;
}

/* 0 or -ENOMEM */
static int begin(struct join_all *self, bool wants_numbers)
{
    task_set_init(&self->set);
    task_set_next_init(&self->next, &self->set);
    if (spawn_all(self, wants_numbers))
        return 0;
    task_set_fini(&self->set);
    drop_futures(self);
    return -ENOMEM;
}

/* Until all are done, or a number is negative; the last one is in *err. */
static struct poll wait_for_all(struct join_all *self, struct context *cx,
                                int *err)
{
    struct task *task;

    do {
        if (!task_set_next_poll(&self->next, cx, &task).is_ready)
            return POLL_PENDING;
        *err = 0;
        if (task == NULL)
            break;
        *err = ((struct child *)task_future(task))->number;
        if ((task->state & TASK_ABORTED) != 0)
            *err = -ECANCELED; /* it has aborted itself */
        task_detach(task);
        task_set_next_init(&self->next, &self->set);
    } while (*err >= 0);
    task_set_fini(&self->set);
    return POLL_READY;
}

static struct poll poll_both(struct join_all *self, struct context *cx,
                             bool wants_numbers, int *output)
{
    int err = 0;

    if (self->stage == JOIN_ALL_DONE)
        panic("join_all() was polled after it was ready");
    if (self->stage == JOIN_ALL_NEW)
        err = begin(self, wants_numbers);
    self->stage = JOIN_ALL_RUNS;
    if (err == 0 && !wait_for_all(self, cx, &err).is_ready)
        return POLL_PENDING;
    self->stage = JOIN_ALL_DONE;
    if (output != NULL)
        *output = err;
    return POLL_READY;
}

/* --- join_all ---------------------------------------------------------------
 */

void join_all_init(struct join_all *self, struct future *futures, size_t count,
                   void *outputs, size_t size)
{
    self->stage = JOIN_ALL_NEW;
    self->futures = futures;
    self->count = count;
    self->outputs = outputs;
    self->size = size;
}

struct poll join_all_poll(struct join_all *self, struct context *cx,
                          join_all_output *output)
{
    return poll_both(self, cx, false, output);
}

void join_all_drop(struct join_all *self)
{
    if (self->stage == JOIN_ALL_NEW)
        drop_futures(self);
    if (self->stage != JOIN_ALL_RUNS)
        return;
    task_set_next_drop(&self->next);
    task_set_fini(&self->set);
}

/* --- try_join_all -----------------------------------------------------------
 */

void try_join_all_init(struct try_join_all *self, struct future *futures,
                       size_t count)
{
    join_all_init(&self->all, futures, count, NULL, 0);
}

struct poll try_join_all_poll(struct try_join_all *self, struct context *cx,
                              try_join_all_output *output)
{
    return poll_both(&self->all, cx, true, output);
}

void try_join_all_drop(struct try_join_all *self)
{
    join_all_drop(&self->all);
}
