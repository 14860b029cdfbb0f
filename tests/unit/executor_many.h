#ifndef EXECUTOR_MANY_H
#define EXECUTOR_MANY_H

/*
 * What executors promise that run many tasks.  Who includes this does as for
 * executor.h, and includes tasks.h of its step.
 */
#include <errno.h>
#include <sched.h>
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

/* --- The last waker ------------------------------------------------------- */

#define NOBODY_HAS(task) \
    "panic: task " task " is not ready, and nobody has a waker of it\n"

static void *drop_kept(void *unused)
{
    (void)unused;
    waker_drop(&kept);
    return NULL;
}

static void drop_kept_in_thread(void)
{
    run_in_thread(drop_kept, NULL);
}

static turn *turn_of_b;

/* a is polled first.  It is task 1, and its waker is kept. */
static progress spawn_a_and_b(int nth, const struct waker *waker)
{
    spawn(letter('a', wait_once));
    spawn(letter('b', turn_of_b));
    return be_ready(nth, waker);
}

static void run_a_and_b(turn *b)
{
    turn_of_b = b;
    run_awake(letter('m', spawn_a_and_b));
}

static progress drop_that_of_a(int nth, const struct waker *waker)
{
    waker_drop(&kept);
    return be_ready(nth, waker);
}

static void drop_in_the_poll_of_another_task(void)
{
    run_a_and_b(drop_that_of_a);
}

/* As two tasks that read the same socket do */
static void replace_by_that_of_another_task(void)
{
    run_a_and_b(wait_once);
}

static progress let_a_thread_drop_that_of_a(int nth, const struct waker *waker)
{
    drop_kept_in_thread();
    return be_ready(nth, waker);
}

static void drop_in_a_thread_while_another_task_is_polled(void)
{
    run_a_and_b(let_a_thread_drop_that_of_a);
}

TEST(to_drop_the_last_waker_while_another_task_is_polled_is_a_bug)
{
    expect_panic(drop_in_the_poll_of_another_task, NOBODY_HAS("1"));
    expect_panic(replace_by_that_of_another_task, NOBODY_HAS("1"));
    expect_panic(drop_in_a_thread_while_another_task_is_polled,
                 NOBODY_HAS("1"));
}

static void drop_once(void)
{
    asleep = sleep_for_ever;
    drop_kept_in_thread();
}

static void drop_while_all_sleep(void)
{
    asleep = drop_once;
    executor_block_on(letter('a', wait_once));
}

static void let_go_on(void)
{
    sem_post(&may_go_on);
}

static void *drop_when_told(void *unused)
{
    wait_for(&may_go_on);
    return drop_kept(unused);
}

/* The executor says that it will park, and does: so it sleeps, or soon will. */
static void drop_while_it_parks(void)
{
    pthread_t thread;

    CHECK_EQ(sem_init(&may_go_on, 0, 0), 0);
    CHECK_EQ(pthread_create(&thread, NULL, drop_when_told, NULL), 0);
    before_park = let_go_on;
    executor_block_on(letter('a', wait_once));
}

TEST(to_drop_the_last_waker_while_all_sleep_is_a_bug)
{
    expect_panic(drop_while_all_sleep, NOBODY_HAS("0"));
    expect_panic(drop_while_it_parks, NOBODY_HAS("0"));
}

static progress drop_in_its_poll(int nth, const struct waker *waker)
{
    if (nth == 1) {
        keep(waker);
        drop_kept_in_thread();
    }
    return wait_once(nth, waker);
}

TEST(to_drop_the_last_waker_during_the_poll_is_no_bug)
{
    run_woken(letter('a', drop_in_its_poll));
    CHECK_STR(record, "a.aA");
}

static progress drop_in_its_poll_and_forget(int nth, const struct waker *waker)
{
    (void)nth;
    keep(waker);
    drop_kept_in_thread();
    return POLL_NOT_READY;
}

static void run_one_that_drops_and_forgets(void)
{
    run_awake(letter('a', drop_in_its_poll_and_forget));
}

TEST(to_drop_the_last_waker_during_the_poll_and_leave_no_other_is_a_bug)
{
    expect_panic(run_one_that_drops_and_forgets, NOBODY_HAS("0"));
}

static progress wake_a_and_drop(int nth, const struct waker *waker)
{
    wake(&kept);
    drop_kept_in_thread();
    return be_ready(nth, waker);
}

TEST(to_drop_the_last_waker_of_a_queued_task_is_no_bug)
{
    run_a_and_b(wake_a_and_drop);
    CHECK_STR(record, "mMabBaA");
    waker_drop(&kept);
    CHECK_EQ(blocks, 0);
}

/* a has the only turn, its first: so it is ready, and b comes after it. */
static progress finish_and_be_dropped(int nth, const struct waker *waker)
{
    spawn(letter('b', drop_that_of_a));
    return keep_and_be_ready(nth, waker);
}

static progress finish_queued_and_be_dropped(int nth, const struct waker *waker)
{
    spawn(letter('b', drop_that_of_a));
    wake(waker);
    return keep_and_be_ready(nth, waker);
}

TEST(to_drop_the_last_waker_of_a_finished_task_is_no_bug)
{
    run_awake(letter('a', finish_and_be_dropped));
    CHECK_STR(record, "aAbB");
    CHECK_EQ(blocks, 0);
    run_awake(letter('a', finish_queued_and_be_dropped));
    CHECK_STR(record, "aAbBaAbB");
    CHECK_EQ(blocks, 0);
}

/* --- The last waker, and when exactly it is dropped ----------------------- */

static pthread_t dropper;

/* It runs before this thread, the executor's, takes the lock of that number. */
static void run_before_lock(int number, void *(*run)(void *))
{
    CHECK_EQ(sem_init(&is_halfway, 0, 0), 0);
    CHECK_EQ(sem_init(&may_go_on, 0, 0), 0);
    CHECK_EQ(pthread_create(&dropper, NULL, run, NULL), 0);
    locks_left = number;
}

static void *drop_between(void *unused)
{
    wait_for(&is_halfway);
    waker_drop(&kept);
    sem_post(&may_go_on);
    return unused;
}

static void *wake_and_drop_between(void *unused)
{
    wait_for(&is_halfway);
    wake(&kept);
    waker_drop(&kept);
    sem_post(&may_go_on);
    return unused;
}

static progress be_dropped_between(int nth, const struct waker *waker)
{
    (void)nth;
    keep(waker);
    run_before_lock(1, drop_between); /* the one for the drop after this */
    return POLL_NOT_READY;
}

static void run_one_that_is_dropped_between(void)
{
    run_awake(letter('a', be_dropped_between));
}

TEST(a_last_waker_that_is_dropped_between_poll_and_check_is_noticed)
{
    expect_panic(run_one_that_is_dropped_between, NOBODY_HAS("0"));
}

static progress be_woken_between(int nth, const struct waker *waker)
{
    if (nth > 1)
        return POLL_READY;
    keep(waker);
    run_before_lock(1, wake_and_drop_between);
    return POLL_NOT_READY;
}

TEST(a_last_waker_that_is_woken_and_dropped_there_is_no_bug)
{
    run_awake(letter('a', be_woken_between));
    CHECK_STR(record, "aaA");
    CHECK_EQ(pthread_join(dropper, NULL), 0);
    CHECK_EQ(blocks, 0);
}

/* One lock for the drop after the first poll, one for the queue, and then one
 * for the clone: the second turn has begun, and nothing is left of the first.
 */
static progress be_dropped_in_its_second_turn(int nth,
                                              const struct waker *waker)
{
    if (nth > 1) {
        older = waker_clone(waker);
        waker_drop(&older);
        return POLL_READY;
    }
    keep(waker);
    wake(waker);
    run_before_lock(3, drop_between);
    return POLL_NOT_READY;
}

TEST(a_last_waker_that_is_dropped_as_a_turn_begins_is_no_bug)
{
    run_awake(letter('a', be_dropped_in_its_second_turn));
    CHECK_STR(record, "aaA");
    CHECK_EQ(pthread_join(dropper, NULL), 0);
    CHECK_EQ(blocks, 0);
}

/* As a reactor does, but slowly */
static void *wake_and_then_drop(void *unused)
{
    wake(&kept);
    sem_post(&is_halfway);
    wait_for(&may_go_on);
    return drop_kept(unused);
}

/* It is woken, but does not leave another waker; the one is not dropped yet. */
static progress forget_when_woken(int nth, const struct waker *waker)
{
    if (nth > 1)
        return POLL_NOT_READY;
    keep(waker);
    CHECK_EQ(pthread_create(&dropper, NULL, wake_and_then_drop, NULL), 0);
    wait_for(&is_halfway);
    return POLL_NOT_READY;
}

static void go_on_and_drop(void)
{
    asleep = sleep_for_ever;
    sem_post(&may_go_on);
    CHECK_EQ(pthread_join(dropper, NULL), 0);
}

static void run_one_that_forgets_when_woken(void)
{
    CHECK_EQ(sem_init(&is_halfway, 0, 0), 0);
    CHECK_EQ(sem_init(&may_go_on, 0, 0), 0);
    asleep = go_on_and_drop;
    executor_block_on(letter('a', forget_when_woken));
}

TEST(who_has_woken_a_task_and_drops_its_last_waker_later_is_told)
{
    expect_panic(run_one_that_forgets_when_woken, NOBODY_HAS("0"));
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

/* Gives each waker away, to be woken and dropped by another thread */
static struct waker given;
static sem_t is_given;
static int turns;

static void *wake_what_is_given(void *unused)
{
    for (int i = 1; i < turns; i++) {
        struct waker waker;

        wait_for(&is_given);
        waker = given; /* the next one comes after this is woken */
        wake(&waker);
        waker_drop(&waker);
    }
    return unused;
}

static progress give(int nth, const struct waker *waker)
{
    if (nth == turns)
        return POLL_READY;
    given = waker_clone(waker);
    sem_post(&is_given);
    return POLL_NOT_READY;
}

static progress give_noted_once(int nth, const struct waker *waker)
{
    record[0] = '\0'; /* there is no room for all */
    return give(nth, waker);
}

TEST(many_last_wakers_are_dropped_and_none_is_missed)
{
    pthread_t thread;

    when_it_hangs("# a wake was lost: task and waker wait for each other\n");
    turns = times_said(200000, 10000);
    CHECK_EQ(sem_init(&is_given, 0, 0), 0);
    CHECK_EQ(pthread_create(&thread, NULL, wake_what_is_given, NULL), 0);
    executor_block_on(letter('a', give_noted_once));
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(blocks, 0);
}

/* --- What only ThreadSanitizer sees --------------------------------------- */

/*
 * Between the threads of these tests there is to be no order but that of the
 * executor's locks.  So what one tells the other makes none.
 */
static atomic_bool is_said;

static void say_it(void)
{
    atomic_store_explicit(&is_said, true, memory_order_relaxed);
}

static void wait_until_said(void)
{
    while (!atomic_load_explicit(&is_said, memory_order_relaxed))
        sched_yield();
}

static void *drop_after_the_end(void *unused)
{
    wait_until_said();
    return drop_kept(unused);
}

static progress keep_for_a_thread(int nth, const struct waker *waker)
{
    keep(waker);
    CHECK_EQ(pthread_create(&dropper, NULL, drop_after_the_end, NULL), 0);
    return be_ready(nth, waker);
}

TEST(a_last_waker_is_dropped_by_another_thread_after_the_executor_has_ended)
{
    run_awake(letter('a', keep_for_a_thread));
    say_it();
    CHECK_EQ(pthread_join(dropper, NULL), 0);
    CHECK_EQ(blocks, 0);
}

static void *drop_and_say_it(void *unused)
{
    drop_kept(unused);
    say_it();
    return unused;
}

static progress spawn_when_dropped(int nth, const struct waker *waker)
{
    CHECK_EQ(pthread_create(&dropper, NULL, drop_and_say_it, NULL), 0);
    wait_until_said();
    spawn(letter('c', be_ready));
    return be_ready(nth, waker);
}

static progress finish_before_b(int nth, const struct waker *waker)
{
    spawn(letter('b', spawn_when_dropped));
    return keep_and_be_ready(nth, waker);
}

TEST(a_last_waker_is_dropped_by_another_thread_before_a_task_is_spawned)
{
    run_awake(letter('a', finish_before_b));
    CHECK_STR(record, "aAbBcC");
    CHECK_EQ(pthread_join(dropper, NULL), 0);
    CHECK_EQ(blocks, 0);
}

static void *wake_and_say_it(void *unused)
{
    wake(&kept);
    say_it();
    return unused;
}

static progress be_woken_and_ready(int nth, const struct waker *waker)
{
    keep(waker);
    CHECK_EQ(pthread_create(&dropper, NULL, wake_and_say_it, NULL), 0);
    wait_until_said();
    return be_ready(nth, waker);
}

TEST(a_task_is_woken_by_another_thread_as_it_finishes)
{
    run_awake(letter('a', be_woken_and_ready));
    CHECK_STR(record, "aA");
    CHECK_EQ(pthread_join(dropper, NULL), 0);
    waker_drop(&kept);
    CHECK_EQ(blocks, 0);
}

static progress keep_for_a_thread_at_once(int nth, const struct waker *waker)
{
    record[0] = '\0';
    keep(waker);
    CHECK_EQ(pthread_create(&dropper, NULL, drop_kept, NULL), 0);
    return be_ready(nth, waker);
}

TEST(a_last_waker_is_dropped_by_another_thread_as_the_executor_ends)
{
    for (int i = times_said(2000, 200); i > 0; i--) {
        run_awake(letter('a', keep_for_a_thread_at_once));
        CHECK_EQ(pthread_join(dropper, NULL), 0);
        record[0] = '\0';
    }
    CHECK_EQ(blocks, 0);
}

/* --- The list of tasks ---------------------------------------------------- */

/* The newest first, as whoever follows the list sees them */
static void check_list(const struct tasks *tasks, const char *expected)
{
    const struct task *newer = NULL;
    char names[8] = "";
    size_t count = 0;

    for (const struct task *task = tasks->newest; task != NULL;
         task = task->older) {
        CHECK(task->newer == newer);
        newer = task;
        names[count++] = (char)('a' + task->id);
    }
    CHECK_STR(names, expected);
    CHECK_EQ((long long)tasks->count, (long long)count);
}

TEST(tasks_are_listed_until_they_are_ready)
{
    struct task a = {.id = 0}, b = {.id = 1}, c = {.id = 2}, d = {.id = 3};
    struct tasks tasks = {.newest = NULL};

    check_list(&tasks, "");
    tasks_add(&tasks, &a);
    check_list(&tasks, "a");
    tasks_add(&tasks, &b);
    tasks_add(&tasks, &c);
    check_list(&tasks, "cba");
    tasks_remove(&tasks, &b);
    check_list(&tasks, "ca");
    tasks_remove(&tasks, &c);
    check_list(&tasks, "a");
    tasks_add(&tasks, &d);
    tasks_remove(&tasks, &a);
    check_list(&tasks, "d");
    tasks_remove(&tasks, &d);
    check_list(&tasks, "");
}

#endif
