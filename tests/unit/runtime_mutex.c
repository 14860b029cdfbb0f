/* links: runtime/ all */
/* The contract of runtime/mutex.h */
#include "runtime/mutex.h"

#include "tests/unit/runtime_hand.h"

static struct mutex mutex;
static int inside, rounds;

/* Locks, sleeps with the lock, unlocks: so often. */
struct worker {
    struct script script;
    struct mutex_lock lock;
    struct sleep_ms sleep;
    enum {
        OUTSIDE,
        LOCKING,
        SLEEPING
    } state;
};

static struct poll working(struct script *script, struct context *cx)
{
    struct worker *worker = (struct worker *)script;

    for (; script->left > 0; script->left--) {
        if (worker->state == OUTSIDE) {
            mutex_lock_init(&worker->lock, &mutex);
            worker->state = LOCKING;
        }
        if (worker->state == LOCKING) {
            if (!mutex_lock_poll(&worker->lock, cx, NULL).is_ready)
                return POLL_PENDING;
            mutex_lock_drop(&worker->lock);
            CHECK_EQ(inside++, 0);
            sleep_ms_init(&worker->sleep, 10);
            worker->state = SLEEPING;
        }
        if (!sleep_ms_poll(&worker->sleep, cx, NULL).is_ready)
            return POLL_PENDING;
        sleep_ms_drop(&worker->sleep);
        inside--;
        rounds = rounds * 10 + script->output;
        mutex_unlock(&mutex);
        worker->state = OUTSIDE;
    }
    return POLL_READY;
}

static void begin(void)
{
    set_up();
    mutex_init(&mutex);
}

static void end(void)
{
    mutex_fini(&mutex);
    tear_down();
}

static void spawn_workers(struct worker workers[3])
{
    for (int i = 0; i < 3; i++) {
        workers[i] = (struct worker){
            .script = {.step = working, .left = 2, .output = i + 1}};
        spawn_script(&workers[i].script);
    }
}

TEST(one_at_a_time_in_order)
{
    struct worker workers[3];
    int64_t start;

    begin();
    start = clock_now();
    spawn_workers(workers);
    for (int i = 0; i < 3; i++)
        task_detach(workers[i].script.task);
    run_to_the_end();
    CHECK_EQ(rounds, 123123);
    CHECK_EQ(passed_since(start), 60);
    CHECK_EQ(mutex_try_lock(&mutex), 0);
    mutex_unlock(&mutex);
    end();
}

/* --- By hand ----------------------------------------------------------------
 */

static struct mutex_lock locks[3];
static struct hand hands[3];

static bool lock(int i)
{
    return mutex_lock_poll(&locks[i], by(&hands[i]), NULL).is_ready;
}

static void wait_for_it(void)
{
    CHECK_EQ(mutex_try_lock(&mutex), 0);
    for (int i = 0; i < 3; i++) {
        mutex_lock_init(&locks[i], &mutex);
        CHECK(!lock(i));
    }
}

TEST(a_cancelled_waiter_in_the_middle)
{
    begin();
    wait_for_it();
    CHECK_EQ(mutex_try_lock(&mutex), -EBUSY);
    mutex_lock_drop(&locks[1]);
    mutex_unlock(&mutex);
    CHECK_EQ(mutex_try_lock(&mutex), -EBUSY);
    CHECK(!lock(2));
    CHECK(lock(0));
    mutex_unlock(&mutex);
    CHECK(lock(2));
    mutex_unlock(&mutex);
    CHECK_EQ(hands[0].clones + hands[1].clones + hands[2].clones, 0);
    end();
}

TEST(handed_to_a_waiter_that_is_dropped_before_its_poll)
{
    begin();
    wait_for_it();
    mutex_unlock(&mutex);
    CHECK_EQ(hands[0].wakes, 1);
    mutex_lock_drop(&locks[0]);
    CHECK_EQ(hands[1].wakes, 1);
    CHECK(lock(1));
    mutex_lock_drop(&locks[1]);
    CHECK_EQ(hands[2].wakes, 0);
    mutex_lock_drop(&locks[2]);
    mutex_unlock(&mutex);
    end();
}

/* --- In tasks ---------------------------------------------------------------
 */

static struct poll locking(struct script *script, struct context *cx)
{
    struct mutex_lock future;

    for (; script->left > 0; script->left--) {
        mutex_lock_init(&future, &mutex);
        if (!mutex_lock_poll(&future, cx, NULL).is_ready) {
            mutex_lock_drop(&future);
            return POLL_PENDING;
        }
        mutex_unlock(&mutex);
    }
    return POLL_READY;
}

TEST(mutex_is_cooperative)
{
    begin();
    CHECK_EQ(polls_of_greedy(locking, NULL), 3);
    end();
}

/* Who waits for whom, as "2<1" */
TEST(locks_are_in_the_trace)
{
    struct worker workers[3];
    char said[100] = "", locked[100] = "";
    int unlocks = 0;

    begin();
    CHECK_EQ(runtime_trace_start(&runtime, 1000), 0);
    spawn_workers(workers);
    for (int i = 0; i < 3; i++)
        task_detach(workers[i].script.task);
    run_to_the_end();
    for (size_t i = 0; i < runtime.trace.count; i++) {
        const struct trace_record *record = &runtime.trace.records[i];

        if (runtime.trace.kinds[i] == TRACE_LOCK_WAIT)
            snprintf(said + strlen(said), 10, "%u<%d ", record->task,
                     (int)record->value);
        if (runtime.trace.kinds[i] == TRACE_LOCK)
            snprintf(locked + strlen(locked), 10, "%u ", record->task);
        unlocks += runtime.trace.kinds[i] == TRACE_UNLOCK;
    }
    CHECK_STR(said, "2<1 3<1 1<0 2<0 3<0 ");
    CHECK_STR(locked, "1 2 3 1 2 3 ");
    CHECK_EQ(unlocks, 6);
    end();
}

/* A wait is one record, however often it is polled. */
TEST(only_a_new_wait_is_in_the_trace)
{
    begin();
    CHECK_EQ(mutex_try_lock(&mutex), 0);
    mutex_lock_init(&locks[0], &mutex);
    CHECK_EQ(runtime.trace.count, 1);
    CHECK(!lock(0));
    CHECK(!lock(0));
    CHECK_EQ(runtime.trace.count, 2);
    mutex_lock_drop(&locks[0]);
    mutex_unlock(&mutex);
    end();
}

/* --- Misuse -----------------------------------------------------------------
 */

static void unlocked_twice(void)
{
    begin();
    CHECK_EQ(mutex_try_lock(&mutex), 0);
    mutex_unlock(&mutex);
    mutex_unlock(&mutex);
}

static struct poll unlocking(struct script *script, struct context *cx)
{
    (void)script, (void)cx;
    mutex_unlock(&mutex);
    return POLL_READY;
}

static void unlocked_by_another(void)
{
    struct worker worker = {.script = {.step = working, .left = 1}};
    struct script other = {.step = unlocking};

    begin();
    task_detach(spawn_script(&worker.script));
    task_detach(spawn_script(&other));
    run_all();
}

static void unlocked_before_the_next_has_it(void)
{
    begin();
    wait_for_it();
    mutex_unlock(&mutex);
    mutex_unlock(&mutex);
}

static void ended_too_early(void)
{
    begin();
    wait_for_it();
    mutex_fini(&mutex);
}

TEST(misuse)
{
    expect_panic(unlocked_twice, "a mutex was unlocked that nobody has locked");
    expect_panic(unlocked_by_another,
                 "task 2 unlocked a mutex that task 1 has locked");
    expect_panic(unlocked_before_the_next_has_it,
                 "a mutex was unlocked that nobody has locked");
    expect_panic(ended_too_early, "the end of a mutex for which somebody");
}
