#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "blocking.h"
#include "clock.h"
#include "dump.h"
#include "lint.h"
#include "readiness.h"
#include "timer.h"

_Thread_local struct runtime *runtime_here;
volatile sig_atomic_t runtime_dump_wanted;

/* --- Time -------------------------------------------------------------------
 */

int64_t clock_real(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void update_time(struct runtime *runtime)
{
    int64_t now = clock_real() + runtime->ahead;

    if (!runtime->is_paused && now > runtime->now)
        runtime->now = now;
}

static void fire(struct runtime *runtime, struct wheel_entry *entry)
{
    timer_fire(list_entry(entry, struct timer, entry), runtime->now);
}

static void fire_due(struct runtime *runtime)
{
    struct wheel_entry *entry;

    while ((entry = wheel_pop(&runtime->timers, runtime->now)) != NULL)
        fire(runtime, entry);
}

/* The virtual clock goes to the next timer, and fires that one alone. */
static void jump(struct runtime *runtime)
{
    struct wheel_entry *entry = wheel_pop_earliest(&runtime->timers);

    if (entry->at > runtime->now)
        runtime->now = entry->at;
    fire(runtime, entry);
}

int64_t clock_now(void)
{
    if (runtime_here == NULL)
        panic("clock_now() before runtime_init()");
    return runtime_here->now;
}

void clock_pause(void)
{
    update_time(runtime_here);
    runtime_here->is_paused = true;
}

void clock_resume(void)
{
    runtime_here->is_paused = false;
    runtime_here->ahead = runtime_here->now - clock_real();
}

/* --- A turn -----------------------------------------------------------------
 */

/* Looks at everything but descriptors. */
static void look_here(struct runtime *runtime)
{
    runtime->runs = 0;
    if (runtime_dump_wanted) {
        runtime_dump_wanted = 0;
        runtime_dump(stderr);
    }
    update_time(runtime);
    if (!inbox_is_empty(runtime->inbox))
        inbox_drain(runtime->inbox);
    if (!runtime->is_paused)
        fire_due(runtime);
}

/* And at these, if anybody waits for one, without waiting. */
static void look_outside(struct runtime *runtime)
{
    if (runtime->registered > 0)
        readiness_wait(runtime, 0);
}

/*
 * Sorts a round by a random digit for each task, twice: in linear time, and
 * every order may come.
 */
static void shuffle(struct runtime *runtime)
{
    enum {
        DIGITS = 64
    };

    for (int pass = 0; pass < 2; pass++) {
        struct task *first[DIGITS], **end[DIGITS], **all = &runtime->round;

        for (int i = 0; i < DIGITS; i++)
            end[i] = &first[i];
        for (struct task *task = runtime->round; task != NULL;
             task = task->next) {
            unsigned digit = runtime_random(runtime, DIGITS);

            *end[digit] = task;
            end[digit] = &task->next;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (end[i] == &first[i])
                continue;
            *all = first[i];
            all = end[i];
        }
        *all = NULL;
    }
}

/* Says whether there was a look in the middle of it. */
static bool run_round(struct runtime *runtime)
{
    bool has_looked = false;

    runtime->round = runtime->ready;
    runtime->ready = NULL;
    runtime->ready_end = &runtime->ready;
    if (runtime->random != 0)
        shuffle(runtime);
    while (runtime->round != NULL) {
        struct task *task = runtime->round;

        runtime->round = task->next;
        task_run(task);
        if (++runtime->runs >= RUNTIME_RUNS) {
            look_outside(runtime);
            look_here(runtime);
            has_looked = true;
        }
    }
    return has_looked;
}

/* The ns until the next timer; negative: there is none */
static int64_t time_left(const struct runtime *runtime)
{
    int64_t next = wheel_next(&runtime->timers);

    if (next == INT64_MAX)
        return -1;
    return next > runtime->now ? next - runtime->now : 0;
}

static int64_t shorter(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

/* Nothing is ready: sleeps, for at most timeout ns. */
static void park(struct runtime *runtime, int64_t timeout)
{
    int64_t left = runtime->is_paused ? -1 : time_left(runtime);

    timeout = shorter(timeout, left);
    runtime_trace(TRACE_PARK, NULL, runtime->is_paused ? 0 : timeout, NULL);
    readiness_wait(runtime, timeout);
    update_time(runtime);
    runtime_trace(TRACE_UNPARK, NULL, 0, NULL);
}

/*
 * Nothing is ready, and the clock is virtual.  It must not jump while somebody
 * works elsewhere, nor while a descriptor has something to tell.
 */
static void park_paused(struct runtime *runtime)
{
    if (runtime->inhibited > 0) {
        park(runtime, -1);
        return;
    }
    readiness_wait(runtime, 0);
    if (!inbox_is_empty(runtime->inbox) || runtime->ready != NULL)
        return;
    if (runtime->timers.count > 0)
        jump(runtime);
    else if (runtime->registered > 0)
        park(runtime, -1);
    else
        panic("deadlock: %zu tasks wait, and nothing can wake them",
              runtime->pending);
}

/*
 * One system call waits for descriptors and looks at them.  With timeout 0
 * there always is one, or runtime_fd() would be readable for ever.
 */
static void turn(struct runtime *runtime, int64_t timeout)
{
    look_here(runtime);
    if (timeout == 0)
        readiness_wait(runtime, 0);
    else if (runtime->ready != NULL)
        look_outside(runtime);
    else if (runtime->is_paused)
        park_paused(runtime);
    else
        park(runtime, timeout);
    if (runtime->ready == NULL)
        look_here(runtime);
    while (!run_round(runtime) && runtime->ready != NULL)
        continue; /* a round may cost a tenth of a look */
}

int64_t runtime_turn(struct runtime *runtime, int64_t timeout)
{
    int64_t left;

    if (runtime->running != NULL)
        panic("runtime_turn() within a task");
    turn(runtime, timeout);
    if (runtime->ready != NULL || !inbox_is_empty(runtime->inbox))
        return 0;
    left = time_left(runtime);
    return left < 0 ? INT64_MAX : left;
}

int runtime_fd(const struct runtime *runtime)
{
    return runtime->epfd;
}

void clock_advance(int64_t ns)
{
    struct runtime *runtime = runtime_here;
    int64_t end = runtime->now + ns;

    if (!runtime->is_paused || runtime->running != NULL)
        panic("clock_advance() %s", runtime->running != NULL
                                        ? "within a task"
                                        : "of a clock that is not paused");
    do
        turn(runtime, 0);
    while (runtime->ready != NULL);
    while (runtime->timers.count > 0 &&
           wheel_earliest(&runtime->timers)->at <= end) {
        jump(runtime);
        do
            turn(runtime, 0);
        while (runtime->ready != NULL);
    }
    runtime->now = end;
}

/* --- block_on ---------------------------------------------------------------
 */

struct root {
    struct future future;
    void *output;
};

static struct poll run_root(void *future, struct context *cx)
{
    struct root *root = future;
    struct poll poll = future_poll(&root->future, cx, root->output);

    if (poll.is_ready)
        future_drop(&root->future);
    return poll;
}

static void drop_root(void *future)
{
    future_drop(&((struct root *)future)->future);
}

int runtime_block_on(struct future future, void *output)
{
    static const struct task_vtable vtable = {
        .run = run_root,
        .drop = drop_root,
        .size = sizeof(struct root),
        .is_boxed = true,
        .name = "block_on",
    };
    struct runtime *runtime = runtime_here;
    struct task *task;

    if (runtime == NULL || runtime->running != NULL)
        panic("runtime_block_on() %s",
              runtime == NULL ? "before runtime_init()" : "within a task");
    task = task_new(&vtable);
    if (task == NULL)
        return -ENOMEM;
    *(struct root *)task_future(task) = (struct root){future, output};
    task_start(task);
    while (!task_is_done(task))
        turn(runtime, -1);
    task_detach(task);
    return 0;
}

/* --- Traces -----------------------------------------------------------------
 */

int runtime_trace_start(struct runtime *runtime, size_t records)
{
    trace_fini(&runtime->trace);
    runtime->trace_begin = runtime->now;
    return trace_init(&runtime->trace, records);
}

void runtime_trace_add(enum trace_kind kind, const struct task *task,
                       int64_t value, const char *text)
{
    struct runtime *runtime = runtime_here;
    struct trace_record record = {
        .time = runtime->now - runtime->trace_begin,
        .task = task != NULL ? task->id : 0,
        .other = runtime->running != NULL ? runtime->running->id : 0,
        .value = value,
        .text = text,
    };

    trace_add(&runtime->trace, kind, &record);
}

/* --- For futures ------------------------------------------------------------
 */

bool runtime_spend(struct context *cx)
{
    struct runtime *runtime = runtime_here;

    if (runtime->budget > 0) {
        runtime->budget--;
        return true;
    }
    waker_wake_by_ref(cx->waker);
    return false;
}

/* --- Chance -----------------------------------------------------------------
 */

void runtime_seed(struct runtime *runtime, uint64_t seed)
{
    runtime->random = seed;
}

/* xorshift64*, Vigna 2016: never 0, if it was not */
unsigned runtime_random(struct runtime *runtime, unsigned limit)
{
    uint64_t x = runtime->random;

    if (x == 0)
        return 0;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    runtime->random = x;
    return (unsigned)((x * UINT64_C(2685821657736338717) >> 33) % limit);
}

/* --- From other threads -----------------------------------------------------
 */

int runtime_post(struct runtime *runtime, void (*function)(void *argument),
                 void *argument)
{
    struct posted *posted = malloc(sizeof(*posted));

    if (posted == NULL)
        return -ENOMEM;
    *posted = (struct posted){.function = function, .argument = argument};
    inbox_post(runtime->inbox, posted);
    return 0;
}

/* --- Beginning and end ------------------------------------------------------
 */

int runtime_init(struct runtime *runtime)
{
    int err;

    if (runtime_here != NULL)
        panic("runtime_init(): this thread has a runtime already");
    *runtime = (struct runtime){0};
    runtime->inbox = inbox_new(&err);
    if (runtime->inbox == NULL)
        return err;
    err = readiness_open(runtime);
    if (err < 0) {
        inbox_leave(runtime->inbox);
        return err;
    }
    runtime->ready_end = &runtime->ready;
    list_init(&runtime->tasks);
    list_init(&runtime->sets);
    list_init(&runtime->signals);
    runtime->signal_event = -1;
    runtime->blocking_threads = BLOCKING_THREADS;
    runtime->blocking_end_ms = -1;
    runtime->keeps_memory = task_may_keep_memory();
    runtime->now = clock_real();
    wheel_init(&runtime->timers, runtime->now);
    runtime_here = runtime;
    inbox_here = runtime->inbox;
    return 0;
}

/* Those that are left are not run any more, and not in any queue. */
static void empty_queue(struct runtime *runtime)
{
    struct task *task = runtime->ready;

    runtime->ready = NULL;
    runtime->ready_end = &runtime->ready;
    while (task != NULL) {
        struct task *next = task->next;

        task->state &= ~(uint32_t)TASK_QUEUED;
        task_check(task);
        task = next;
    }
}

/* Drops what is pending; what that spawns as well. */
static void end_tasks(struct runtime *runtime)
{
    struct list_link *link = runtime->tasks.next;

    while (link != &runtime->tasks) {
        struct task *task = list_entry(link, struct task, all);

        link = link->next;
        if (task_is_done(task))
            continue;
        task_end(task);
        link = runtime->tasks.next; /* drops may have spawned, or freed */
    }
}

static void close_tasks(struct runtime *runtime)
{
    while (!list_is_empty(&runtime->tasks)) {
        struct task *task =
            list_entry(list_pop(&runtime->tasks), struct task, all);

        if ((task->state & TASK_HANDLE) != 0) {
            fprintf(stderr, "task %u (%s) was never joined or detached\n",
                    task->id, task_name(task));
            task->state &= ~(uint32_t)TASK_HANDLE;
            task->state -= TASK_REFERENCE;
            waker_drop(&task->joiner);
        }
        task_close(task);
    }
}

void runtime_fini(struct runtime *runtime)
{
    if (runtime != runtime_here || runtime->running != NULL)
        panic("runtime_fini() %s", runtime != runtime_here
                                       ? "of a runtime of another thread"
                                       : "within a task");
    runtime->is_ending = true;
    end_tasks(runtime);
    blocking_end(runtime);
    lint_finish(runtime);
    if (!list_is_empty(&runtime->sets))
        panic("runtime_fini() before the end of a task set");
    empty_queue(runtime);
    if (!inbox_is_empty(runtime->inbox))
        inbox_drain_tasks(runtime->inbox);
    close_tasks(runtime);
    runtime_here = NULL;
    inbox_here = NULL;
    inbox_close(runtime->inbox);
    task_free_kept(runtime);
    readiness_close(runtime);
    trace_fini(&runtime->trace);
}
