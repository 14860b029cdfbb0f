/* links: runtime/ all
 * wraps: clock_gettime
 */
/* The advice that runtime/lint.h promises, and when there is none */
#include "tests/unit/runtime_tasks.h"

#include <time.h>

#include "runtime/calls.h"
#include "runtime/lint.h"
#include "runtime/mutex.h"

#include "tests/unit/apart.h"

/* --- The system's clock, which only a test moves ----------------------------
 */

static int64_t system_time;

int __wrap_clock_gettime(clockid_t clock, struct timespec *time);

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    CHECK_EQ(clock, CLOCK_MONOTONIC);
    *time = (struct timespec){.tv_sec = system_time / 1000000000,
                              .tv_nsec = system_time % 1000000000};
    return 0;
}

/* --- What is said -----------------------------------------------------------
 */

static void begin(void)
{
    CHECK_EQ(runtime_init(&runtime), 0);
    clock_pause();
    CHECK_EQ(lint_start(&runtime), 0);
}

/* A process of its own says exactly this on stderr. */
static void expect_lint(void (*program)(void), const char *expected)
{
    char said[4096];

    CHECK_EQ(run_apart(program, said), 0);
    CHECK_STR(said, expected);
}

static void run_one(struct script script)
{
    begin();
    task_detach(spawn_script(&script));
    run_to_the_end();
    tear_down();
}

/* --- Waking itself ----------------------------------------------------------
 */

static void wake_itself_often(void)
{
    run_one((struct script){.step = restless, .left = 15});
}

static void wake_itself_seldom(void)
{
    run_one((struct script){.step = restless, .left = 14});
}

/* Sleeps and wakes itself by turns: not more than half of the polls */
static struct poll by_turns(struct script *script, struct context *cx)
{
    if (script->sleeps) {
        if (!sleep_ms_poll(&script->sleep, cx, NULL).is_ready)
            return POLL_PENDING;
        sleep_ms_drop(&script->sleep);
        script->sleeps = false;
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    if (script->left-- == 0)
        return POLL_READY;
    sleep_ms_init(&script->sleep, 100);
    script->sleeps = true;
    return sleep_ms_poll(&script->sleep, cx, NULL);
}

static void wake_itself_in_half_of_the_polls(void)
{
    run_one((struct script){.step = by_turns, .left = 20});
}

/* Has spent its budget each time: it did much, and that is what a budget is for
 */
static struct poll greedy(struct script *script, struct context *cx)
{
    while (script->left-- > 0)
        if (!runtime_spend(cx))
            return POLL_PENDING;
    return POLL_READY;
}

static void spend_budgets(void)
{
    run_one((struct script){.step = greedy, .left = 20 * RUNTIME_BUDGET});
}

TEST(who_wakes_itself_in_most_polls_is_told)
{
    expect_lint(wake_itself_often,
                "lint: task 1 (script): woke itself in 15 of 16 polls\n");
    expect_lint(wake_itself_seldom, "");
    expect_lint(wake_itself_in_half_of_the_polls, "");
    expect_lint(spend_budgets, "");
}

/* --- Always ready -----------------------------------------------------------
 */

/* Time passes in each poll, as the clock of the runtime sees it. */
static struct poll busy(struct script *script, struct context *cx)
{
    runtime.now += 100 * 1000000;
    return restless(script, cx);
}

static void be_busy(void)
{
    run_one((struct script){.step = busy, .left = 12});
}

static void be_less_busy(void)
{
    run_one((struct script){.step = busy, .left = 9});
}

TEST(who_never_waits_for_a_second_is_told)
{
    expect_lint(be_busy,
                "lint: task 1 (script): was always ready for 1000 ms\n");
    expect_lint(be_less_busy, "");
}

/* --- Long polls -------------------------------------------------------------
 */

static struct poll blocking(struct script *script, struct context *cx)
{
    (void)cx;
    system_time += script->left;
    return POLL_READY;
}

static void block(void)
{
    run_one((struct script){.step = blocking, .left = 10000000});
}

static void block_for_less(void)
{
    run_one((struct script){.step = blocking, .left = 9999999});
}

TEST(a_poll_that_takes_long_is_told)
{
    expect_lint(block, "lint: task 1 (script): a poll took 10 ms\n");
    expect_lint(block_for_less, "");
}

/* --- Large futures ----------------------------------------------------------
 */

static struct poll run_large(void *future, struct context *cx)
{
    (void)future, (void)cx;
    return POLL_READY;
}

static void spawn_large(uint32_t size)
{
    struct task_vtable *vtable = calloc(1, sizeof(*vtable));

    *vtable = (struct task_vtable){
        .run = run_large, .drop = free, .size = size, .name = "large"};
    for (int i = 0; i < 3; i++) {
        struct task *task = task_new(vtable);

        task_start(task);
        task_detach(task);
    }
    run_all();
    free(vtable);
}

static void be_large(void)
{
    begin();
    spawn_large(1025);
    tear_down();
}

static void be_small(void)
{
    begin();
    spawn_large(1024);
    tear_down();
}

TEST(a_large_future_is_told_once_for_all_of_its_name)
{
    expect_lint(be_large, "lint: task 1 (large): its future is 1025 bytes; "
                          "box what is large, and 2 more\n");
    expect_lint(be_small, "");
}

/* --- Locks ------------------------------------------------------------------
 */

static struct mutex mutex;

static struct poll locking(struct script *script, struct context *cx)
{
    if (script->polls == 1 && mutex_try_lock(&mutex) < 0)
        abort();
    if (!sleeping(script, cx).is_ready)
        return POLL_PENDING;
    mutex_unlock(&mutex);
    return POLL_READY;
}

static void lock_for(int ms)
{
    begin();
    mutex_init(&mutex);
    task_detach(spawn_script(&(struct script){.step = locking, .left = ms}));
    run_to_the_end();
    mutex_fini(&mutex);
    tear_down();
}

static void lock_for_long(void)
{
    lock_for(101);
}

static void lock_for_less(void)
{
    lock_for(100);
}

TEST(a_mutex_that_is_kept_while_its_task_waits_is_told)
{
    expect_lint(lock_for_long, "lint: task 1 (script): kept a mutex for 101 ms "
                               "while it waited\n");
    expect_lint(lock_for_less, "");
}

/* --- Never polled -----------------------------------------------------------
 */

static void abort_at_once(void)
{
    struct script script = {.step = at_once};

    begin();
    task_abort(spawn_script(&script));
    task_detach(script.task);
    run_all();
    tear_down();
}

static void end_before_the_first_poll(void)
{
    struct script script = {.step = at_once};

    begin();
    task_detach(spawn_script(&script));
    tear_down();
}

TEST(who_was_never_polled_is_told)
{
    expect_lint(abort_at_once,
                "lint: task 1 (script): was dropped before its first poll\n");
    expect_lint(end_before_the_first_poll,
                "lint: task 1 (script): was dropped before its first poll\n");
}

/* --- Memory -----------------------------------------------------------------
 */

static void lack_memory(void)
{
    struct script script = {.step = restless, .left = 100};

    begin();
    task_detach(spawn_script(&script));
    calls_fail("alloc", 0, ENOMEM);
    run_to_the_end();
    calls_fail("", 0, 0);
    tear_down();
}

TEST(without_memory_it_says_that_something_is_missing)
{
    expect_lint(lack_memory, "lint: there was no memory for more\n");
    CHECK_EQ(runtime_init(&runtime), 0);
    calls_fail("alloc", 1, ENOMEM);
    CHECK_EQ(lint_start(&runtime), -ENOMEM);
    calls_fail("", 0, 0);
    runtime_fini(&runtime);
}
