/*
 * links: runtime/ all
 * wraps: allocations.h
 */
/* The contract of runtime/task_tracker.h; names as in tokio-util's tests */
#include "runtime/task_tracker.h"

#include "tests/unit/allocations.h"
#include "tests/unit/runtime_hand.h"

static struct task_tracker tracker;
static struct task_tracker_wait waits[2];
static struct hand hands[2];

static void begin(void)
{
    set_up();
    task_tracker_init(&tracker);
}

static void end(void)
{
    for (int i = 0; i < 2; i++) {
        task_tracker_wait_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    task_tracker_fini(&tracker);
    tear_down();
}

static bool poll_wait(int i)
{
    return task_tracker_wait_poll(&waits[i], by(&hands[i]), NULL).is_ready;
}

static bool begin_waiting(int i)
{
    task_tracker_wait_init(&waits[i], &tracker);
    return poll_wait(i);
}

TEST(open_close)
{
    begin();
    CHECK(!begin_waiting(0));
    CHECK(!begin_waiting(1));
    task_tracker_close(&tracker);
    CHECK_EQ(hands[0].wakes + hands[1].wakes, 2);
    CHECK(poll_wait(0));
    CHECK(poll_wait(1));
    CHECK(begin_waiting(0));
    end();
}

TEST(token_two)
{
    begin();
    task_tracker_enter(&tracker);
    task_tracker_enter(&tracker);
    task_tracker_close(&tracker);
    CHECK(!begin_waiting(0));
    task_tracker_leave(&tracker);
    CHECK_EQ(hands[0].wakes, 0);
    CHECK(!poll_wait(0));
    task_tracker_leave(&tracker);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK(poll_wait(0));
    end();
}

TEST(none_left_is_not_the_end_before_it_is_closed)
{
    begin();
    task_tracker_enter(&tracker);
    CHECK(!begin_waiting(0));
    task_tracker_leave(&tracker);
    CHECK_EQ(hands[0].wakes, 0);
    CHECK(!poll_wait(0));
    end();
}

/* notify_many: all were done for a moment, and that is what was awaited */
TEST(who_comes_later_does_not_matter)
{
    begin();
    CHECK(!begin_waiting(0));
    task_tracker_close(&tracker);
    task_tracker_enter(&tracker);
    CHECK(!begin_waiting(1));
    CHECK(poll_wait(0));
    task_tracker_leave(&tracker);
    CHECK(poll_wait(1));
    end();
}

/* Who was woken does not look at the tracker again, which may be gone. */
TEST(a_tracker_may_end_before_those_are_polled_whom_it_has_woken)
{
    struct task_tracker *gone = malloc(sizeof(*gone));

    begin();
    task_tracker_init(gone);
    for (int i = 0; i < 2; i++) {
        task_tracker_wait_init(&waits[i], gone);
        CHECK(!poll_wait(i));
    }
    task_tracker_close(gone);
    task_tracker_fini(gone);
    free(gone);
    CHECK(poll_wait(0));
    end();
}

TEST(a_dropped_wait)
{
    begin();
    CHECK(!begin_waiting(0));
    task_tracker_wait_drop(&waits[0]);
    task_tracker_close(&tracker);
    CHECK_EQ(hands[0].wakes, 0);
    end();
}

/* --- Tasks ------------------------------------------------------------------
 */

static int alive; /* futures */

static struct poll sleeper_poll(void *self, struct context *cx, void *output)
{
    (void)output;
    return sleep_ms_poll(self, cx, NULL);
}

static void sleeper_drop(void *self)
{
    CHECK_EQ((int)tracker.count, alive);
    sleep_ms_drop(self);
    free(self);
    alive--;
}

static struct future sleeper_new(int64_t ms)
{
    static const struct future_vtable vtable = {.poll = sleeper_poll,
                                                .drop = sleeper_drop};
    struct sleep_ms *sleep = malloc(sizeof(*sleep));

    sleep_ms_init(sleep, ms);
    alive++;
    return (struct future){sleep, &vtable};
}

static struct poll waiting(struct script *script, struct context *cx)
{
    (void)script;
    return task_tracker_wait_poll(&waits[0], cx, NULL);
}

TEST(tasks_are_awaited)
{
    struct script script = {.step = waiting};
    int64_t start;

    begin();
    start = clock_now();
    for (int i = 1; i <= 3; i++)
        task_detach(task_tracker_spawn(&tracker, sleeper_new(100 * i)));
    task_tracker_close(&tracker);
    task_tracker_wait_init(&waits[0], &tracker);
    task_detach(spawn_script(&script));
    while (waits[0].tracker != NULL)
        runtime_turn(&runtime, -1);
    CHECK_EQ(passed_since(start), 300);
    CHECK_EQ(alive, 0);
    run_all();
    end();
}

TEST(an_aborted_task_is_counted_until_it_was_dropped)
{
    struct task *running, *fresh;

    begin();
    running = task_tracker_spawn(&tracker, sleeper_new(100));
    run_all();
    fresh = task_tracker_spawn(&tracker, sleeper_new(100));
    task_tracker_close(&tracker);
    CHECK(!begin_waiting(0));
    task_abort(running);
    task_abort(fresh);
    CHECK_EQ((int)tracker.count, 2);
    run_all();
    CHECK_EQ(alive, 0);
    CHECK(poll_wait(0));
    task_detach(running);
    task_detach(fresh);
    end();
}

/* Then the future is the caller's. */
TEST(no_memory)
{
    struct future future;

    begin();
    future = sleeper_new(100);
    fail_at(1);
    CHECK(task_tracker_spawn(&tracker, future) == NULL);
    CHECK_EQ((int)tracker.count, 0);
    tracker.count = 1; /* as sleeper_drop() looks at it */
    future_drop(&future);
    tracker.count = 0;
    end();
}

static struct poll asking(struct script *script, struct context *cx)
{
    struct task_tracker_wait future;

    for (; script->left > 0; script->left--) {
        task_tracker_wait_init(&future, &tracker);
        if (!task_tracker_wait_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(task_tracker_is_cooperative)
{
    begin();
    task_tracker_close(&tracker);
    CHECK_EQ(polls_of_greedy(asking, NULL), 3);
    end();
}

static void polled_after_ready(void)
{
    begin();
    task_tracker_close(&tracker);
    begin_waiting(0);
    poll_wait(0);
}

static void left_too_often(void)
{
    begin();
    task_tracker_leave(&tracker);
}

static void ended_while_counting(void)
{
    begin();
    task_tracker_enter(&tracker);
    task_tracker_fini(&tracker);
}

static void ended_while_one_waits(void)
{
    begin();
    begin_waiting(0);
    task_tracker_fini(&tracker);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "was polled after it was ready");
    expect_panic(left_too_often, "a task_tracker was left once too often");
    expect_panic(ended_while_counting,
                 "the end of a task_tracker that counts 1");
    expect_panic(ended_while_one_waits,
                 "the end of a task_tracker for which somebody waits");
}
