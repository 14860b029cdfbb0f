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
    clock_now(); /* or panic */
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

/* Looks at everything but fds. */
static void look_here(struct runtime *runtime)
{
    runtime->runs = 0;
    dump_if_wanted(runtime);
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

/* now + ns, or what is last before the end of time, where nothing fires */
static int64_t later(const struct runtime *runtime, int64_t ns)
{
    int64_t at;

    if (__builtin_add_overflow(runtime->now, ns, &at) || at == INT64_MAX)
        return INT64_MAX - 1;
    return at;
}

static int64_t first_time(struct runtime *runtime)
{
    const struct wheel_entry *first = wheel_earliest(&runtime->timers);

    return first != NULL ? first->at : INT64_MAX;
}

/*
 * Nothing is ready, and the clock is virtual: it jumps to the next timer, but
 * not further than timeout.  It must not while somebody works elsewhere, nor
 * while an fd has something to tell.  A timer at the end of time is
 * none.
 */
static void park_paused(struct runtime *runtime, int64_t timeout)
{
    int64_t end = timeout < 0 ? INT64_MAX - 1 : later(runtime, timeout);

    if (runtime->inhibited > 0) {
        park(runtime, timeout);
        return;
    }
    readiness_wait(runtime, 0);
    if (!inbox_is_empty(runtime->inbox) || runtime->ready != NULL)
        return;
    if (first_time(runtime) <= end)
        jump(runtime);
    else if (runtime->registered > 0)
        park(runtime, timeout);
    else if (timeout >= 0)
        runtime->now = end;
    else
        panic("deadlock: %zu tasks wait, and nothing can wake them",
              runtime->pending);
}

/*
 * One system call waits for fds and looks at them.  With timeout 0
 * there always is one, or runtime_fd() would be readable for ever.
 */
static void turn(struct runtime *runtime, int64_t timeout)
{
    runtime->is_turning = true;
    look_here(runtime);
    if (timeout == 0)
        readiness_wait(runtime, 0);
    else if (runtime->ready != NULL)
        look_outside(runtime);
    else if (runtime->is_paused)
        park_paused(runtime, timeout);
    else
        park(runtime, timeout);
    if (runtime->ready == NULL)
        look_here(runtime);
    while (!run_round(runtime) && runtime->ready != NULL)
        continue; /* a round may cost a tenth of a look */
    runtime->is_turning = false;
}

/* Neither in a task nor in what was posted: there is a turn already. */
static void need_outside(const char *what)
{
    struct runtime *runtime = runtime_here;

    if (runtime == NULL)
        panic("%s before runtime_init()", what);
    if (runtime->is_turning)
        panic("%s within a task", what);
}

int64_t runtime_turn(struct runtime *runtime, int64_t timeout)
{
    int64_t left;

    need_outside("runtime_turn()");
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
    int64_t end;

    need_outside("clock_advance()");
    if (!runtime->is_paused || ns < 0)
        panic("clock_advance() %s",
              runtime->is_paused ? "back" : "of a clock that is not paused");
    end = later(runtime, ns);
    do
        turn(runtime, 0);
    while (runtime->ready != NULL);
    while (first_time(runtime) <= end) {
        jump(runtime);
        do
            turn(runtime, 0);
        while (runtime->ready != NULL);
    }
    runtime->now = end;
}

/* --- block_on ---------------------------------------------------------------
 */

int runtime_block_on(struct future future, void *output)
{
    struct task *task;
    int err;

    need_outside("runtime_block_on()");
    task = task_spawn_into(future, output);
    if (task == NULL)
        return -ENOMEM;
    while (!task_is_done(task))
        turn(runtime_here, -1);
    err = (task->state & TASK_ABORTED) != 0 ? -ECANCELED : 0;
    task_detach(task);
    return err;
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

static bool spend(struct context *cx, int least)
{
    struct runtime *runtime = runtime_here;

    if (runtime->running == NULL)
        return true;
    if (runtime->budget > least) {
        runtime->budget--;
        return true;
    }
    waker_wake_by_ref(cx->waker);
    return false;
}

bool runtime_spend(struct context *cx)
{
    return spend(cx, 0);
}

bool runtime_overspend(struct context *cx)
{
    return spend(cx, -RUNTIME_BUDGET);
}

struct poll runtime_pending(void)
{
    runtime_here->budget++;
    return POLL_PENDING;
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
    struct list_link ended;

    list_init(&ended);
    while (!list_is_empty(&runtime->tasks)) {
        struct list_link *link = list_pop(&runtime->tasks);

        list_append(&ended, link);
        task_end(list_entry(link, struct task, all));
    }
    list_move_all(&ended, &runtime->tasks);
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
        }
        task_close(task);
    }
}

void runtime_fini(struct runtime *runtime)
{
    need_outside("runtime_fini()");
    if (runtime != runtime_here)
        panic("runtime_fini() of a runtime of another thread");
    runtime->is_ending = true;
    end_tasks(runtime);
    blocking_end(runtime);
    if (!list_is_empty(&runtime->sets))
        panic("runtime_fini() before the end of a task set");
    lint_finish(runtime);
    dump_off(runtime);
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
