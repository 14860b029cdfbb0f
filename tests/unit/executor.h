#ifndef TESTS_UNIT_EXECUTOR_H
#define TESTS_UNIT_EXECUTOR_H

/*
 * What the executors of chapters 8 and 10 promise alike, in executor.h, waker.h
 * and future.h.  Who includes this says before which these are, includes
 * future_ch08.h or future_ch10.h, and says of its step
 *
 *     SAYS_NO_FUTURE    what it panics with for a future that is none
 *     ALLOCATIONS       of a run of one future, that of the future among them
 */
#include <stdatomic.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/asleep.h"
#include "tests/unit/check.h"
#include "tests/unit/letter.h"
#include "tests/unit/patience.h"
#include "tests/unit/quiet.h"

static struct waker kept; /* a clone of the test's */

static void keep(const struct waker *waker)
{
    waker_drop(&kept);
    kept = waker_clone(waker);
}

/* How the test wakes it up who sleeps */
static void wake_kept(void)
{
    note('.');
    wake(&kept);
}

/* Runs it; every sleep is noted, and ended by waking who is kept. */
static void run_woken(boxed future)
{
    asleep = wake_kept;
    executor_block_on(future);
    waker_drop(&kept);
    CHECK_EQ(blocks, 0);
}

static void sleep_for_ever(void)
{
    check_fail(__FILE__, __LINE__, "it sleeps, and nobody will wake it");
}

/* Runs one that has no reason to sleep. */
static void run_awake(boxed future)
{
    asleep = sleep_for_ever;
    executor_block_on(future);
}

static void run_in_thread(void *(*run)(void *), void *argument)
{
    pthread_t thread;

    CHECK_EQ(pthread_create(&thread, NULL, run, argument), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

/* --- Polls ---------------------------------------------------------------- */

static progress be_ready(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    return POLL_READY;
}

static progress wait_once(int nth, const struct waker *waker)
{
    keep(waker);
    return nth > 1 ? POLL_READY : POLL_NOT_READY;
}

TEST(what_is_ready_is_dropped_and_its_output_freed)
{
    run_awake(letter('a', be_ready));
    CHECK_STR(record, "aA");
    CHECK_EQ(blocks, 0);
}

TEST(what_is_not_ready_is_polled_again_when_it_is_woken)
{
    run_woken(letter('a', wait_once));
    CHECK_STR(record, "a.aA");
}

/* It wakes at the third time only. */
static void wake_kept_late(void)
{
    static int sleeps;

    note('.');
    if (++sleeps == 3)
        wake(&kept);
}

TEST(it_is_not_polled_before_it_is_woken)
{
    asleep = wake_kept_late;
    executor_block_on(letter('a', wait_once));
    CHECK_STR(record, "a...aA");
}

static progress wake_itself_once(int nth, const struct waker *waker)
{
    if (nth > 1)
        return POLL_READY;
    wake(waker);
    return POLL_NOT_READY;
}

TEST(woken_before_the_first_park_it_is_polled_at_once)
{
    run_awake(letter('a', wake_itself_once));
    CHECK_STR(record, "aaA");
}

static void *wake_in_thread(void *waker)
{
    wake(waker);
    return NULL;
}

static progress be_woken_by_another(int nth, const struct waker *waker)
{
    struct waker borrowed = *waker;

    if (nth > 1)
        return POLL_READY;
    run_in_thread(wake_in_thread, &borrowed);
    return POLL_NOT_READY;
}

TEST(woken_by_another_thread_while_it_runs_it_is_polled_once_more)
{
    run_awake(letter('a', be_woken_by_another));
    CHECK_STR(record, "aaA");
}

static void wake_five_times(const struct waker *waker)
{
    for (int i = 0; i < 5; i++)
        wake(waker);
}

static progress wake_itself_often(int nth, const struct waker *waker)
{
    if (nth == 1)
        wake_five_times(waker);
    keep(waker);
    return nth == 3 ? POLL_READY : POLL_NOT_READY;
}

TEST(woken_five_times_while_it_runs_it_is_polled_once)
{
    run_woken(letter('a', wake_itself_often));
    CHECK_STR(record, "aa.aA");
}

static void wake_kept_often(void)
{
    note('.');
    wake_five_times(&kept);
}

static progress wait_twice(int nth, const struct waker *waker)
{
    keep(waker);
    return nth == 3 ? POLL_READY : POLL_NOT_READY;
}

TEST(woken_five_times_while_all_sleep_it_is_polled_once)
{
    asleep = wake_kept_often;
    executor_block_on(letter('a', wait_twice));
    CHECK_STR(record, "a.a.aA");
}

/* --- One future inside another -------------------------------------------- */

static struct task *asked; /* whose waker the parent was polled with */

static progress check_waker(int nth, const struct waker *waker)
{
    CHECK(task_of(waker) == asked);
    return wait_once(nth, waker);
}

static progress wait_for_child(int nth, const struct waker *waker)
{
    static boxed child;

    asked = task_of(waker);
    if (nth == 1)
        child = letter('c', check_waker);
    return poll_child(&child, waker);
}

TEST(a_child_is_polled_with_the_waker_of_its_parent)
{
    run_woken(letter('p', wait_for_child));
    CHECK_STR(record, "pc.pcCP");
}

/* --- Wakers that live longer ---------------------------------------------- */

static progress keep_and_be_ready(int nth, const struct waker *waker)
{
    (void)nth;
    keep(waker);
    return POLL_READY;
}

static void use_up_kept(void)
{
    struct waker clone;

    wake(&kept);
    clone = waker_clone(&kept);
    waker_drop(&kept);
    CHECK(task_of(&kept) == NULL);
    wake(&clone);
    CHECK(blocks > 0);
    waker_drop(&clone);
    CHECK_EQ(blocks, 0);
}

TEST(a_waker_may_outlive_its_task_and_the_executor)
{
    run_awake(letter('a', keep_and_be_ready));
    CHECK_STR(record, "aA");
    use_up_kept();
}

static int clones;

static void *clone_and_drop(void *waker)
{
    for (int i = 0; i < clones; i++) {
        struct waker clone = waker_clone(waker);

        waker_drop(&clone);
    }
    return NULL;
}

static progress be_cloned_by_threads(int nth, const struct waker *waker)
{
    struct waker borrowed = *waker;
    pthread_t threads[4];

    (void)nth;
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, clone_and_drop, &borrowed),
                 0);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    return POLL_READY;
}

/* Counted too often, a task is never freed; too seldom, it is freed twice. */
TEST(four_threads_clone_and_drop_wakers_of_one_task)
{
    clones = times_said(100000, 5000);
    run_awake(letter('a', be_cloned_by_threads));
    CHECK_EQ(blocks, 0);
}

static void *run_one(void *future)
{
    run_awake(*(boxed *)future);
    return NULL;
}

TEST(a_waker_may_outlive_the_thread_of_its_task)
{
    boxed future = letter('a', keep_and_be_ready);

    run_in_thread(run_one, &future);
    CHECK_STR(record, "aA");
    use_up_kept();
}

static struct waker older; /* of a task that has finished */

static progress wake_the_older(int nth, const struct waker *waker)
{
    wake(&older);
    return wait_once(nth, waker);
}

TEST(a_waker_of_a_run_before_wakes_nobody)
{
    run_awake(letter('a', keep_and_be_ready));
    older = kept;
    kept = (struct waker){0};
    asleep = wake_kept;
    executor_block_on(letter('b', wake_the_older));
    CHECK_STR(record, "aAb.bB");
    waker_drop(&older);
    waker_drop(&kept);
    CHECK_EQ(blocks, 0);
}

TEST(a_waker_of_no_task_can_be_dropped)
{
    struct waker none = {0};

    waker_drop(&none);
    CHECK(task_of(&none) == NULL);
}

/* --- Misuse, and no memory ------------------------------------------------ */

static progress block_on(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    executor_block_on(letter('b', be_ready));
    return POLL_READY;
}

static void block_on_inside(void)
{
    executor_block_on(letter('a', block_on));
}

static void block_on_nothing(void)
{
    executor_block_on(NO_FUTURE);
}

TEST(to_misuse_an_executor_is_a_bug)
{
    expect_panic(block_on_inside,
                 "panic: executor_block_on inside executor_block_on\n");
    expect_panic(block_on_nothing, "panic: " SAYS_NO_FUTURE "\n");
}

static void run_without_memory(void)
{
    executor_block_on(letter('a', be_ready));
}

TEST(without_memory_the_program_ends_and_says_so)
{
    skip_under_helgrind();
    for (int i = 1; i <= ALLOCATIONS; i++) {
        fail_at(i);
        expect_death(run_without_memory, ": Cannot allocate memory\n");
    }
    fail_at(ALLOCATIONS + OUTPUT_ALLOCATIONS + 1);
    run_without_memory();
    CHECK_EQ(attempts, ALLOCATIONS + OUTPUT_ALLOCATIONS);
}

/* --- A million wakes ------------------------------------------------------ */

/* Waits for another thread to wake it so often, and for nothing else */
struct volley {
    struct stage stage;
    struct waker waker;
    pthread_t thread;
    int count;
    atomic_int called; /* so many are on their way */
    atomic_int seen;   /* so many the last poll knew of */
    struct parker answers;
};

/* Waits for polls now and then only, so that most wakes coincide */
static void *fire(void *argument)
{
    struct volley *self = argument;

    for (int i = 1; i <= self->count; i++) {
        atomic_store(&self->called, i);
        wake(&self->waker);
        while (i % 100 == 0 && atomic_load(&self->seen) < i)
            parker_park(&self->answers);
    }
    return NULL;
}

static progress volley_poll(struct stage *stage, const struct waker *waker)
{
    struct volley *self = (struct volley *)stage;

    if (task_of(&self->waker) == NULL) {
        self->waker = waker_clone(waker);
        CHECK_EQ(pthread_create(&self->thread, NULL, fire, self), 0);
    }
    atomic_store(&self->seen, atomic_load(&self->called));
    parker_unpark(&self->answers);
    return atomic_load(&self->seen) < self->count ? POLL_NOT_READY : POLL_READY;
}

static void volley_drop(struct stage *stage)
{
    struct volley *self = (struct volley *)stage;

    CHECK_EQ(pthread_join(self->thread, NULL), 0);
    waker_drop(&self->waker);
    parker_fini(&self->answers);
}

static boxed volley(int count)
{
    struct volley *self = stage_alloc(sizeof(*self));

    *self = (struct volley){.count = count};
    parker_init(&self->answers);
    return stage_box(&self->stage, volley_poll, volley_drop);
}

/* If one is lost its task sleeps for ever, and so does who fired. */
TEST(a_million_wakes_and_none_is_lost)
{
    when_it_hangs("# a wake was lost: task and waker wait for each other\n");
    executor_block_on(volley(times_said(1000000, 50000)));
    CHECK_EQ(blocks, 0);
}

#endif
