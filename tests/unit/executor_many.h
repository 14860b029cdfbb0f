#ifndef EXECUTOR_MANY_H
#define EXECUTOR_MANY_H

/*
 * What executors promise that run many tasks.  Who includes this does as for
 * executor.h, and includes ready_queue.h of its step.
 */
#include <errno.h>
#include <semaphore.h>
#include <stdbool.h>

#define SAYS_NO_FUTURE "there is no future to run"

enum {
    ALLOCATIONS = 3
};

#include "tests/unit/executor.h"

/* --- In which order ------------------------------------------------------- */

static progress yield_twice(int nth, const struct waker *waker)
{
    if (nth == 3)
        return POLL_READY;
    wake(waker);
    return POLL_NOT_READY;
}

static progress spawn_three(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    for (char name = 'a'; name <= 'c'; name++)
        spawn(letter(name, yield_twice));
    return POLL_READY;
}

TEST(tasks_that_wake_themselves_take_turns)
{
    run_awake(letter('m', spawn_three));
    CHECK_STR(record, "mMabcabcaAbBcC");
    CHECK_EQ(blocks, 0);
}

static progress spawn_and_yield(int nth, const struct waker *waker)
{
    if (nth == 1)
        spawn(letter('a', be_ready));
    return yield_twice(nth, waker);
}

/* Not polled inside spawn, and before its parent that is woken after it. */
TEST(what_was_spawned_first_is_polled_first)
{
    run_awake(letter('m', spawn_and_yield));
    CHECK_STR(record, "maAmmM");
}

/* Nobody slept when this was spawned, so nobody was unparked. */
static progress be_ready_without_token(int nth, const struct waker *waker)
{
    (void)nth;
    CHECK(!task_of(waker)->queue->parker.has_token);
    return POLL_READY;
}

TEST(what_is_spawned_leaves_the_executor_no_token)
{
    run_awake(letter('a', be_ready_without_token));
    CHECK_STR(record, "aA");
}

static progress spawn_b(int nth, const struct waker *waker)
{
    if (nth == 1)
        spawn(letter('b', be_ready));
    return yield_twice(nth, waker);
}

static progress spawn_a(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    spawn(letter('a', spawn_b));
    return POLL_READY;
}

TEST(a_task_that_was_spawned_may_spawn)
{
    run_awake(letter('m', spawn_a));
    CHECK_STR(record, "mMabBaaA");
    CHECK_EQ(blocks, 0);
}

enum {
    WAITING = 3
};

static struct waker waiting[WAITING]; /* the tasks a, b, c */

static progress wait_as(int i, int nth, const struct waker *waker)
{
    waker_drop(&waiting[i]);
    if (nth > 1)
        return POLL_READY;
    waiting[i] = waker_clone(waker);
    return POLL_NOT_READY;
}

static progress wait_as_a(int nth, const struct waker *waker)
{
    return wait_as(0, nth, waker);
}

static progress wait_as_b(int nth, const struct waker *waker)
{
    return wait_as(1, nth, waker);
}

static progress wait_as_c(int nth, const struct waker *waker)
{
    return wait_as(2, nth, waker);
}

static progress spawn_waiting(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    spawn(letter('a', wait_as_a));
    spawn(letter('b', wait_as_b));
    spawn(letter('c', wait_as_c));
    return POLL_READY;
}

static void wake_c_a_b(void)
{
    note('.');
    wake(&waiting[2]);
    wake(&waiting[0]);
    wake(&waiting[2]); /* it is queued already, and keeps its place */
    wake(&waiting[1]);
}

TEST(who_is_woken_first_is_polled_first)
{
    asleep = wake_c_a_b;
    executor_block_on(letter('m', spawn_waiting));
    CHECK_STR(record, "mMabc.cCaAbB");
    CHECK_EQ(blocks, 0);
}

static void wake_the_last(void)
{
    int i = WAITING - 1;

    note('.');
    while (task_of(&waiting[i]) == NULL)
        i--;
    wake(&waiting[i]);
}

TEST(only_who_is_woken_is_polled)
{
    asleep = wake_the_last;
    executor_block_on(letter('m', spawn_waiting));
    CHECK_STR(record, "mMabc.cC.bB.aA");
}

/* --- Woken when it has finished ------------------------------------------- */

static progress wake_itself_and_be_ready(int nth, const struct waker *waker)
{
    wake(waker);
    return be_ready(nth, waker);
}

TEST(woken_in_its_last_poll_it_is_not_polled_again)
{
    run_awake(letter('a', wake_itself_and_be_ready));
    CHECK_STR(record, "aA");
    CHECK_EQ(blocks, 0);
}

static progress wake_the_finished(int nth, const struct waker *waker)
{
    wake(&older);
    return yield_twice(nth, waker);
}

static progress finish_first(int nth, const struct waker *waker)
{
    older = waker_clone(waker);
    spawn(letter('b', wake_the_finished));
    return be_ready(nth, waker);
}

TEST(a_waker_of_a_finished_task_wakes_nobody)
{
    run_awake(letter('a', finish_first));
    CHECK_STR(record, "aAbbbB");
    waker_drop(&older);
    CHECK_EQ(blocks, 0);
}

/* --- Halfway through a wake ----------------------------------------------- */

static _Thread_local int locks_left; /* before this thread is stopped; 0: not */
static sem_t is_halfway, may_go_on;

int __real_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock);

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) < 0)
        CHECK_EQ(errno, EINTR);
}

int __wrap_pthread_mutex_lock(pthread_mutex_t *lock)
{
    if (locks_left > 0 && --locks_left == 0) {
        sem_post(&is_halfway);
        wait_for(&may_go_on);
    }
    return __real_pthread_mutex_lock(lock);
}

/* One lock for the queue, and then one for the parker */
static void *wake_in_two_parts(void *waker)
{
    locks_left = 2;
    wake(waker);
    return NULL;
}

static void wake_kept_in_two_parts(void)
{
    static pthread_t thread;
    static int sleeps;

    note('.');
    if (++sleeps == 1) {
        CHECK_EQ(pthread_create(&thread, NULL, wake_in_two_parts, &kept), 0);
        wait_for(&is_halfway);
    } else if (sleeps == 2) {
        sem_post(&may_go_on);
        CHECK_EQ(pthread_join(thread, NULL), 0);
    } else {
        sleep_for_ever();
    }
}

/*
 * Between the two the executor looks for a token.  If it found one already, it
 * would find nothing to do either, and no other token would come.
 */
TEST(an_executor_is_unparked_after_the_task_is_queued)
{
    CHECK_EQ(sem_init(&is_halfway, 0, 0), 0);
    CHECK_EQ(sem_init(&may_go_on, 0, 0), 0);
    asleep = wake_kept_in_two_parts;
    executor_block_on(letter('a', wait_once));
    CHECK_STR(record, "a..aA");
}

/* --- Misuse, and no memory ------------------------------------------------ */

static void spawn_outside(void)
{
    spawn(letter('a', be_ready));
}

static void spawn_after(void)
{
    executor_block_on(letter('a', be_ready));
    spawn_outside();
}

static progress spawn_nothing(int nth, const struct waker *waker)
{
    spawn(NO_FUTURE);
    return be_ready(nth, waker);
}

static void run_spawn_nothing(void)
{
    executor_block_on(letter('a', spawn_nothing));
}

TEST(to_misuse_spawn_is_a_bug)
{
    expect_panic(spawn_outside, "panic: spawn outside executor_block_on\n");
    expect_panic(spawn_after, "panic: spawn outside executor_block_on\n");
    expect_panic(run_spawn_nothing, "panic: " SAYS_NO_FUTURE "\n");
}

static progress forget(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    return POLL_NOT_READY;
}

static progress spawn_forgetful(int nth, const struct waker *waker)
{
    spawn(letter('b', forget));
    return be_ready(nth, waker);
}

static void run_forgetful(void)
{
    executor_block_on(letter('a', spawn_forgetful));
}

TEST(a_future_that_forgets_the_waker_is_a_bug)
{
    expect_panic(run_forgetful,
                 "panic: task 1 is not ready, and nobody has a waker of it\n");
}

static void spawn_without_memory(void)
{
    executor_block_on(letter('m', spawn_three));
}

TEST(without_memory_for_a_task_the_program_ends_and_says_so)
{
    skip_under_helgrind();
    /* one future, its queue and its task; then the first that it spawns */
    fail_at(ALLOCATIONS + 1);
    expect_death(spawn_without_memory, ": make a future: Cannot allocate");
    fail_at(ALLOCATIONS + 2);
    expect_death(spawn_without_memory, ": make a task: Cannot allocate");
}

/* --- Many at once --------------------------------------------------------- */

static int shots;

static progress spawn_volleys(int nth, const struct waker *waker)
{
    for (int i = 0; i < 4; i++)
        spawn(volley(shots));
    return be_ready(nth, waker);
}

TEST(four_threads_wake_four_tasks_and_no_wake_is_lost)
{
    when_it_hangs("# a wake was lost: task and waker wait for each other\n");
    shots = times_said(250000, 20000);
    executor_block_on(letter('m', spawn_volleys));
    CHECK_EQ(blocks, 0);
}

static void *run_volley(void *unused)
{
    (void)unused;
    executor_block_on(volley(shots));
    return NULL;
}

TEST(each_thread_has_an_executor_of_its_own)
{
    pthread_t threads[4];

    when_it_hangs("# a wake was lost: task and waker wait for each other\n");
    shots = times_said(50000, 5000);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, run_volley, NULL), 0);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK_EQ(blocks, 0);
}

#endif
