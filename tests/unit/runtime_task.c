/* links: runtime/ all */
/* The contracts of runtime/task.h and runtime/runtime.h, in one thread */
#include "tests/unit/runtime_tasks.h"

#include <limits.h>

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"

/* --- Spawning and joining ---------------------------------------------------
 */

static struct poll joining(struct script *script, struct context *cx)
{
    struct script *other = script->data;
    struct task_join join = {other->task};
    int err = 1;

    if (!task_join_into(&join, cx, "script", &err, &script->left, sizeof(int))
             .is_ready)
        return POLL_PENDING;
    script->output = err;
    return POLL_READY;
}

TEST(a_task_gives_its_output_to_who_joins)
{
    struct script child = {.step = restless, .left = 3, .output = 42};
    struct script parent = {.step = joining, .data = &child};

    set_up();
    task_detach(spawn_script(&parent));
    spawn_script(&child);
    run_to_the_end();
    CHECK_EQ(child.polls, 4);
    CHECK_EQ(parent.polls, 2);
    CHECK_EQ(parent.left, 42);
    CHECK_EQ(parent.output, 0);
    tear_down();
}

TEST(a_task_that_is_done_already_is_joined_at_once)
{
    struct script child = {.step = at_once, .output = 7};
    struct script parent = {.step = joining, .data = &child};

    set_up();
    spawn_script(&child);
    run_all();
    CHECK(task_is_done(child.task));
    task_detach(spawn_script(&parent));
    run_all();
    CHECK_EQ(parent.polls, 1);
    CHECK_EQ(parent.left, 7);
    tear_down();
}

TEST(a_detached_task_runs_to_its_end)
{
    struct script child = {.step = restless, .left = 5};

    set_up();
    task_detach(spawn_script(&child));
    run_to_the_end();
    CHECK_EQ(child.polls, 6);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- Waking -----------------------------------------------------------------
 */

/* Keeps its waker for the test. */
static struct poll patient(struct script *script, struct context *cx)
{
    struct waker *kept = script->data;

    if (script->left-- == 0)
        return POLL_READY;
    waker_drop(kept);
    *kept = waker_clone(cx->waker);
    return POLL_PENDING;
}

TEST(a_thousand_wakes_are_one_poll)
{
    struct waker waker = {0};
    struct script script = {.step = patient, .left = 2, .data = &waker};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    for (int i = 0; i < 1000; i++)
        waker_wake_by_ref(&waker);
    run_all();
    CHECK_EQ(script.polls, 2);
    waker_wake_by_ref(&waker);
    waker_drop(&waker); /* the last one: it is queued, so all is well */
    run_all();
    CHECK_EQ(script.polls, 3);
    tear_down();
}

TEST(waking_after_completion_does_not_poll)
{
    struct waker waker = {0};
    struct script script = {.step = patient, .left = 1, .data = &waker};

    set_up();
    spawn_script(&script);
    run_all();
    waker_wake_by_ref(&waker);
    run_all();
    CHECK(task_is_done(script.task));
    waker_wake_by_ref(&waker);
    run_all();
    CHECK_EQ(script.polls, 2);
    task_detach(script.task);
    waker_wake_by_ref(&waker); /* the waker keeps the task */
    waker_drop(&waker);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* Its place in the memory is a new task's by then. */
TEST(waking_with_old_waker_after_respawn)
{
    struct waker waker = {0};
    struct script first = {.step = patient, .left = 1, .data = &waker};
    struct script second = {.step = restless, .left = 0};

    set_up();
    task_detach(spawn_script(&first));
    run_all();
    waker_wake_by_ref(&waker);
    run_all();
    task_detach(spawn_script(&second));
    run_all();
    waker_wake(&waker);
    run_all();
    CHECK_EQ(first.polls, 2);
    CHECK_EQ(second.polls, 1);
    tear_down();
}

static struct poll woken_and_ready(struct script *script, struct context *cx)
{
    (void)script;
    waker_wake_by_ref(cx->waker);
    return POLL_READY;
}

TEST(a_task_that_wakes_itself_and_is_ready_is_not_polled_again)
{
    struct script script = {.step = woken_and_ready};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    CHECK_EQ(script.polls, 1);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- The order --------------------------------------------------------------
 */

static char order[200];

static struct poll noting(struct script *script, struct context *cx)
{
    size_t length = strlen(order);

    order[length] = (char)script->output;
    order[length + 1] = '\0';
    return restless(script, cx);
}

TEST(a_woken_task_runs_in_this_round_or_the_next)
{
    struct script scripts[] = {
        {.step = noting, .left = 2, .output = 'a'},
        {.step = noting, .left = 1, .output = 'b'},
        {.step = noting, .left = 0, .output = 'c'},
    };

    set_up();
    for (int i = 0; i < 3; i++)
        task_detach(spawn_script(&scripts[i]));
    run_all();
    CHECK_STR(order, "abcaba");
    tear_down();
}

/* Every order comes, and one seed has always the same. */
TEST(a_seed_shuffles)
{
    static const char *const all[] = {"abc", "acb", "bac", "bca", "cab", "cba"};
    char found[7] = "", again[4];

    for (unsigned seed = 1; seed < 200; seed++) {
        for (int run = 0; run < 2; run++) {
            struct script scripts[3];

            set_up();
            runtime_seed(&runtime, seed);
            order[0] = '\0';
            for (int i = 0; i < 3; i++) {
                scripts[i] = (struct script){.step = noting, .output = 'a' + i};
                task_detach(spawn_script(&scripts[i]));
            }
            run_all();
            tear_down();
            if (run == 0)
                strcpy(again, order);
        }
        CHECK_STR(order, again);
        for (int i = 0; i < 6; i++)
            if (strcmp(order, all[i]) == 0)
                found[i] = 'x';
    }
    CHECK_EQ(memcmp(found, "xxxxxx", 6), 0);
}

/* A task that wakes itself does not delay others, however many such there are.
 */
TEST(a_thousand_self_waking_tasks_delay_nobody)
{
    static struct script restless_ones[1000];
    struct waker waker = {0};
    struct script other = {.step = patient, .left = 1, .data = &waker};

    set_up();
    for (int i = 0; i < 1000; i++) {
        restless_ones[i] = (struct script){.step = restless, .left = 1000000};
        task_detach(spawn_script(&restless_ones[i]));
    }
    task_detach(spawn_script(&other));
    runtime_turn(&runtime, 0);
    waker_wake(&waker);
    runtime_turn(&runtime, 0);
    CHECK_EQ(other.polls, 2);
    CHECK_EQ(restless_ones[0].polls, 2);
    tear_down();
    CHECK_EQ(restless_ones[999].drops, 1);
}

/* --- The budget -------------------------------------------------------------
 */

static struct poll greedy(struct script *script, struct context *cx)
{
    while (script->left > 0) {
        if (!runtime_spend(cx))
            return POLL_PENDING;
        script->left--;
    }
    return POLL_READY;
}

TEST(a_budget_ends_a_poll_and_the_task_goes_on_in_the_next)
{
    struct script script = {.step = greedy, .left = 3 * RUNTIME_BUDGET};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    CHECK_EQ(script.polls, 3);
    tear_down();
}

/* --- Aborting ---------------------------------------------------------------
 */

TEST(an_aborted_task_is_dropped_and_not_polled)
{
    struct script child = {.step = sleeping, .left = 1000};
    struct script parent = {.step = joining, .data = &child};
    int64_t begin;

    set_up();
    begin = clock_now();
    spawn_script(&child);
    task_detach(spawn_script(&parent));
    run_all();
    task_abort(child.task);
    task_abort(child.task);
    CHECK_EQ(child.drops, 0); /* when its turn comes */
    run_to_the_end();
    CHECK_EQ(child.polls, 1);
    CHECK_EQ(child.drops, 1);
    CHECK_EQ(parent.output, -ECANCELED);
    CHECK_EQ(parent.left, 0);
    CHECK_EQ(passed_since(begin), 0);
    CHECK_EQ(runtime.timers.count, 0);
    tear_down();
}

TEST(aborted_before_its_first_poll)
{
    struct script child = {.step = at_once};

    set_up();
    task_abort(spawn_script(&child));
    task_detach(child.task);
    run_to_the_end();
    CHECK_EQ(child.polls, 0);
    CHECK_EQ(child.drops, 1);
    tear_down();
}

TEST(of_a_task_that_is_done_abort_does_nothing)
{
    struct script child = {.step = at_once, .output = 5};
    struct script parent = {.step = joining, .data = &child};

    set_up();
    spawn_script(&child);
    run_all();
    task_abort(child.task);
    task_detach(spawn_script(&parent));
    run_all();
    CHECK_EQ(parent.output, 0);
    CHECK_EQ(parent.left, 5);
    tear_down();
}

static struct poll suicidal(struct script *script, struct context *cx)
{
    (void)cx;
    task_abort(script->task);
    return POLL_PENDING; /* with no waker: it has its turn all the same */
}

TEST(a_task_may_abort_itself)
{
    struct script script = {.step = suicidal};

    set_up();
    spawn_script(&script);
    run_to_the_end();
    CHECK_EQ(script.polls, 1);
    CHECK_EQ(script.drops, 1);
    task_detach(script.task);
    tear_down();
}

/* --- The end ----------------------------------------------------------------
 */

TEST(outstanding_tasks_are_dropped_in_the_order_of_spawning)
{
    struct script scripts[3];

    set_up();
    for (int i = 0; i < 3; i++) {
        scripts[i] = (struct script){.step = sleeping, .left = 1000};
        task_detach(spawn_script(&scripts[i]));
    }
    run_all();
    tear_down();
    for (int i = 0; i < 3; i++)
        CHECK_EQ(scripts[i].drops, 1);
}

TEST(a_waker_may_outlive_the_runtime)
{
    struct waker waker = {0}, clone;
    struct script script = {.step = patient, .left = 9, .data = &waker};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    tear_down();
    CHECK_EQ(script.drops, 1);
    clone = waker_clone(&waker);
    waker_wake_by_ref(&clone);
    waker_drop(&clone);
    waker_wake(&waker);
}

TEST(a_handle_that_was_forgotten_is_told_of)
{
    struct script script = {.step = at_once};

    set_up();
    spawn_script(&script);
    run_all();
    fprintf(stderr, "# what comes is meant: ");
    tear_down();
}

/* --- block_on ---------------------------------------------------------------
 */

struct blocked {
    int polls;
};

static struct poll blocked_poll(void *self, struct context *cx, void *output)
{
    struct blocked *blocked = self;

    if (blocked->polls-- > 0) {
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    if (output != NULL)
        *(int *)output = 11;
    return POLL_READY;
}

static void blocked_drop(void *self)
{
    free(self);
}

static struct future blocked_new(int polls)
{
    static const struct future_vtable vtable = {.poll = blocked_poll,
                                                .drop = blocked_drop};
    struct blocked *blocked = malloc(sizeof(*blocked));

    blocked->polls = polls;
    return (struct future){blocked, &vtable};
}

TEST(block_on_gives_the_output)
{
    int output = 0;

    set_up();
    CHECK_EQ(runtime_block_on(blocked_new(3), &output), 0);
    CHECK_EQ(output, 11);
    CHECK_EQ(runtime_block_on(blocked_new(0), NULL), 0);
    tear_down();
}

/* Rounds of all sizes up to the number of polls between two looks */
TEST(complete_block_on_under_load)
{
    enum {
        MOST = RUNTIME_RUNS + 1
    };
    static struct script busy[MOST];
    int output = 0;

    set_up();
    for (int i = 0; i < MOST; i++) {
        busy[i] = (struct script){.step = restless, .left = INT_MAX};
        task_detach(spawn_script(&busy[i]));
        CHECK_EQ(runtime_turn(&runtime, -1), 0);
        CHECK_EQ(runtime_block_on(blocked_new(3), &output), 0);
        CHECK_EQ(output, 11);
    }
    tear_down();
}

TEST(a_future_on_the_heap_is_a_task_as_well)
{
    set_up();
    task_detach(task_spawn(blocked_new(2)));
    task_abort(task_spawn(blocked_new(2)));
    run_to_the_end();
    fprintf(stderr, "# what comes is meant: ");
    tear_down();
}

/* --- Memory -----------------------------------------------------------------
 */

/* Of a sanitizer, if the test is built with one */
extern __attribute__((weak)) void __asan_init(void);
extern __attribute__((weak)) void __tsan_init(void);

TEST(no_memory_is_kept_where_a_sanitizer_looks_after_it)
{
    set_up();
    if (__asan_init != NULL || __tsan_init != NULL)
        CHECK(!runtime.keeps_memory);
    tear_down();
}

/* --- Misuse -----------------------------------------------------------------
 */

static void strand(void)
{
    struct waker waker = {0};
    struct script script = {.step = patient, .left = 2, .data = &waker};

    set_up();
    task_detach(spawn_script(&script));
    run_all();
    waker_drop(&waker);
}

static struct poll forgetful(struct script *script, struct context *cx)
{
    (void)script, (void)cx;
    return POLL_PENDING;
}

static void forget_the_waker(void)
{
    struct script script = {.step = forgetful};

    set_up();
    spawn_script(&script);
    run_all();
}

static void detach_twice(void)
{
    struct script script = {.step = sleeping, .left = 5};

    set_up();
    task_detach(spawn_script(&script));
    task_detach(script.task);
}

static void wait_for_nobody(void)
{
    struct waker waker = {0};
    struct script script = {.step = patient, .left = 2, .data = &waker};

    set_up();
    task_detach(spawn_script(&script));
    run_to_the_end();
}

static void init_twice(void)
{
    set_up();
    set_up();
}

static void spawn_without_runtime(void)
{
    struct script script = {.step = at_once};

    spawn_script(&script);
}

static void detach_none(void)
{
    set_up();
    task_detach(NULL);
}

static void abort_none(void)
{
    set_up();
    task_abort(NULL);
}

static void join_none(void)
{
    struct task_join join;

    set_up();
    task_join_init(&join, NULL);
}

TEST(misuse_is_told_by_a_sentence)
{
    expect_panic(detach_none, "there is no task: there was no memory for it");
    expect_panic(abort_none, "there is no task: there was no memory for it");
    expect_panic(join_none, "there is no task: there was no memory for it");
    expect_panic(strand,
                 "task 1 (script) is not ready, and nobody has a waker");
    expect_panic(forget_the_waker,
                 "is not ready, and nobody has a waker of it");
    expect_panic(detach_twice, "its handle was given back before");
    expect_panic(wait_for_nobody, "deadlock: 1 tasks wait, and nothing can");
    expect_panic(init_twice, "this thread has a runtime already");
    expect_panic(spawn_without_runtime, "a task before runtime_init()");
}
