/* links: runtime/ all */
/* The contract of runtime/join_all.h */
#include "tests/unit/runtime_tasks.h"

#include "runtime/calls.h"
#include "runtime/join_all.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"

enum {
    MS = 1000000
};

/* A task that awaits one of the two; its output is theirs. */
struct all {
    struct script script;
    struct join_all all;
    struct try_join_all try;
    struct future *futures;
    int count;
    int *outputs;
};

static struct poll joining(struct script *script, struct context *cx)
{
    struct all *all = script->data;

    if (script->polls == 1)
        join_all_init(&all->all, all->futures, (size_t)all->count, all->outputs,
                      sizeof(int));
    if (!join_all_poll(&all->all, cx, &script->output).is_ready)
        return POLL_PENDING;
    join_all_drop(&all->all);
    return POLL_READY;
}

static struct poll trying(struct script *script, struct context *cx)
{
    struct all *all = script->data;

    if (script->polls == 1)
        try_join_all_init(&all->try, all->futures, (size_t)all->count);
    if (!try_join_all_poll(&all->try, cx, &script->output).is_ready)
        return POLL_PENDING;
    try_join_all_drop(&all->try);
    return POLL_READY;
}

static void drop_join(struct script *script)
{
    join_all_drop(&((struct all *)script->data)->all);
}

static struct all all;

static void spawn_all(struct poll (*step)(struct script *, struct context *),
                      struct future *futures, int count, int *outputs)
{
    all = (struct all){
        .script = {.step = step, .dropped = drop_join, .data = &all},
        .futures = futures,
        .count = count,
        .outputs = outputs,
    };
    task_detach(spawn_script(&all.script));
}

/* Sleepers of so many ms, whose outputs are the numbers given */
static void make(struct future *futures, struct script *scripts, int count,
                 const int *ms, const int *outputs)
{
    for (int i = 0; i < count; i++) {
        scripts[i] = (struct script){
            .step = sleeping, .left = ms[i], .output = outputs[i]};
        futures[i] = script_new(&scripts[i]);
    }
}

/* --- All --------------------------------------------------------------------
 */

TEST(each_output_is_in_its_place)
{
    static const int ms[] = {30, 10, 0, 20}, numbers[] = {3, 1, 0, -2};
    struct script scripts[4];
    struct future futures[4];
    int outputs[4] = {9, 9, 9, 9};
    int64_t begin;

    set_up();
    begin = clock_now();
    make(futures, scripts, 4, ms, numbers);
    spawn_all(joining, futures, 4, outputs);
    run_to_the_end();
    CHECK_EQ(all.script.output, 0);
    CHECK_EQ(passed_since(begin), 30);
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(outputs[i], numbers[i]);
        CHECK_EQ(scripts[i].polls, ms[i] == 0 ? 1 : 2);
        CHECK(futures[i].vtable == NULL);
    }
    tear_down();
}

TEST(without_a_place_the_outputs_are_lost)
{
    static const int ms[] = {2, 1}, numbers[] = {5, -5};
    struct script scripts[2];
    struct future futures[2];

    set_up();
    make(futures, scripts, 2, ms, numbers);
    spawn_all(joining, futures, 2, NULL);
    run_to_the_end();
    CHECK_EQ(all.script.output, 0);
    CHECK(scripts[0].is_done && scripts[1].is_done);
    tear_down();
}

TEST(all_of_none_are_done_at_once)
{
    set_up();
    spawn_all(joining, NULL, 0, NULL);
    run_all();
    CHECK_EQ(all.script.polls, 1);
    CHECK_EQ(all.script.output, 0);
    spawn_all(trying, NULL, 0, NULL);
    run_all();
    CHECK_EQ(all.script.polls, 1);
    CHECK_EQ(all.script.output, 0);
    tear_down();
}

/* join_all_poll_linear: futures-rs #2526 was quadratic */
TEST(only_who_was_woken_is_polled)
{
    enum {
        MANY = 10000
    };
    int count = times(MANY, 300), polls = 0;
    struct script *scripts = calloc((size_t)count, sizeof(*scripts));
    struct future *futures = calloc((size_t)count, sizeof(*futures));

    set_up();
    for (int i = 0; i < count; i++) {
        scripts[i] = (struct script){.step = sleeping, .left = count - i};
        futures[i] = script_new(&scripts[i]);
    }
    spawn_all(joining, futures, count, NULL);
    run_to_the_end();
    for (int i = 0; i < count; i++)
        polls += scripts[i].polls;
    CHECK_EQ(polls, 2 * count);
    tear_down();
    free(scripts);
    free(futures);
}

/* --- Until one fails --------------------------------------------------------
 */

TEST(err_abort_early)
{
    static const int ms[] = {30, 10, 20, 10}, numbers[] = {-1, 0, -2, 7};
    struct script scripts[4];
    struct future futures[4];
    int64_t begin;

    set_up();
    begin = clock_now();
    make(futures, scripts, 4, ms, numbers);
    spawn_all(trying, futures, 4, NULL);
    run_to_the_end();
    CHECK_EQ(all.script.output, -2);
    CHECK_EQ(passed_since(begin), 20);
    CHECK_EQ(scripts[0].drops, 1);
    CHECK(!scripts[0].is_done && scripts[1].is_done && scripts[3].is_done);
    CHECK(list_is_empty(&runtime.tasks));
    CHECK_EQ(runtime.timers.count, 0);
    tear_down();
}

TEST(if_none_fails_it_is_0)
{
    static const int ms[] = {3, 1}, numbers[] = {3, 1};
    struct script scripts[2];
    struct future futures[2];

    set_up();
    make(futures, scripts, 2, ms, numbers);
    spawn_all(trying, futures, 2, NULL);
    run_to_the_end();
    CHECK_EQ(all.script.output, 0);
    CHECK(scripts[0].is_done && scripts[1].is_done);
    tear_down();
}

/* --- Dropped ----------------------------------------------------------------
 */

TEST(dropped_before_the_first_poll_it_drops_them_all)
{
    struct script scripts[2] = {{.step = sleeping}, {.step = sleeping}};
    struct future futures[2] = {script_new(&scripts[0]),
                                script_new(&scripts[1])};
    struct join_all join;

    set_up();
    join_all_init(&join, futures, 2, NULL, 0);
    join_all_drop(&join);
    CHECK_EQ(scripts[0].drops, 1);
    CHECK_EQ(scripts[1].drops, 1);
    CHECK_EQ(scripts[0].polls, 0);
    tear_down();
}

TEST(dropped_it_drops_those_that_are_not_done)
{
    static const int ms[] = {30, 10, 20}, numbers[] = {0, 0, 0};
    struct script scripts[3];
    struct future futures[3];
    struct task *task;

    set_up();
    make(futures, scripts, 3, ms, numbers);
    spawn_all(joining, futures, 3, NULL);
    task = all.script.task;
    clock_advance(15 * MS);
    CHECK(scripts[1].is_done);
    task_abort(task);
    run_to_the_end();
    CHECK_EQ(scripts[0].drops, 1);
    CHECK_EQ(scripts[1].drops, 0);
    CHECK_EQ(scripts[2].drops, 1);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- No memory --------------------------------------------------------------
 */

TEST(without_memory_all_are_dropped)
{
    for (int both = 0; both < 2; both++) {
        for (int nth = 1; nth <= 3; nth++) {
            struct script scripts[3];
            struct future futures[3];

            set_up();
            for (int i = 0; i < 3; i++) {
                scripts[i] = (struct script){.step = at_once};
                futures[i] = script_new(&scripts[i]);
            }
            spawn_all(both == 0 ? joining : trying, futures, 3, NULL);
            calls_fail("alloc", nth, ENOMEM);
            run_to_the_end();
            CHECK_EQ(calls_count(), nth);
            calls_fail("", 0, 0);
            CHECK_EQ(all.script.output, -ENOMEM);
            for (int i = 0; i < 3; i++) {
                CHECK_EQ(scripts[i].drops, 1);
                CHECK_EQ(scripts[i].polls, 0);
            }
            run_all(); /* they were in the queue */
            CHECK(list_is_empty(&runtime.tasks));
            tear_down();
        }
    }
}

/* --- Misuse -----------------------------------------------------------------
 */

static void poll_again(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct join_all join;

    set_up();
    runtime.budget = 9;
    join_all_init(&join, NULL, 0, NULL, 0);
    join_all_poll(&join, &cx, NULL);
    join_all_poll(&join, &cx, NULL);
}

TEST(misuse_is_told_by_a_sentence)
{
    expect_panic(poll_again, "join_all() was polled after it was ready");
}
