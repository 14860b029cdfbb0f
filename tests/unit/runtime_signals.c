/* links: runtime/ all */
/* The contract of runtime/signals.h */
#include "runtime/signals.h"

#include <pthread.h>

#include "runtime/calls.h"
#include "runtime/glue.h"
#include "runtime/readiness.h"

#include "tests/unit/patience.h"
#include "tests/unit/runtime_hand.h"

/* Tasks that only wait */
FUTURE_TASK(signal_wait, NULL)
FUTURE_TASK(signal_next, NULL)

static struct task *spawn_wait(int signal)
{
    struct task *task = task_new(&signal_wait_task);

    CHECK(task != NULL);
    signal_wait_init(task_future(task), signal);
    task_start(task);
    run_all();
    return task;
}

static struct task *spawn_next(struct signal_watch *watch)
{
    struct task *task = task_new(&signal_next_task);

    CHECK(task != NULL);
    signal_next_init(task_future(task), watch);
    task_start(task);
    run_all();
    return task;
}

/* The output of one that is done; the handle is given back. */
static int output_of(struct task *task)
{
    int output = *(int *)task_future(task);

    CHECK(task_is_done(task));
    task_detach(task);
    return output;
}

static void abort_task(struct task *task)
{
    task_abort(task);
    task_detach(task);
    run_all();
}

static void send_signal(int signal)
{
    CHECK_EQ(raise(signal), 0);
    run_all();
}

/* What it would do by itself */
static void (*handler_of(int signal))(int)
{
    struct sigaction action;

    CHECK_EQ(sigaction(signal, NULL, &action), 0);
    return action.sa_handler;
}

/* --- One signal -------------------------------------------------------------
 */

TEST(a_signal_ends_a_wait_and_does_then_what_it_did)
{
    struct task *task;

    set_up();
    task = spawn_wait(SIGUSR1);
    CHECK(!task_is_done(task));
    CHECK_EQ(runtime.registered, 1);
    CHECK(handler_of(SIGUSR1) != SIG_DFL);
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(task), 0);
    CHECK(handler_of(SIGUSR1) == SIG_DFL);
    CHECK_EQ(runtime.registered, 0);
    tear_down();
}

static int own_calls;

static void own_handler(int signal)
{
    (void)signal;
    own_calls++;
}

TEST(a_handler_of_the_program_is_put_back)
{
    struct sigaction own = {.sa_handler = own_handler, .sa_flags = SA_NODEFER};
    struct sigaction after;

    CHECK_EQ(sigaction(SIGUSR1, &own, NULL), 0);
    set_up();
    for (int i = 0; i < 2; i++) {
        struct task *task = spawn_wait(SIGUSR1);

        send_signal(SIGUSR1);
        CHECK_EQ(output_of(task), 0);
    }
    tear_down();
    CHECK_EQ(own_calls, 0);
    CHECK_EQ(sigaction(SIGUSR1, NULL, &after), 0);
    CHECK((after.sa_flags & SA_NODEFER) != 0);
    raise(SIGUSR1);
    CHECK_EQ(own_calls, 1);
}

TEST(other_signals_and_the_mask_are_left_alone)
{
    void (*handlers[32])(int);
    sigset_t before, during;
    struct task *task;

    for (int i = 1; i < 32; i++)
        handlers[i] = handler_of(i);
    sigprocmask(SIG_SETMASK, NULL, &before);
    set_up();
    task = spawn_wait(SIGHUP);
    for (int i = 1; i < 32; i++)
        CHECK(i == SIGHUP || handler_of(i) == handlers[i]);
    sigprocmask(SIG_SETMASK, NULL, &during);
    for (int i = 1; i < 32; i++)
        CHECK_EQ(sigismember(&during, i), sigismember(&before, i));
    abort_task(task);
    tear_down();
}

TEST(what_nobody_can_catch_is_told)
{
    static const int wrong[] = {0, -1, NSIG, SIGKILL, SIGSTOP};

    set_up();
    for (int i = 0; i < 5; i++)
        CHECK_EQ(output_of(spawn_wait(wrong[i])), -EINVAL);
    tear_down();
}

/* --- Several ----------------------------------------------------------------
 */

TEST(all_who_wait_for_a_signal_are_woken)
{
    struct task *tasks[3], *other;

    set_up();
    for (int i = 0; i < 3; i++)
        tasks[i] = spawn_wait(SIGUSR1);
    other = spawn_wait(SIGUSR2);
    send_signal(SIGUSR1);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(output_of(tasks[i]), 0);
    CHECK(!task_is_done(other));
    send_signal(SIGUSR2);
    CHECK_EQ(output_of(other), 0);
    tear_down();
}

/* Two come before the task has its turn; the other task has none. */
TEST(a_signal_wakes_those_who_wait_for_it_once)
{
    struct task *task, *other;

    set_up();
    task = spawn_wait(SIGUSR1);
    other = spawn_wait(SIGUSR2);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(raise(SIGUSR1), 0);
        readiness_wait(&runtime, 0);
        CHECK((task->state & TASK_QUEUED) != 0);
        CHECK((other->state & TASK_QUEUED) == 0);
    }
    run_all();
    CHECK_EQ(output_of(task), 0);
    abort_task(other);
    tear_down();
}

TEST(one_that_is_dropped_leaves_the_others)
{
    for (int dropped = 0; dropped < 2; dropped++) {
        struct task *tasks[2];

        set_up();
        for (int i = 0; i < 2; i++)
            tasks[i] = spawn_wait(SIGUSR1);
        abort_task(tasks[dropped]);
        CHECK_EQ(runtime.registered, 1);
        CHECK(handler_of(SIGUSR1) != SIG_DFL);
        send_signal(SIGUSR1);
        CHECK_EQ(output_of(tasks[1 - dropped]), 0);
        CHECK(handler_of(SIGUSR1) == SIG_DFL);
        tear_down();
    }
}

TEST(dropped_at_any_time_a_wait_leaves_nothing)
{
    struct signal_wait never;
    struct task *task;
    int files;

    set_up();
    files = check_open_files();
    signal_wait_init(&never, SIGUSR1);
    signal_wait_drop(&never);
    task = spawn_wait(SIGUSR1);
    CHECK_EQ(check_open_files(), files + 1);
    raise(SIGUSR1); /* which nobody has seen yet, and is lost */
    abort_task(task);
    CHECK(handler_of(SIGUSR1) == SIG_DFL);
    CHECK_EQ(check_open_files(), files);
    CHECK_EQ(runtime.registered, 0);
    task_detach(spawn_wait(SIGUSR1));
    tear_down();
    CHECK(handler_of(SIGUSR1) == SIG_DFL);
}

/* --- A watch ----------------------------------------------------------------
 */

/* A waker by hand may drop what it was woken for, or what is woken next. */
static struct signal_next nexts[3];
static struct hand hands[3];

static void drop_two(void)
{
    signal_next_drop(&nexts[0]);
    signal_next_drop(&nexts[1]);
}

TEST(a_waker_may_drop_those_who_wait)
{
    struct signal_watch watch;

    set_up();
    CHECK_EQ(signal_watch_init(&watch, SIGUSR1), 0);
    hands[0].when_woken = drop_two;
    for (int i = 0; i < 3; i++) {
        signal_next_init(&nexts[i], &watch);
        CHECK(!signal_next_poll(&nexts[i], by(&hands[i]), NULL).is_ready);
    }
    send_signal(SIGUSR1);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(hands[1].wakes, 0);
    CHECK_EQ(hands[2].wakes, 1);
    signal_next_drop(&nexts[2]);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(hands[i].clones, 0);
    CHECK_EQ(runtime.registered, 0);
    signal_watch_fini(&watch);
    tear_down();
}

TEST(a_watch_sees_what_comes_while_nobody_waits)
{
    struct signal_watch watch, other;
    struct task *task;

    set_up();
    CHECK_EQ(signal_watch_init(&watch, SIGUSR1), 0);
    send_signal(SIGUSR1);
    send_signal(SIGUSR1);
    CHECK_EQ(signal_watch_init(&other, SIGUSR1), 0); /* later than these */
    CHECK_EQ(output_of(spawn_next(&watch)), 2);
    task = spawn_next(&watch);
    CHECK(!task_is_done(task));
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(task), 1);
    CHECK_EQ(output_of(spawn_next(&other)), 1);
    task = spawn_next(&other);
    CHECK(!task_is_done(task)); /* it waits, in epoll again */
    abort_task(task);
    signal_watch_fini(&watch);
    CHECK(handler_of(SIGUSR1) != SIG_DFL);
    signal_watch_fini(&other);
    CHECK(handler_of(SIGUSR1) == SIG_DFL);
    tear_down();
}

TEST(of_two_that_wait_on_one_watch_one_gets_a_signal)
{
    struct signal_watch watch;
    struct task *first, *second;

    set_up();
    CHECK_EQ(signal_watch_init(&watch, SIGUSR1), 0);
    first = spawn_next(&watch);
    second = spawn_next(&watch);
    send_signal(SIGUSR1);
    CHECK(task_is_done(first) != task_is_done(second));
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(first), 1);
    CHECK_EQ(output_of(second), 1);
    signal_watch_fini(&watch);
    tear_down();
}

/* --- Threads ----------------------------------------------------------------
 */

static pthread_barrier_t both_wait;

/* Real time: it sleeps until the signal comes. */
static void *wait_in_a_runtime(void *data)
{
    struct runtime own;
    struct signal_watch watch;
    struct task *task;

    (void)data;
    CHECK_EQ(runtime_init(&own), 0);
    CHECK_EQ(signal_watch_init(&watch, SIGUSR1), 0);
    task = task_new(&signal_next_task);
    signal_next_init(task_future(task), &watch);
    task_start(task);
    runtime_turn(&own, 0);
    pthread_barrier_wait(&both_wait);
    while (!task_is_done(task))
        runtime_turn(&own, -1);
    CHECK_EQ(output_of(task), 1);
    signal_watch_fini(&watch);
    runtime_fini(&own);
    return NULL;
}

TEST(runtimes_in_two_threads_see_one_signal)
{
    for (int round = 0; round < times(100, 10); round++) {
        pthread_t threads[2];

        pthread_barrier_init(&both_wait, NULL, 3);
        for (int i = 0; i < 2; i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, wait_in_a_runtime, NULL),
                     0);
        pthread_barrier_wait(&both_wait);
        CHECK_EQ(kill(getpid(), SIGUSR1), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&both_wait);
        CHECK(handler_of(SIGUSR1) == SIG_DFL);
    }
}

/* --- What fails -------------------------------------------------------------
 */

TEST(each_call_that_fails_is_told_and_leaves_nothing)
{
    static const char *const names[] = {"eventfd", "sigaction", "epoll_ctl"};
    int files;

    set_up();
    files = check_open_files();
    for (int i = 0; i < 3; i++) {
        calls_fail(names[i], 1, ENOMEM);
        CHECK_EQ(output_of(spawn_wait(SIGUSR1)), -ENOMEM);
        CHECK(calls_count() >= 1);
        calls_fail("", 0, 0);
        CHECK(handler_of(SIGUSR1) == SIG_DFL);
        CHECK_EQ(runtime.registered, 0);
        CHECK_EQ(check_open_files(), files);
    }
    tear_down();
}

/* The second watch finds all that it needs but its own signal. */
TEST(a_watch_that_fails_leaves_the_others)
{
    struct task *first, *second;

    set_up();
    first = spawn_wait(SIGUSR1);
    calls_fail("sigaction", 1, ENOMEM);
    second = spawn_wait(SIGUSR2);
    CHECK_EQ(output_of(second), -ENOMEM);
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(first), 0);
    tear_down();
}

TEST(waiting_takes_no_memory)
{
    struct task *task;

    set_up();
    task = task_new(&signal_wait_task);
    signal_wait_init(task_future(task), SIGUSR1);
    task_start(task);
    calls_fail("alloc", 0, ENOMEM);
    run_all();
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(task), 0);
    CHECK_EQ(calls_count(), 0);
    tear_down();
}

/* --- The same twice ---------------------------------------------------------
 */

static uint64_t hash_of_run(void)
{
    struct task *task;
    uint64_t hash;

    set_up();
    CHECK_EQ(runtime_trace_start(&runtime, 100), 0);
    task = spawn_wait(SIGUSR1);
    send_signal(SIGUSR1);
    CHECK_EQ(output_of(task), 0);
    hash = runtime.trace.hash;
    tear_down();
    return hash;
}

TEST(two_runs_have_the_same_trace)
{
    CHECK(hash_of_run() == hash_of_run());
}

/* --- Misuse -----------------------------------------------------------------
 */

static void a_watch_ends_too_early(void)
{
    struct signal_watch watch;

    set_up();
    signal_watch_init(&watch, SIGUSR1);
    signal_next_init(&nexts[0], &watch);
    signal_next_poll(&nexts[0], by(&hands[0]), NULL);
    signal_watch_fini(&watch);
}

static void next_polled_after_ready(void)
{
    struct signal_watch watch;

    set_up();
    signal_watch_init(&watch, SIGUSR1);
    raise(SIGUSR1);
    signal_next_init(&nexts[0], &watch);
    signal_next_poll(&nexts[0], by(&hands[0]), NULL);
    signal_next_poll(&nexts[0], by(&hands[0]), NULL);
}

static void wait_polled_after_ready(void)
{
    struct signal_wait wait;

    set_up();
    signal_wait_init(&wait, SIGUSR1);
    signal_wait_poll(&wait, by(&hands[0]), NULL);
    raise(SIGUSR1);
    signal_wait_poll(&wait, by(&hands[0]), NULL);
    signal_wait_poll(&wait, by(&hands[0]), NULL);
}

TEST(misuse)
{
    expect_panic(a_watch_ends_too_early, "a signal_watch for which somebody");
    expect_panic(next_polled_after_ready, "signal_next was polled after it");
    expect_panic(wait_polled_after_ready, "signal_wait was polled after it");
}
