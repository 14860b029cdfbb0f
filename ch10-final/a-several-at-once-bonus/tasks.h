#ifndef TASKS_H
#define TASKS_H

#include "ready_queue.h"

/*
 * The tasks of an executor that are not ready, the newest first.  Only the
 * executor's thread changes the list.  Whoever looks at a program that hangs
 * finds here all that it waits for: docs/waits.py shows the list in gdb.
 */
struct tasks {
    struct task *newest;
    size_t count;
};

static inline void tasks_add(struct tasks *tasks, struct task *task)
{
    task->older = tasks->newest;
    if (task->older != NULL)
        task->older->newer = task;
    tasks->newest = task;
    tasks->count++;
}

static inline void tasks_remove(struct tasks *tasks, struct task *task)
{
    if (task->newer != NULL)
        task->newer->older = task->older;
    else
        tasks->newest = task->older;
    if (task->older != NULL)
        task->older->newer = task->newer;
    tasks->count--;
}

#endif
