#include "remote.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "calls.h"
#include "runtime.h"

_Thread_local struct inbox *inbox_here;

/* The references in task->remote, which may be negative */
static int32_t count_of(uint32_t remote)
{
    return (int32_t)remote >> 3;
}

/* --- The inbox --------------------------------------------------------------
 */

struct inbox *inbox_new(int *err)
{
    struct inbox *inbox = call_alloc(sizeof(*inbox));

    *err = -ENOMEM;
    if (inbox == NULL)
        return NULL;
    atomic_init(&inbox->tasks, NULL);
    atomic_init(&inbox->posted, NULL);
    atomic_init(&inbox->users, 1);
    inbox->closing = 0;
    *err = inbox->event = call_eventfd();
    if (inbox->event >= 0)
        return inbox;
    free(inbox);
    return NULL;
}

static void enter(struct inbox *inbox)
{
    atomic_fetch_add_explicit(&inbox->users, 1, memory_order_relaxed);
}

void inbox_leave(struct inbox *inbox)
{
    if (atomic_fetch_sub_explicit(&inbox->users, 1, memory_order_acq_rel) != 1)
        return;
    call_close(inbox->event);
    free(inbox);
}

/* Who is first wakes the thread, for all that come after. */
static void ring(struct inbox *inbox)
{
    uint64_t one = 1;

    call_write(inbox->event, &one, sizeof(one));
}

static void push(struct inbox *inbox, struct task *task)
{
    struct task *head =
        atomic_load_explicit(&inbox->tasks, memory_order_relaxed);

    do
        task->inbox_next = head;
    while (!atomic_compare_exchange_weak_explicit(&inbox->tasks, &head, task,
                                                  memory_order_release,
                                                  memory_order_relaxed));
    if (head == NULL)
        ring(inbox);
}

/* What is called may end the runtime while this thread is still in here. */
void inbox_post(struct inbox *inbox, struct posted *posted)
{
    struct posted *head;

    enter(inbox);
    head = atomic_load_explicit(&inbox->posted, memory_order_relaxed);
    do
        posted->next = head;
    while (!atomic_compare_exchange_weak_explicit(&inbox->posted, &head, posted,
                                                  memory_order_release,
                                                  memory_order_relaxed));
    if (head == NULL)
        ring(inbox);
    inbox_leave(inbox);
}

/* --- Other threads ----------------------------------------------------------
 */

void task_clone_remote(struct task *task)
{
    atomic_fetch_add_explicit(&task->remote, REMOTE_REFERENCE,
                              memory_order_relaxed);
}

/* The caller's reference keeps the task, and by that the inbox. */
void task_wake_remote(struct task *task)
{
    uint32_t old = atomic_load_explicit(&task->remote, memory_order_relaxed);

    do {
        if ((old & REMOTE_CLOSED) != 0)
            return;
    } while (!atomic_compare_exchange_weak_explicit(
        &task->remote, &old, old | REMOTE_WAKE | REMOTE_INBOX,
        memory_order_acq_rel, memory_order_relaxed));
    if ((old & REMOTE_INBOX) == 0)
        push(task->inbox, task);
}

/* Once the reference is gone nothing keeps the inbox but being in here. */
void task_drop_remote(struct task *task)
{
    struct inbox *inbox = task->inbox;
    uint32_t old, new;

    enter(inbox);
    old = atomic_load_explicit(&task->remote, memory_order_relaxed);
    do {
        new = old - REMOTE_REFERENCE;
        if ((old & REMOTE_CLOSED) == 0)
            new |= REMOTE_INBOX;
    } while (!atomic_compare_exchange_weak_explicit(
        &task->remote, &old, new, memory_order_acq_rel, memory_order_relaxed));
    if ((old & (REMOTE_INBOX | REMOTE_CLOSED)) == 0) {
        push(inbox, task);
    } else if ((old & (REMOTE_INBOX | REMOTE_CLOSED)) == REMOTE_CLOSED &&
               count_of(new) == 0) {
        free(task);
        inbox_leave(inbox); /* as the task's user */
    }
    inbox_leave(inbox);
}

/* --- The runtime's thread ---------------------------------------------------
 */

/* In the order in which they came: a stack has them the other way round. */
static struct task *take_tasks(struct inbox *inbox)
{
    struct task *stack =
        atomic_exchange_explicit(&inbox->tasks, NULL, memory_order_acquire);
    struct task *first = NULL;

    while (stack != NULL) {
        struct task *next = stack->inbox_next;

        stack->inbox_next = first;
        first = stack;
        stack = next;
    }
    return first;
}

static struct posted *take_posted(struct inbox *inbox)
{
    struct posted *stack =
        atomic_exchange_explicit(&inbox->posted, NULL, memory_order_acquire);
    struct posted *first = NULL;

    while (stack != NULL) {
        struct posted *next = stack->next;

        stack->next = first;
        first = stack;
        stack = next;
    }
    return first;
}

void inbox_drain_tasks(struct inbox *inbox)
{
    struct task *task = take_tasks(inbox);

    while (task != NULL) {
        struct task *next = task->inbox_next;
        uint32_t remote =
            atomic_exchange_explicit(&task->remote, 0, memory_order_acq_rel);

        task->state += (uint32_t)count_of(remote) * TASK_REFERENCE;
        if ((remote & REMOTE_WAKE) != 0) {
            runtime_trace(TRACE_WAKE, task, 0, NULL);
            task_queue(task);
        }
        task_check(task);
        task = next;
    }
}

void inbox_drain(struct inbox *inbox)
{
    struct posted *posted;

    inbox_drain_tasks(inbox);
    posted = take_posted(inbox);
    while (posted != NULL) {
        struct posted *next = posted->next;

        posted->function(posted->argument);
        free(posted);
        posted = next;
    }
}

/* Those that were on their way when the inbox was closed */
static void take_closed(struct inbox *inbox)
{
    struct task *task = take_tasks(inbox);

    while (task != NULL) {
        struct task *next = task->inbox_next;
        uint32_t old = atomic_fetch_and_explicit(
            &task->remote, ~(uint32_t)(REMOTE_INBOX | REMOTE_WAKE),
            memory_order_acq_rel);

        inbox->closing--;
        if (count_of(old) == 0) {
            free(task);
            inbox_leave(inbox);
        }
        task = next;
    }
}

/* A task that is in the inbox, or on its way, is freed by who takes it out. */
void task_close(struct task *task)
{
    struct inbox *inbox = task->inbox;
    uint32_t own = (uint32_t)((int32_t)task->state >> 8) * REMOTE_REFERENCE;
    uint32_t old = atomic_load_explicit(&task->remote, memory_order_relaxed);
    uint32_t new;

    enter(inbox); /* as the task's user */
    do
        new = ((old & ~(uint32_t)REMOTE_WAKE) | REMOTE_CLOSED) + own;
    while (!atomic_compare_exchange_weak_explicit(
        &task->remote, &old, new, memory_order_acq_rel, memory_order_relaxed));
    if ((old & REMOTE_INBOX) != 0) {
        inbox->closing++;
    } else if (count_of(new) == 0) {
        free(task);
        inbox_leave(inbox);
    }
}

void inbox_close(struct inbox *inbox)
{
    struct posted *posted;

    while (inbox->closing > 0) {
        take_closed(inbox);
        sched_yield(); /* for a thread between two of its instructions */
    }
    posted = take_posted(inbox);
    while (posted != NULL) {
        struct posted *next = posted->next;

        free(posted);
        posted = next;
    }
    inbox_leave(inbox);
}
