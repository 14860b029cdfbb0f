/* links: runtime/ all */
/* The contracts of runtime/timer.h and runtime/clock.h */
#include "tests/unit/runtime_tasks.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"

enum {
    MS = 1000000
};

/* --- Sleeping ---------------------------------------------------------------
 */

static char order[200];

static struct poll sleeping_note(struct script *script, struct context *cx)
{
    size_t length;

    if (!sleeping(script, cx).is_ready)
        return POLL_PENDING;
    length = strlen(order);
    order[length] = (char)script->output;
    order[length + 1] = '\0';
    return POLL_READY;
}

TEST(an_hour_takes_no_time_and_is_an_hour)
{
    struct script script = {.step = sleeping, .left = 3600 * 1000};
    int64_t begin;

    set_up();
    begin = clock_now();
    task_detach(spawn_script(&script));
    run_to_the_end();
    CHECK_EQ(clock_now() - begin, INT64_C(3600000) * MS);
    CHECK_EQ(script.polls, 2);
    tear_down();
}

TEST(timers_fire_in_the_order_of_time_and_then_of_being_set)
{
    static const int ms[] = {30, 10, 20, 10, 0, 30, -5};
    struct script scripts[7];

    set_up();
    order[0] = '\0';
    for (int i = 0; i < 7; i++) {
        scripts[i] = (struct script){
            .step = sleeping_note, .left = ms[i], .output = 'a' + i};
        task_detach(spawn_script(&scripts[i]));
    }
    run_to_the_end();
    CHECK_STR(order, "egbdcaf");
    tear_down();
}

/* Each fires alone, at its own time: what it starts comes before the next. */
static struct poll starting_another(struct script *script, struct context *cx)
{
    struct script *other = script->data;

    if (!sleeping_note(script, cx).is_ready)
        return POLL_PENDING;
    task_detach(spawn_script(other));
    return POLL_READY;
}

TEST(what_a_timer_starts_comes_before_the_next_timer)
{
    struct script third = {.step = sleeping_note, .left = 5, .output = '2'};
    struct script first = {
        .step = starting_another, .left = 10, .output = '1', .data = &third};
    struct script second = {.step = sleeping_note, .left = 20, .output = '3'};

    set_up();
    order[0] = '\0';
    task_detach(spawn_script(&first));
    task_detach(spawn_script(&second));
    run_to_the_end();
    CHECK_STR(order, "123");
    tear_down();
}

TEST(sleeping_for_longer_than_there_is_time_is_for_ever)
{
    struct sleep_ms sleep;

    set_up();
    sleep_ms_init(&sleep, INT64_MAX);
    CHECK_EQ(sleep.sleep.timer.entry.at, INT64_MAX);
    sleep_ms_drop(&sleep);
    sleep_ms_init(&sleep, INT64_MIN);
    CHECK(sleep.sleep.timer.entry.at <= clock_now());
    sleep_ms_drop(&sleep);
    tear_down();
}

TEST(dropped_at_any_time_a_sleep_leaves_nothing)
{
    struct script script = {.step = sleeping, .left = 1000};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    CHECK_EQ(runtime.timers.count, 1);
    tear_down();
    CHECK_EQ(script.drops, 1);
    CHECK_EQ(runtime.timers.count, 0);
}

/* A task whose poll drops a timer that is due at the same moment */
static struct poll dropping_another(struct script *script, struct context *cx)
{
    struct script *other = script->data;

    if (!sleeping(script, cx).is_ready)
        return POLL_PENDING;
    task_abort(other->task);
    return POLL_READY;
}

TEST(drop_from_wake)
{
    struct script other = {.step = sleeping, .left = 10};
    struct script first = {
        .step = dropping_another, .left = 10, .data = &other};

    set_up();
    task_detach(spawn_script(&first));
    task_detach(spawn_script(&other));
    run_to_the_end();
    CHECK_EQ(other.polls, 1);
    CHECK_EQ(other.drops, 1);
    CHECK_EQ(runtime.timers.count, 0);
    tear_down();
}

/* --- A timer of one's own ----------------------------------------------------
 */

struct counter {
    int wakes, clones, drops;
};

static struct waker counter_clone(void *data);

static void counter_wake(void *data)
{
    struct counter *counter = data;

    counter->wakes++;
    counter->drops++;
}

static void counter_wake_by_ref(void *data)
{
    ((struct counter *)data)->wakes++;
}

static void counter_drop(void *data)
{
    ((struct counter *)data)->drops++;
}

static const struct waker_vtable counting = {counter_clone, counter_wake,
                                             counter_wake_by_ref, counter_drop};

static struct waker counter_clone(void *data)
{
    ((struct counter *)data)->clones++;
    return (struct waker){&counting, data};
}

TEST(a_timer_that_is_set_anew_fires_once_and_later)
{
    struct counter counter = {0};
    struct waker waker = {&counting, &counter};
    struct timer timer;
    int64_t begin;

    set_up();
    begin = clock_now();
    timer_init(&timer);
    timer_start(&timer, begin + 10 * MS, &waker);
    timer_start(&timer, begin + 30 * MS, &waker);
    clock_advance(20 * MS);
    CHECK_EQ(counter.wakes, 0);
    timer_start(&timer, begin + 25 * MS, &waker); /* reset_earlier */
    clock_advance(5 * MS);
    CHECK_EQ(counter.wakes, 1);
    CHECK_EQ(counter.clones, 1);
    CHECK_EQ(counter.drops, 1);
    clock_advance(100 * MS);
    CHECK_EQ(counter.wakes, 1);
    timer_stop(&timer);
    tear_down();
}

TEST(a_timer_that_is_stopped_wakes_nobody)
{
    struct counter counter = {0};
    struct waker waker = {&counting, &counter};
    struct timer timer;

    set_up();
    timer_init(&timer);
    timer_stop(&timer);
    timer_start(&timer, clock_now() + MS, &waker);
    timer_stop(&timer);
    clock_advance(10 * MS);
    CHECK_EQ(counter.wakes, 0);
    CHECK_EQ(counter.drops, 1);
    tear_down();
}

TEST(a_million_timers_fire_each_at_its_time)
{
    int count = times(1000000, 20000);
    struct counter counter = {0};
    struct waker waker = {&counting, &counter};
    struct timer *timers = calloc((size_t)count, sizeof(*timers));

    set_up();
    for (int i = 0; i < count; i++) {
        timer_init(&timers[i]);
        timer_start(&timers[i], clock_now() + 1 + (int64_t)i * 7919 % 1000 * MS,
                    &waker);
    }
    clock_advance(500 * MS);
    CHECK_EQ(counter.wakes, count / 2);
    clock_advance(500 * MS);
    CHECK_EQ(counter.wakes, count);
    tear_down();
    free(timers);
}

/* --- Intervals ---------------------------------------------------------------
 */

/* Asks the interval n times; the times that it said, in ms, are in `said`. */
static char said[200];

static struct poll asking(struct script *script, struct context *cx)
{
    struct interval *interval = script->data;
    struct interval_next next;
    int64_t at = 0;

    interval_next_init(&next, interval);
    while (script->left > 0 && interval_next_poll(&next, cx, &at).is_ready) {
        interval_next_drop(&next);
        snprintf(said + strlen(said), 20, "%lld ",
                 (long long)(at / MS % 100000));
        script->left--;
        interval_next_init(&next, interval);
    }
    interval_next_drop(&next);
    return POLL_READY;
}

/* After 2.5 periods nobody had asked: what is said then, at once */
static void expect_missed(enum interval_missed missed, const char *expected)
{
    struct interval interval;
    struct script script = {.step = asking, .left = 9, .data = &interval};
    int64_t begin;
    char line[300] = "";

    set_up();
    runtime.now = INT64_C(100000) * MS; /* so that times are easy to read */
    runtime.trace_begin = runtime.now;  /* the same in each run */
    begin = clock_now();
    interval_init(&interval, 10, missed);
    clock_advance(25 * MS);
    said[0] = '\0';
    task_detach(spawn_script(&script));
    run_all();
    snprintf(line, sizeof(line), "%s| %lld", said,
             (long long)((interval.next - begin) / MS));
    CHECK_STR(line, expected);
    tear_down();
}

TEST(interval_burst_delay_skip)
{
    expect_missed(INTERVAL_BURST, "10 20 | 30");
    expect_missed(INTERVAL_DELAY, "10 | 35");
    expect_missed(INTERVAL_SKIP, "10 | 30");
}

static void interval_of_nothing(void)
{
    struct interval interval;

    set_up();
    interval_init(&interval, 0, INTERVAL_BURST);
}

static void interval_polled_after_ready(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct interval interval;
    struct interval_next next;

    set_up();
    runtime.budget = RUNTIME_BUDGET;
    interval_init(&interval, 1, INTERVAL_BURST);
    interval.next = clock_now();
    interval_next_init(&next, &interval);
    interval_next_poll(&next, &cx, NULL);
    interval_next_poll(&next, &cx, NULL);
}

TEST(misuse_of_an_interval)
{
    expect_panic(interval_of_nothing, "an interval of 0 ms");
    expect_panic(interval_polled_after_ready, "was polled after it was ready");
}

/* --- The clock ---------------------------------------------------------------
 */

TEST(the_clock_goes_on_from_where_it_was)
{
    int64_t paused;

    set_up();
    paused = clock_now();
    clock_advance(INT64_C(5000) * MS);
    CHECK_EQ(clock_now() - paused, INT64_C(5000) * MS);
    clock_resume();
    runtime_turn(&runtime, 0);
    CHECK(clock_now() - paused >= INT64_C(5000) * MS);
    tear_down();
}

TEST(real_time_is_never_early)
{
    struct script script = {.step = sleeping, .left = 20};
    struct timespec before, after;

    CHECK_EQ(runtime_init(&runtime), 0);
    clock_gettime(CLOCK_MONOTONIC, &before);
    task_detach(spawn_script(&script));
    run_to_the_end();
    clock_gettime(CLOCK_MONOTONIC, &after);
    CHECK((after.tv_sec - before.tv_sec) * 1000 +
              (after.tv_nsec - before.tv_nsec) / MS >=
          19); /* the turn's time may be older than ours by less than 1 ms */
    tear_down();
}

/* --- The same twice ----------------------------------------------------------
 */

static uint64_t hash_of_run(uint64_t seed)
{
    struct script scripts[20];
    uint64_t hash;

    set_up();
    CHECK_EQ(runtime_trace_start(&runtime, 100), 0);
    runtime_seed(&runtime, seed);
    for (int i = 0; i < 20; i++) {
        scripts[i] = (struct script){.step = sleeping, .left = i % 3 * 10};
        task_detach(spawn_script(&scripts[i]));
    }
    run_to_the_end();
    hash = runtime.trace.hash;
    tear_down();
    return hash;
}

TEST(two_runs_have_the_same_trace)
{
    CHECK(hash_of_run(0) == hash_of_run(0));
    CHECK(hash_of_run(7) == hash_of_run(7));
    CHECK(hash_of_run(7) != hash_of_run(8));
}
