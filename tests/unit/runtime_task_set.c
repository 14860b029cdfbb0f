/* links: runtime/ all */
/* The contract of runtime/task_set.h */
#include "tests/unit/runtime_tasks.h"

#include "runtime/task_set.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"

/* --- A parent that has a set ------------------------------------------------
 */

/* What a parent's future would have as members */
struct parent {
    struct script script;
    struct task_set set;
    struct task_set_next next;
    bool waits;
    struct script *children;
    int count;
    char
        order[100]; /* of the outputs, a letter each, and of those aborted, - */
};

static void note(char *order, char letter)
{
    size_t length = strlen(order);

    order[length] = letter;
    order[length + 1] = '\0';
}

static void begin(struct parent *parent)
{
    task_set_init(&parent->set);
    for (int i = 0; i < parent->count; i++)
        CHECK_EQ(task_set_add(&parent->set, spawn_script(&parent->children[i])),
                 0);
    CHECK_EQ(task_set_count(&parent->set), parent->count);
}

/* Takes what is done; is it the end of all? */
static bool take_all(struct parent *parent, struct context *cx)
{
    for (;;) {
        int err, output;

        if (!parent->waits)
            task_set_next_init(&parent->next, &parent->set);
        parent->waits = true;
        if (!task_set_next_into(&parent->next, cx, "script", &err, &output,
                                sizeof(output))
                 .is_ready)
            return false;
        parent->waits = false;
        if (err == -ECHILD)
            return true;
        note(parent->order, err == 0 ? (char)output : '-');
    }
}

static struct poll taking(struct script *script, struct context *cx)
{
    struct parent *parent = script->data;

    if (script->polls == 1)
        begin(parent);
    if (!take_all(parent, cx))
        return POLL_PENDING;
    task_set_fini(&parent->set);
    return POLL_READY;
}

static void spawn_parent(struct parent *parent, struct script *children,
                         int count)
{
    *parent = (struct parent){
        .script = {.step = taking, .data = parent},
        .children = children,
        .count = count,
    };
    task_detach(spawn_script(&parent->script));
}

TEST(the_first_that_is_done_is_the_first_taken)
{
    static const int ms[] = {30, 10, 20, 10, 0};
    struct script children[5];
    struct parent parent;

    set_up();
    for (int i = 0; i < 5; i++)
        children[i] =
            (struct script){.step = sleeping, .left = ms[i], .output = 'a' + i};
    spawn_parent(&parent, children, 5);
    run_to_the_end();
    CHECK_STR(parent.order, "ebdca");
    tear_down();
}

TEST(the_next_of_an_empty_set_is_none_at_once)
{
    struct parent parent;

    set_up();
    spawn_parent(&parent, NULL, 0);
    run_to_the_end();
    CHECK_EQ(parent.script.polls, 1);
    tear_down();
}

TEST(without_memory_there_is_no_task_to_add)
{
    struct task_set set;

    set_up();
    task_set_init(&set);
    CHECK_EQ(task_set_add(&set, NULL), -ENOMEM);
    CHECK_EQ(task_set_count(&set), 0);
    task_set_fini(&set);
    tear_down();
}

TEST(one_that_is_done_can_be_added)
{
    struct task_set set;
    struct script child = {.step = at_once, .output = 'x'};
    struct task *task;

    set_up();
    spawn_script(&child);
    run_all();
    CHECK(task_is_done(child.task));
    task_set_init(&set);
    CHECK_EQ(task_set_add(&set, child.task), 0);
    task = task_set_try_next(&set);
    CHECK(task == child.task);
    CHECK(task_set_try_next(&set) == NULL);
    task_detach(task);
    task_set_fini(&set);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- Aborting ----------------------------------------------------------------
 */

static struct poll aborting(struct script *script, struct context *cx)
{
    struct parent *parent = script->data;

    if (script->polls == 1)
        begin(parent);
    else if (script->left-- == 0)
        task_set_abort_all(&parent->set);
    if (!take_all(parent, cx))
        return POLL_PENDING;
    task_set_fini(&parent->set);
    return POLL_READY;
}

TEST(those_that_are_aborted_are_taken_out_as_well)
{
    struct script children[] = {
        {.step = sleeping, .left = 1000, .output = 'a'},
        {.step = sleeping, .left = 10, .output = 'b'},
        {.step = sleeping, .left = 1000, .output = 'c'},
    };
    struct parent parent;

    set_up();
    spawn_parent(&parent, children, 3);
    parent.script.step = aborting;
    run_to_the_end();
    CHECK_STR(parent.order, "b--");
    CHECK_EQ(children[0].drops, 1);
    CHECK_EQ(children[1].drops, 0);
    CHECK_EQ(children[2].drops, 1);
    tear_down();
}

/* --- The end of a set --------------------------------------------------------
 */

/* Ends its set in its second poll: when that returns the children have ended.
 */
static struct poll ending(struct script *script, struct context *cx)
{
    struct parent *parent = script->data;

    if (script->polls == 1) {
        begin(parent);
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    task_set_fini(&parent->set);
    for (int i = 0; i < parent->count; i++)
        note(parent->order, (char)('0' + parent->children[i].drops));
    return POLL_READY;
}

TEST(what_runs_has_ended_when_the_set_has)
{
    struct script children[] = {
        {.step = sleeping, .left = 20},
        {.step = at_once},
        {.step = restless, .left = 10}, /* it is in the ready queue */
    };
    struct parent parent;

    set_up();
    spawn_parent(&parent, children, 3);
    parent.script.step = ending;
    run_to_the_end();
    CHECK_STR(parent.order, "101");
    CHECK_EQ(children[2].polls, 1);
    run_all();
    CHECK(list_is_empty(&runtime.tasks));
    CHECK_EQ(runtime.timers.count, 0);
    tear_down();
}

static struct waker kept;

/* A child that has children: the drop of one ends its set. */
struct nested {
    struct script script;
    struct task_set set;
    struct script child;
};

static struct poll waiting(struct script *script, struct context *cx)
{
    struct nested *nested = script->data;

    waker_keep(&kept, cx->waker);
    task_set_init(&nested->set);
    task_set_add(&nested->set, spawn_script(&nested->child));
    return POLL_PENDING;
}

static void end_nested(struct script *script)
{
    struct nested *nested = script->data;

    task_set_fini(&nested->set);
    CHECK_EQ(nested->child.drops, 1);
}

TEST(a_set_that_ends_ends_those_of_its_tasks)
{
    struct nested nested = {
        .script = {.step = waiting, .data = &nested, .dropped = end_nested},
        .child = {.step = sleeping, .left = 1000},
    };
    struct task_set set;

    set_up();
    task_set_init(&set);
    task_set_add(&set, spawn_script(&nested.script));
    runtime_turn(&runtime, 0);
    runtime_turn(&runtime, 0);
    CHECK_EQ(nested.child.polls, 1);
    task_set_fini(&set);
    CHECK_EQ(nested.script.drops, 1);
    waker_drop(&kept);
    CHECK(list_is_empty(&runtime.tasks));
    CHECK_EQ(runtime.timers.count, 0);
    tear_down();
}

/* --- Wakers that live on ----------------------------------------------------
 */

static struct poll keeping(struct script *script, struct context *cx)
{
    (void)script;
    waker_keep(&kept, cx->waker);
    return POLL_PENDING;
}

TEST(a_waker_of_one_may_outlive_the_set)
{
    struct script child = {.step = keeping};
    struct task_set set;

    set_up();
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    run_all();
    task_set_fini(&set);
    CHECK_EQ(child.drops, 1);
    memset(&set, 0xa5, sizeof(set));
    waker_wake_by_ref(&kept);
    run_all();
    waker_drop(&kept);
    CHECK(list_is_empty(&runtime.tasks));
    tear_down();
}

/* --- Who waits for the next -------------------------------------------------
 */

TEST(a_wait_for_the_next_may_be_dropped_and_begun_again)
{
    struct script child = {.step = sleeping, .left = 10, .output = 'x'};
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct task_set_next next;
    struct task *task = NULL;
    struct task_set set;

    set_up();
    runtime.budget = 2;
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    task_set_next_init(&next, &set);
    CHECK(!task_set_next_poll(&next, &cx, &task).is_ready);
    task_set_next_drop(&next);
    CHECK(set.waiter.vtable == NULL);
    run_to_the_end();
    task_set_next_init(&next, &set);
    CHECK(task_set_next_poll(&next, &cx, &task).is_ready);
    CHECK(task == child.task);
    task_detach(task);
    task_set_fini(&set);
    tear_down();
}

/* Each child costs one poll of who waits for it at most, however many. */
TEST(many_children_are_linear)
{
    enum {
        MANY = 20000
    };
    int count = times(MANY, 200);
    struct script *children = calloc((size_t)count, sizeof(*children));
    struct parent parent;
    int polls = 0;

    set_up();
    for (int i = 0; i < count; i++)
        children[i] = (struct script){.step = sleeping, .left = i, .output = 0};
    spawn_parent(&parent, children, count);
    run_to_the_end();
    for (int i = 0; i < count; i++)
        polls += children[i].polls;
    CHECK(polls <= 2 * count);
    CHECK(parent.script.polls <= 1 + 2 * count);
    tear_down();
    free(children);
}

/* Of many that are done at once, a budget's worth a poll: others have turns. */
TEST(the_next_is_cooperative)
{
    enum {
        MANY = 3 * RUNTIME_BUDGET
    };
    static struct script children[MANY];
    struct parent parent;

    set_up();
    for (int i = 0; i < MANY; i++)
        children[i] = (struct script){.step = at_once, .output = 0};
    spawn_parent(&parent, children, MANY);
    run_to_the_end();
    CHECK(parent.script.polls >= 4);
    tear_down();
}

/* --- Misuse -----------------------------------------------------------------
 */

static struct parent outer;

static struct poll ending_own_set(struct script *script, struct context *cx)
{
    (void)script, (void)cx;
    task_set_fini(&outer.set);
    return POLL_READY;
}

static void end_own_set(void)
{
    struct script child = {.step = ending_own_set};

    set_up();
    spawn_parent(&outer, &child, 1);
    run_to_the_end();
}

static struct poll forgetful(struct script *script, struct context *cx)
{
    (void)cx;
    task_set_init(script->data);
    return POLL_READY;
}

static void forget_set(void)
{
    struct task_set set;
    struct script script = {.step = forgetful, .data = &set};

    set_up();
    task_detach(spawn_script(&script));
    run_to_the_end();
}

static void forget_set_outside(void)
{
    struct task_set set;

    set_up();
    task_set_init(&set);
    tear_down();
}

static void join_one_of_a_set(void)
{
    struct task_set set;
    struct script child = {.step = at_once};

    set_up();
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    task_detach(child.task);
}

static void add_twice(void)
{
    struct task_set set;
    struct script child = {.step = at_once};

    set_up();
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    task_set_add(&set, child.task);
}

static void take_as_another(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct script child = {.step = at_once};
    struct task_set set;
    struct task_set_next next;
    int err, output;

    set_up();
    runtime.budget = 1;
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    run_all();
    task_set_next_init(&next, &set);
    task_set_next_into(&next, &cx, "another", &err, &output, sizeof(output));
}

static void end_while_one_waits(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct script child = {.step = at_once};
    struct task_set set;
    struct task_set_next next;

    set_up();
    runtime.budget = 1;
    task_set_init(&set);
    task_set_add(&set, spawn_script(&child));
    task_set_next_init(&next, &set);
    task_set_next_poll(&next, &cx, NULL);
    task_set_fini(&set);
}

static void init_without_runtime(void)
{
    struct task_set set;

    task_set_init(&set);
}

TEST(misuse_is_told_by_a_sentence)
{
    expect_panic(end_own_set,
                 "task 2 (script) ends the task set that it is in");
    expect_panic(forget_set, "task 1 (script) has ended, and not its task set");
    expect_panic(forget_set_outside,
                 "runtime_fini() before the end of a task set");
    expect_panic(join_one_of_a_set,
                 "task 1 (script): a task set has its handle");
    expect_panic(add_twice, "task 1 (script): a task set has its handle");
    expect_panic(take_as_another,
                 "task 1 is script, and was joined as another");
    expect_panic(end_while_one_waits,
                 "a task set was ended while somebody waits for its next");
    expect_panic(init_without_runtime, "a task set before runtime_init()");
}
