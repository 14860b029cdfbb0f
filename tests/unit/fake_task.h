#ifndef FAKE_TASK_H
#define FAKE_TASK_H

/*
 * Tasks without an executor: they count what is done with their wakers, which
 * fake_waker_ch08.h and fake_waker_ch10.h make.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/check.h"

/* They grow under the lock of all; tests read them without it. */
struct task {
    atomic_int clones, drops, wakes;
    int awaited; /* so many of the wakes */
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;

    void (*when_touched)(void);
} fake = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL};

/* Calls f, without the lock, whenever something is done with a waker. */
static inline void call_when_touched(void (*f)(void))
{
    pthread_mutex_lock(&fake.lock);
    fake.when_touched = f;
    pthread_mutex_unlock(&fake.lock);
}

/* Who has the last waker may free the task as soon as its drop is counted. */
static void touch(atomic_int *count)
{
    void (*when_touched)(void);

    pthread_mutex_lock(&fake.lock);
    ++*count;
    when_touched = fake.when_touched;
    pthread_cond_broadcast(&fake.changed);
    pthread_mutex_unlock(&fake.lock);
    if (when_touched != NULL)
        when_touched();
}

/* Waits for one wake more than those that were waited for before. */
static inline void wait_for_wake(struct task *task)
{
    pthread_mutex_lock(&fake.lock);
    while (task->wakes == task->awaited)
        pthread_cond_wait(&fake.changed, &fake.lock);
    task->awaited++;
    pthread_mutex_unlock(&fake.lock);
}

/* Waits until nobody has a waker of it. */
static inline void wait_for_drops(const struct task *task)
{
    pthread_mutex_lock(&fake.lock);
    while (task->drops < task->clones)
        pthread_cond_wait(&fake.changed, &fake.lock);
    pthread_mutex_unlock(&fake.lock);
}

#endif
