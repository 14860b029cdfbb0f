/* links: runtime/ all */
/* The contracts of runtime/runtime.h and runtime/clock.h at their edges */
#include "tests/unit/runtime_tasks.h"

#include <signal.h>

#include "runtime/dump.h"
#include "runtime/join_all.h"
#include "runtime/lint.h"
#include "runtime/task_set.h"

#include "tests/unit/apart.h"

enum {
    MS = 1000000
};

/* --- The budget -------------------------------------------------------------
 */

/* Spends all that there is, and then looks at a timer, as timeout() does. */
static struct poll busy_in_time(struct script *script, struct context *cx)
{
    if (!script->sleeps)
        sleep_ms_init(&script->sleep, 5);
    script->sleeps = true;
    while (runtime_spend(cx))
        script->left++;
    runtime.now += MS; /* a poll takes that long */
    if (!sleep_ms_poll(&script->sleep, cx, NULL).is_ready)
        return POLL_PENDING;
    script->sleeps = false;
    return POLL_READY;
}

TEST(timeout_is_not_exhausted_by_future)
{
    struct script script = {.step = busy_in_time};

    set_up();
    task_detach(spawn_script(&script));
    while (runtime.pending > 0 && script.polls < 10)
        runtime_turn(&runtime, -1);
    CHECK_EQ(script.left, RUNTIME_BUDGET * script.polls);
    CHECK_EQ(script.polls, 5);
    tear_down();
}

/* More leaves than the budget, none of them ready, and then one that is */
static struct poll among_many(struct script *script, struct context *cx)
{
    (void)script;
    for (int i = 0; i < 3 * RUNTIME_BUDGET; i++)
        if (runtime_spend(cx))
            runtime_pending();
    return runtime_spend(cx) ? POLL_READY : POLL_PENDING;
}

TEST(to_be_pending_costs_nothing)
{
    struct script script = {.step = among_many};

    set_up();
    task_detach(spawn_script(&script));
    run_to_the_end();
    CHECK_EQ(script.polls, 1);
    tear_down();
}

TEST(outside_of_a_task_there_is_no_budget)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};

    set_up();
    for (int i = 0; i < 3 * RUNTIME_BUDGET; i++)
        CHECK(runtime_spend(&cx));
    tear_down();
}

/* --- Virtual time -----------------------------------------------------------
 */

TEST(a_turn_may_wait_for_so_long_in_virtual_time)
{
    struct script script = {.step = sleeping, .left = 10};
    int64_t begin;

    set_up();
    begin = clock_now();
    runtime_turn(&runtime, 3 * MS); /* nothing is there, and no deadlock */
    CHECK_EQ(clock_now() - begin, 3 * MS);
    task_detach(spawn_script(&script));
    runtime_turn(&runtime, 4 * MS);
    runtime_turn(&runtime, 4 * MS);
    CHECK_EQ(clock_now() - begin, 7 * MS);
    CHECK_EQ(runtime.pending, 1);
    runtime_turn(&runtime, 100 * MS); /* no further than the timer */
    CHECK_EQ(clock_now() - begin, 13 * MS);
    CHECK_EQ(runtime.pending, 0);
    tear_down();
}

static struct poll sleeping_for_ever(struct script *script, struct context *cx)
{
    if (!script->sleeps)
        sleep_ms_init(&script->sleep, INT64_MAX);
    script->sleeps = true;
    return sleep_ms_poll(&script->sleep, cx, NULL);
}

static void sleep_for_ever(void)
{
    struct script script = {.step = sleeping_for_ever};

    set_up();
    task_detach(spawn_script(&script));
    clock_advance(INT64_MAX);
    if (runtime.pending == 1)
        runtime_turn(&runtime, -1);
}

static void go_back(void)
{
    set_up();
    clock_advance(-1);
}

static void pause_without_runtime(void)
{
    clock_pause();
}

static void advance_without_runtime(void)
{
    clock_advance(1);
}

TEST(time_ends_and_does_not_go_back)
{
    expect_panic(sleep_for_ever, "deadlock: 1 tasks wait");
    expect_panic(go_back, "clock_advance() back");
    expect_panic(pause_without_runtime, "clock_now() before runtime_init()");
    expect_panic(advance_without_runtime,
                 "clock_advance() before runtime_init()");
}

/* --- A turn within a turn ---------------------------------------------------
 */

static void block(void *argument)
{
    (void)argument;
    runtime_block_on(script_new(&(struct script){.step = at_once}), NULL);
}

static void post_block_on(void)
{
    set_up();
    runtime_post(&runtime, block, NULL);
    runtime_turn(&runtime, 0);
}

static void take_turn(void *argument)
{
    (void)argument;
    runtime_turn(&runtime, 0);
}

static void post_turn(void)
{
    set_up();
    runtime_post(&runtime, take_turn, NULL);
    runtime_turn(&runtime, 0);
}

TEST(what_is_posted_takes_no_turn)
{
    expect_panic(post_block_on, "runtime_block_on() within a task");
    expect_panic(post_turn, "runtime_turn() within a task");
}

/* --- Ends -------------------------------------------------------------------
 */

static struct poll self_abort(struct script *script, struct context *cx)
{
    task_abort(task_current());
    return script->left > 0 ? sleeping(script, cx) : POLL_READY;
}

TEST(who_aborts_itself_and_goes_on_to_wait_is_canceled)
{
    struct script script = {.step = self_abort, .left = 10, .output = 7};
    int output = 0;

    set_up();
    CHECK_EQ(runtime_block_on(script_new(&script), &output), -ECANCELED);
    CHECK_EQ(output, 0);
    CHECK_EQ(script.drops, 1);
    tear_down();
}

TEST(who_aborts_itself_and_is_ready_in_the_same_poll_is_ready)
{
    struct script script = {.step = self_abort, .output = 7};
    int output = 0;

    set_up();
    CHECK_EQ(runtime_block_on(script_new(&script), &output), 0);
    CHECK_EQ(output, 7);
    tear_down();
}

TEST(what_is_no_future_is_no_memory)
{
    struct future none = {NULL, NULL};
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct join_all join;
    int err = 0;

    set_up();
    CHECK_EQ(runtime_block_on(none, NULL), -ENOMEM);
    CHECK(task_spawn(none) == NULL);
    join_all_init(&join, &none, 1, NULL, 0);
    CHECK(join_all_poll(&join, &cx, &err).is_ready);
    CHECK_EQ(err, -ENOMEM);
    join_all_drop(&join);
    tear_down();
}

/* A task of a set whose own set has a task that ends the first set */
static struct task_set outer, inner;

static struct poll ending_outer(struct script *script, struct context *cx)
{
    (void)script, (void)cx;
    task_set_fini(&outer);
    return POLL_READY;
}

static void end_inner(struct script *script)
{
    (void)script;
    task_set_fini(&inner);
}

static struct waker kept;

static struct poll having_inner(struct script *script, struct context *cx)
{
    waker_keep(&kept, cx->waker);
    task_set_init(&inner);
    task_set_add(&inner, spawn_script(script->data));
    return POLL_PENDING;
}

static void end_from_within(void)
{
    struct script grandchild = {.step = ending_outer};
    struct script child = {
        .step = having_inner, .data = &grandchild, .dropped = end_inner};

    set_up();
    task_set_init(&outer);
    task_set_add(&outer, spawn_script(&child));
    run_all();
}

static void end_with_lint_and_set(void)
{
    struct script script = {.step = restless, .left = 1000000};

    set_up();
    lint_start(&runtime);
    task_set_init(&outer);
    task_set_add(&outer, spawn_script(&script));
    tear_down();
}

TEST(an_end_that_comes_from_within_is_told)
{
    expect_panic(end_from_within, "task 2 (script) is ended by what it runs");
    expect_panic(end_with_lint_and_set,
                 "runtime_fini() before the end of a task set");
}

/* Linear: each of them is in the ready queue, and so is freed later. */
TEST(many_that_are_ready_end_with_the_runtime)
{
    enum {
        MANY = 50000
    };
    static struct script scripts[MANY];

    set_up();
    for (int i = 0; i < MANY; i++) {
        scripts[i] = (struct script){.step = at_once};
        task_detach(spawn_script(&scripts[i]));
    }
    tear_down();
    CHECK_EQ(scripts[0].drops + scripts[MANY - 1].drops, 2);
}

/* --- A dump by a signal -----------------------------------------------------
 */

TEST(the_signal_of_a_dump_is_as_before_when_the_runtime_has_ended)
{
    struct sigaction action;

    set_up();
    CHECK_EQ(runtime_dump_on(SIGUSR1), 0);
    CHECK_EQ(runtime_dump_on(SIGUSR2), -EBUSY);
    CHECK_EQ(sigaction(SIGUSR1, NULL, &action), 0);
    CHECK(action.sa_handler != SIG_DFL);
    tear_down();
    CHECK_EQ(sigaction(SIGUSR1, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_DFL);
    set_up();
    CHECK_EQ(runtime_dump_on(SIGKILL), -EINVAL);
    CHECK_EQ(runtime_dump_on(SIGUSR1), 0);
    tear_down();
}
