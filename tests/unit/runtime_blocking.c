/* links: runtime/ all */
/* The contract of runtime/blocking.h */
#include "runtime/blocking.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "runtime/calls.h"
#include "runtime/glue.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"
#include "tests/unit/runtime_tasks.h"

/* Threads do not do the same in each run, so there is no trace to compare. */
static void begin(void)
{
    set_up();
    trace_fini(&runtime.trace);
}

/* Tasks that only wait */
FUTURE_TASK(blocking_run, NULL)
FUTURE_TASK(blocking_give, NULL)

/* A function that says that it has begun, and goes on when it may */
struct work {
    sem_t begun, may_end, released;
    atomic_int runs; /* that have come to their end */
    bool is_in_runtime;
    bool blocks_usr1, blocks_segv;
};

static void set_up_work(struct work *work)
{
    *work = (struct work){0};
    sem_init(&work->begun, 0, 0);
    sem_init(&work->may_end, 0, 0);
    sem_init(&work->released, 0, 0);
}

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) < 0)
        CHECK_EQ(errno, EINTR);
}

static void do_work(void *argument)
{
    struct work *work = argument;
    sigset_t mask;

    sem_post(&work->begun);
    wait_for(&work->may_end);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    work->blocks_usr1 = sigismember(&mask, SIGUSR1);
    work->blocks_segv = sigismember(&mask, SIGSEGV);
    work->is_in_runtime = runtime_here != NULL;
    for (int i = 0; i < 1000; i++)
        sched_yield(); /* a drop that did not wait would be faster */
    work->runs++;
}

static void release_work(void *argument)
{
    sem_post(&((struct work *)argument)->released);
}

static int count_released(struct work *work)
{
    int count;

    sem_getvalue(&work->released, &count);
    return count;
}

static struct task *spawn_run(struct work *work)
{
    struct task *task = task_new(&blocking_run_task);

    CHECK(task != NULL);
    blocking_run_init(task_future(task), do_work, work);
    task_start(task);
    run_all();
    return task;
}

static struct task *spawn_give(struct work *work)
{
    struct task *task = task_new(&blocking_give_task);

    CHECK(task != NULL);
    blocking_give_init(task_future(task), do_work, work, release_work);
    task_start(task);
    run_all();
    return task;
}

/* The output of a task, when it is done; the handle is given back. */
static int await_output(struct task *task)
{
    int output;

    while (!task_is_done(task))
        runtime_turn(&runtime, -1);
    output = *(int *)task_future(task);
    task_detach(task);
    return output;
}

static void abort_task(struct task *task)
{
    task_abort(task);
    task_detach(task);
    run_all();
}

static bool has_record(enum trace_kind kind)
{
    for (uint64_t i = 0; i < runtime.trace.count; i++)
        if (runtime.trace.kinds[i] == kind)
            return true;
    return false;
}

/* --- To its end -------------------------------------------------------------
 */

TEST(a_function_runs_in_another_thread)
{
    struct work work;
    struct task *task;

    begin();
    set_up_work(&work);
    CHECK_EQ(runtime_trace_start(&runtime, 1000), 0);
    task = spawn_run(&work);
    wait_for(&work.begun);
    CHECK(!task_is_done(task));
    CHECK_EQ(runtime.inhibited, 1);
    sem_post(&work.may_end);
    CHECK_EQ(await_output(task), 0);
    CHECK_EQ(work.runs, 1);
    CHECK(!work.is_in_runtime);
    CHECK(work.blocks_usr1 && !work.blocks_segv);
    CHECK_EQ(runtime.inhibited, 0);
    CHECK(has_record(TRACE_BLOCKING) && has_record(TRACE_BLOCKED));
    trace_fini(&runtime.trace);
    tear_down();
}

TEST(a_function_that_is_given_its_argument_gives_it_back)
{
    struct work work;
    struct task *task;

    begin();
    set_up_work(&work);
    task = spawn_give(&work);
    sem_post(&work.may_end);
    CHECK_EQ(await_output(task), 0);
    CHECK_EQ(work.runs, 1);
    CHECK_EQ(runtime.inhibited, 0);
    tear_down();
    CHECK_EQ(count_released(&work), 0);
}

TEST(it_ends_a_sleep_in_real_time)
{
    struct work work;

    CHECK_EQ(runtime_init(&runtime), 0);
    set_up_work(&work);
    sem_post(&work.may_end);
    task_detach(spawn_run(&work));
    run_to_the_end();
    CHECK_EQ(work.runs, 1);
    tear_down();
}

/* Only what it waits for lets a paused clock go on. */
TEST(a_paused_clock_does_not_jump_meanwhile)
{
    struct script sleeper = {.step = sleeping, .left = 1000};
    struct work work;
    struct task *task;
    int64_t start;

    begin();
    set_up_work(&work);
    start = clock_now();
    task_detach(spawn_script(&sleeper));
    task = spawn_run(&work);
    sem_post(&work.may_end);
    CHECK_EQ(await_output(task), 0);
    CHECK_EQ(passed_since(start), 0);
    run_to_the_end();
    CHECK_EQ(passed_since(start), 1000);
    tear_down();
}

/* --- The pool ---------------------------------------------------------------
 */

enum {
    MANY = 20
};

static char order[MANY + 1];
static pthread_mutex_t order_lock = PTHREAD_MUTEX_INITIALIZER;
static int inside, most_inside;

static void note_order(void *argument)
{
    pthread_mutex_lock(&order_lock);
    order[strlen(order)] = *(char *)argument;
    if (++inside > most_inside)
        most_inside = inside;
    pthread_mutex_unlock(&order_lock);
    sched_yield();
    pthread_mutex_lock(&order_lock);
    inside--;
    pthread_mutex_unlock(&order_lock);
}

/* All letters of a text, each by a task */
static void run_letters(const char *text)
{
    char letters[MANY];

    for (int i = 0; text[i] != '\0'; i++) {
        struct task *task = task_new(&blocking_run_task);

        letters[i] = text[i];
        blocking_run_init(task_future(task), note_order, &letters[i]);
        task_start(task);
        task_detach(task);
    }
    run_to_the_end();
}

TEST(one_thread_runs_one_after_the_other)
{
    begin();
    blocking_limit(1, -1);
    run_letters("abcdefghijkl");
    CHECK_STR(order, "abcdefghijkl");
    CHECK_EQ(most_inside, 1);
    tear_down();
}

TEST(no_more_threads_than_the_limit)
{
    begin();
    blocking_limit(3, -1);
    calls_fail("thread_create", 0, 0);
    run_letters("abcdefghijkl");
    CHECK(calls_count() <= 3);
    CHECK(most_inside <= 3);
    CHECK_EQ(strlen(order), 12);
    tear_down();
}

/* As many as wait: none is in the queue while a thread can be had. */
TEST(functions_that_wait_for_each_other_run_together)
{
    struct work works[5];
    struct task *tasks[5];

    begin();
    for (int i = 0; i < 5; i++) {
        set_up_work(&works[i]);
        tasks[i] = spawn_run(&works[i]);
    }
    for (int i = 0; i < 5; i++)
        wait_for(&works[i].begun);
    for (int i = 0; i < 5; i++) {
        sem_post(&works[i].may_end);
        CHECK_EQ(await_output(tasks[i]), 0);
    }
    tear_down();
}

static atomic_int total;

static void add_one(void *argument)
{
    (void)argument;
    total++;
}

TEST(a_thousand_functions)
{
    int count = times(1000, 100);

    CHECK_EQ(runtime_init(&runtime), 0);
    for (int i = 0; i < count; i++) {
        struct task *task = task_new(&blocking_run_task);

        blocking_run_init(task_future(task), add_one, NULL);
        task_start(task);
        task_detach(task);
        if (i % 7 == 0)
            runtime_turn(&runtime, 0);
    }
    run_to_the_end();
    CHECK_EQ(total, count);
    CHECK_EQ(runtime.inhibited, 0);
    tear_down();
}

/* --- Dropped ----------------------------------------------------------------
 */

/* One thread is busy with the first, and the second waits in the queue. */
static struct task *set_up_busy(struct work *first)
{
    struct task *task;

    begin();
    blocking_limit(1, -1);
    set_up_work(first);
    task = spawn_run(first);
    wait_for(&first->begun);
    return task;
}

TEST(what_has_not_begun_is_never_run)
{
    struct work first, run, given;
    struct task *task = set_up_busy(&first);

    set_up_work(&run);
    set_up_work(&given);
    abort_task(spawn_run(&run));
    abort_task(spawn_give(&given));
    CHECK_EQ(count_released(&given), 1);
    CHECK_EQ(runtime.inhibited, 1);
    sem_post(&first.may_end);
    CHECK_EQ(await_output(task), 0);
    tear_down();
    CHECK_EQ(run.runs + given.runs, 0);
    CHECK_EQ(count_released(&given), 1);
}

TEST(dropped_before_its_first_poll)
{
    struct work work;
    struct blocking_run run;
    struct blocking_give give;

    begin();
    set_up_work(&work);
    blocking_run_init(&run, do_work, &work);
    blocking_run_drop(&run);
    blocking_give_init(&give, do_work, &work, release_work);
    blocking_give_drop(&give);
    CHECK_EQ(count_released(&work), 1);
    blocking_give_init(&give, do_work, &work, NULL);
    blocking_give_drop(&give);
    CHECK_EQ(runtime.inhibited, 0);
    tear_down();
    CHECK_EQ(work.runs, 0);
}

static void *let_end(void *data)
{
    sem_post(&((struct work *)data)->may_end);
    return NULL;
}

TEST(the_drop_of_one_that_runs_waits_for_its_end)
{
    for (int i = 0; i < times(50, 5); i++) {
        struct work work;
        struct task *task;
        pthread_t thread;

        begin();
        set_up_work(&work);
        task = spawn_run(&work);
        wait_for(&work.begun);
        CHECK_EQ(pthread_create(&thread, NULL, let_end, &work), 0);
        abort_task(task);
        CHECK_EQ(work.runs, 1);
        CHECK_EQ(runtime.inhibited, 0);
        pthread_join(thread, NULL);
        tear_down();
    }
}

/* It may end only when the drop has. */
TEST(the_drop_of_one_that_has_its_argument_does_not_wait)
{
    struct work work;
    struct task *task;

    begin();
    set_up_work(&work);
    task = spawn_give(&work);
    wait_for(&work.begun);
    abort_task(task);
    CHECK_EQ(count_released(&work), 0);
    CHECK_EQ(runtime.inhibited, 0);
    sem_post(&work.may_end);
    tear_down(); /* this waits */
    CHECK_EQ(work.runs, 1);
    CHECK_EQ(count_released(&work), 1);
}

/* Done, but its task had no turn since */
TEST(dropped_when_it_has_ended)
{
    for (int given = 0; given < 2; given++) {
        struct work work;
        struct task *task;

        begin();
        set_up_work(&work);
        task = given ? spawn_give(&work) : spawn_run(&work);
        sem_post(&work.may_end);
        while (inbox_is_empty(runtime.inbox)) /* woken */
            sched_yield();
        abort_task(task);
        CHECK_EQ(runtime.inhibited, 0);
        tear_down();
        CHECK_EQ(work.runs, 1);
        CHECK_EQ(count_released(&work), given);
    }
}

/* --- The end ----------------------------------------------------------------
 */

static unsigned long count_threads(void)
{
    struct stat tasks;

    CHECK_EQ(stat("/proc/self/task", &tasks), 0);
    return tasks.st_nlink;
}

/* It must not end before the runtime has. */
static void end_before_work(int64_t end_ms)
{
    static struct work work, other;
    unsigned long threads = count_threads();

    begin();
    blocking_limit(2, end_ms);
    set_up_work(&work);
    set_up_work(&other);
    sem_post(&other.may_end);
    CHECK_EQ(await_output(spawn_run(&other)), 0); /* a thread without work */
    task_detach(spawn_give(&work));
    wait_for(&work.begun);
    tear_down();
    CHECK_EQ(work.runs, 0);
    sem_post(&work.may_end);
    wait_for(&work.released);
    CHECK_EQ(work.runs, 1);
    /* valgrind, which RUNTIME_MALLOC is for, takes the thread for a leak */
    while (getenv("RUNTIME_MALLOC") != NULL && count_threads() > threads)
        sched_yield();
}

TEST(blocking_job_longer_than_the_deadline)
{
    end_before_work(0);
    end_before_work(1);
}

TEST(an_end_in_time_leaves_no_thread)
{
    struct work work;

    begin();
    blocking_limit(2, INT64_C(3600) * 1000);
    set_up_work(&work);
    sem_post(&work.may_end);
    task_detach(spawn_give(&work));
    wait_for(&work.begun);
    tear_down();
    CHECK_EQ(work.runs, 1);
    CHECK_EQ(count_released(&work), 1);
}

/* --- What fails -------------------------------------------------------------
 */

TEST(no_thread_at_all_is_told)
{
    struct work work;

    begin();
    set_up_work(&work);
    calls_fail("thread_create", 1, EAGAIN);
    CHECK_EQ(await_output(spawn_run(&work)), -EAGAIN);
    calls_fail("thread_create", 1, EAGAIN);
    CHECK_EQ(await_output(spawn_give(&work)), -EAGAIN);
    calls_fail("", 0, 0);
    CHECK_EQ(runtime.inhibited, 0);
    sem_post(&work.may_end);
    CHECK_EQ(await_output(spawn_run(&work)), 0);
    tear_down();
    CHECK_EQ(count_released(&work), 0);
}

TEST(the_threads_that_there_are_will_do)
{
    struct work first, second;
    struct task *tasks[2];

    begin();
    set_up_work(&first);
    set_up_work(&second);
    calls_fail("thread_create", 2, EAGAIN);
    tasks[0] = spawn_run(&first);
    wait_for(&first.begun);
    tasks[1] = spawn_run(&second);
    CHECK_EQ(calls_count(), 2);
    sem_post(&first.may_end);
    sem_post(&second.may_end);
    CHECK_EQ(await_output(tasks[0]), 0);
    CHECK_EQ(await_output(tasks[1]), 0);
    tear_down();
}

/* Memory is asked for twice: the pool, and what is given its argument. */
TEST(no_memory_is_told)
{
    struct work work;
    struct blocking_give give;
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    int output = 0;

    set_up_work(&work);
    for (long nth = 1; nth <= 2; nth++) {
        begin();
        runtime.budget = 1;
        calls_fail("alloc", nth, ENOMEM);
        blocking_give_init(&give, do_work, &work, release_work);
        CHECK(blocking_give_poll(&give, &cx, &output).is_ready);
        CHECK_EQ(output, -ENOMEM);
        CHECK_EQ(calls_count(), 2);
        blocking_give_drop(&give);
        CHECK_EQ(count_released(&work), 0); /* it is the caller's */
        tear_down();
    }
    begin();
    calls_fail("alloc", 0, ENOMEM);
    blocking_give_init(&give, do_work, &work, release_work);
    blocking_give_drop(&give);
    CHECK_EQ(count_released(&work), 1);
    tear_down();
}

/* --- Misuse -----------------------------------------------------------------
 */

static void limit_without_runtime(void)
{
    blocking_limit(1, 0);
}

static void limit_to_none(void)
{
    begin();
    blocking_limit(0, 0);
}

static void limit_too_late(void)
{
    struct blocking_run run;

    begin();
    blocking_run_init(&run, add_one, NULL);
    blocking_limit(1, 0);
}

static void run_without_runtime(void)
{
    struct blocking_run run;

    blocking_run_init(&run, add_one, NULL);
}

static void await_again(void)
{
    struct blocking_run run;
    struct waker waker = waker_noop();
    struct context cx = {&waker};

    begin();
    runtime.budget = 2;
    calls_fail("thread_create", 1, EAGAIN);
    blocking_run_init(&run, add_one, NULL);
    blocking_run_poll(&run, &cx, NULL);
    blocking_run_poll(&run, &cx, NULL);
}

TEST(misuse_is_told_by_a_sentence)
{
    expect_panic(limit_without_runtime, "blocking_limit() before runtime_init");
    expect_panic(limit_to_none, "blocking_limit() to no threads");
    expect_panic(limit_too_late, "blocking_limit() of a pool that is in use");
    expect_panic(run_without_runtime, "in a thread before runtime_init()");
    expect_panic(await_again, "a function that has ended was awaited again");
}
