/* links: runtime/ all */
/* The contract of runtime/remote.h: wakers in other threads, and what is posted
 */
#include "tests/unit/runtime_tasks.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/patience.h"

/* Leaves its waker for another thread, and is ready when that has woken it. */
struct shared {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct waker waker;
    bool is_there;
    atomic_bool is_done;
};

static struct poll leaving(struct script *script, struct context *cx)
{
    struct shared *shared = script->data;

    if (atomic_load(&shared->is_done))
        return POLL_READY;
    pthread_mutex_lock(&shared->lock);
    waker_drop(&shared->waker);
    shared->waker = waker_clone(cx->waker);
    shared->is_there = true;
    pthread_cond_signal(&shared->changed);
    pthread_mutex_unlock(&shared->lock);
    return POLL_PENDING;
}

static struct waker take_waker(struct shared *shared)
{
    struct waker waker;

    pthread_mutex_lock(&shared->lock);
    while (!shared->is_there)
        pthread_cond_wait(&shared->changed, &shared->lock);
    waker = shared->waker;
    shared->waker = (struct waker){0};
    shared->is_there = false;
    pthread_mutex_unlock(&shared->lock);
    return waker;
}

static void *wake_once(void *data)
{
    struct shared *shared = data;
    struct waker waker = take_waker(shared), clone = waker_clone(&waker);

    atomic_store(&shared->is_done, true);
    waker_wake_by_ref(&clone);
    waker_drop(&waker);
    waker_wake(&clone);
    return NULL;
}

#define SHARED                                                                 \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER \
    }

TEST(another_thread_wakes_a_task_that_sleeps)
{
    struct shared shared = SHARED;
    struct script script = {.step = leaving, .data = &shared};
    pthread_t thread;

    CHECK_EQ(runtime_init(&runtime), 0);
    task_detach(spawn_script(&script));
    CHECK_EQ(pthread_create(&thread, NULL, wake_once, &shared), 0);
    run_to_the_end();
    pthread_join(thread, NULL);
    runtime_turn(&runtime, 0);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- Wakers that are left when the runtime ends ------------------------------
 */

struct left {
    struct waker waker;
    pthread_barrier_t *begin;
};

static void *use_and_drop(void *data)
{
    struct left *left = data;
    struct waker clone;

    pthread_barrier_wait(left->begin);
    clone = waker_clone(&left->waker);
    waker_wake_by_ref(&left->waker);
    waker_drop(&left->waker);
    waker_wake(&clone);
    return NULL;
}

/* Clones, wakes and drops while the runtime ends, in any order: all is freed
 * once */
TEST(a_runtime_ends_while_others_have_wakers)
{
    for (int round = 0; round < times(300, 20); round++) {
        pthread_barrier_t begin;
        struct waker kept = {0};
        struct shared shared = SHARED;
        struct script script = {.step = leaving, .data = &shared};
        struct left left[3];
        pthread_t threads[3];

        CHECK_EQ(runtime_init(&runtime), 0);
        task_detach(spawn_script(&script));
        runtime_turn(&runtime, 0);
        kept = take_waker(&shared);
        pthread_barrier_init(&begin, NULL, 4);
        for (int i = 0; i < 3; i++) {
            left[i] = (struct left){waker_clone(&kept), &begin};
            CHECK_EQ(pthread_create(&threads[i], NULL, use_and_drop, &left[i]),
                     0);
        }
        waker_drop(&kept);
        pthread_barrier_wait(&begin);
        if (round % 2 == 0)
            runtime_turn(&runtime, 0);
        tear_down();
        waker_drop(&shared.waker); /* of the poll that a wake led to */
        for (int i = 0; i < 3; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&begin);
    }
}

/* --- Posting -----------------------------------------------------------------
 */

static int called;

static void note_call(void *argument)
{
    called = called * 10 + *(int *)argument;
}

static void *post_three(void *data)
{
    static int numbers[] = {1, 2, 3};

    for (int i = 0; i < 3; i++)
        CHECK_EQ(runtime_post(data, note_call, &numbers[i]), 0);
    return NULL;
}

TEST(what_is_posted_is_called_in_order_by_the_runtimes_thread)
{
    pthread_t thread;

    CHECK_EQ(runtime_init(&runtime), 0);
    CHECK_EQ(pthread_create(&thread, NULL, post_three, &runtime), 0);
    while (called != 123)
        runtime_turn(&runtime, -1);
    pthread_join(thread, NULL);
    tear_down();
}

TEST(what_is_posted_too_late_is_forgotten)
{
    static int number = 4;

    called = 0;
    CHECK_EQ(runtime_init(&runtime), 0);
    CHECK_EQ(runtime_post(&runtime, note_call, &number), 0);
    tear_down();
    CHECK_EQ(called, 0);
}

/* --- A loop of one's own -----------------------------------------------------
 */

static bool is_readable(int fd)
{
    struct pollfd ask = {.fd = fd, .events = POLLIN};

    return poll(&ask, 1, 0) == 1;
}

TEST(the_fd_is_readable_as_long_as_there_is_something_to_do)
{
    static int number = 5;

    called = 0;
    CHECK_EQ(runtime_init(&runtime), 0);
    CHECK(!is_readable(runtime_fd(&runtime)));
    CHECK_EQ(runtime_post(&runtime, note_call, &number), 0);
    CHECK(is_readable(runtime_fd(&runtime)));
    CHECK_EQ(runtime_turn(&runtime, 0), INT64_MAX);
    CHECK_EQ(called, 5);
    CHECK(!is_readable(runtime_fd(&runtime)));
    tear_down();
}

TEST(a_turn_says_how_long_there_is_nothing_to_do)
{
    struct script script = {.step = sleeping, .left = 10};
    int64_t passed = 0;

    set_up();
    task_detach(spawn_script(&script));
    while (runtime.pending > 0) {
        int64_t left = runtime_turn(&runtime, 0);

        CHECK(left > 0 && left < 10000000 - passed + (1 << WHEEL_TICK));
        clock_advance(left);
        passed += left;
    }
    CHECK(passed >= 10000000);
    CHECK_EQ(runtime_turn(&runtime, 0), INT64_MAX);
    tear_down();
}

/* --- Many --------------------------------------------------------------------
 */

enum {
    TASKS = 200
};

static struct shared many[TASKS];

static void *wake_many(void *data)
{
    (void)data;
    for (int i = 0; i < TASKS; i++)
        wake_once(&many[i]);
    return NULL;
}

TEST(many_tasks_are_woken_from_elsewhere)
{
    static struct script scripts[TASKS];
    pthread_t thread;

    CHECK_EQ(runtime_init(&runtime), 0);
    for (int i = 0; i < TASKS; i++) {
        many[i] = (struct shared)SHARED;
        scripts[i] = (struct script){.step = leaving, .data = &many[i]};
        task_detach(spawn_script(&scripts[i]));
    }
    CHECK_EQ(pthread_create(&thread, NULL, wake_many, NULL), 0);
    run_to_the_end();
    pthread_join(thread, NULL);
    runtime_turn(&runtime, 0);
    for (int i = 0; i < TASKS; i++) {
        waker_drop(&many[i].waker);
        CHECK(scripts[i].polls <= 3);
    }
    tear_down();
}
