#include "mutex.h"

#include "runtime.h"

#define NOBODY UINT32_MAX

static uint32_t current(void)
{
    struct task *task = task_current();

    return task != NULL ? task_id(task) : 0;
}

void mutex_init(struct mutex *mutex)
{
    semaphore_init(&mutex->semaphore, 1);
    mutex->owner = NOBODY;
}

void mutex_fini(struct mutex *mutex)
{
    waiters_fini(&mutex->semaphore.waiters, "mutex");
}

static void take(struct mutex *mutex)
{
    mutex->owner = current();
    runtime_trace(TRACE_LOCK, task_current(), 0, "mutex");
}

int mutex_try_lock(struct mutex *mutex)
{
    if (semaphore_try_acquire(&mutex->semaphore, 1) < 0)
        return -EBUSY;
    take(mutex);
    return 0;
}

void mutex_unlock(struct mutex *mutex)
{
    if (mutex->owner == NOBODY)
        panic("a mutex was unlocked that nobody has locked");
    if (mutex->owner != current())
        panic("task %u unlocked a mutex that task %u has locked", current(),
              mutex->owner);
    runtime_trace(TRACE_UNLOCK, task_current(), 0, "mutex");
    mutex->owner = NOBODY;
    semaphore_release(&mutex->semaphore, 1);
}

void mutex_lock_init(struct mutex_lock *self, struct mutex *mutex)
{
    self->mutex = mutex;
    semaphore_acquire_init(&self->acquire, &mutex->semaphore, 1);
}

struct poll mutex_lock_poll(struct mutex_lock *self, struct context *cx,
                            mutex_lock_output *output)
{
    uint32_t owner = self->mutex->owner;
    bool waited = waiter_waits(&self->acquire.waiter);

    (void)output;
    if (semaphore_acquire_poll(&self->acquire, cx, NULL).is_ready) {
        take(self->mutex);
        return POLL_READY;
    }
    if (!waited && waiter_waits(&self->acquire.waiter))
        runtime_trace(TRACE_LOCK_WAIT, task_current(),
                      owner == NOBODY ? 0 : owner, "mutex");
    return POLL_PENDING;
}

void mutex_lock_drop(struct mutex_lock *self)
{
    semaphore_acquire_drop(&self->acquire);
}
