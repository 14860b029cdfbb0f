/* links: runtime/ all */
/* The contract of runtime/cancel.h; names as in tokio-util's tests of its token
 */
#include "runtime/cancel.h"

#include "tests/unit/patience.h"
#include "tests/unit/runtime_hand.h"

enum {
    MANY = 6
};

static struct cancel tokens[MANY];
static struct cancel_fired waits[MANY];
static struct hand hands[MANY];

/* A token and its child, twice over:  0 - 1 - 2     0 - 3     4 - 5 */
static void begin(void)
{
    set_up();
    cancel_init(&tokens[0]);
    cancel_child(&tokens[1], &tokens[0]);
    cancel_child(&tokens[2], &tokens[1]);
    cancel_child(&tokens[3], &tokens[0]);
    cancel_init(&tokens[4]);
    cancel_child(&tokens[5], &tokens[4]);
}

static bool poll_fired(int i)
{
    return cancel_fired_poll(&waits[i], by(&hands[i]), NULL).is_ready;
}

static void wait_for_all(void)
{
    for (int i = 0; i < MANY; i++) {
        cancel_fired_init(&waits[i], &tokens[i]);
        CHECK(!poll_fired(i));
        CHECK(!poll_fired(i));
    }
}

static void end(void)
{
    for (int i = 0; i < MANY; i++) {
        cancel_fired_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    tear_down();
}

/* "011000" says which are fired; so many times are those woken who wait. */
static void expect_fired(const char *expected)
{
    char said[MANY + 1] = "";

    for (int i = 0; i < MANY; i++)
        said[i] = (char)('0' + cancel_is_fired(&tokens[i]));
    CHECK_STR(said, expected);
}

static void expect_woken(const char *expected)
{
    char said[MANY + 1] = "";

    for (int i = 0; i < MANY; i++)
        said[i] = (char)('0' + hands[i].wakes);
    CHECK_STR(said, expected);
}

TEST(cancel_token)
{
    begin();
    wait_for_all();
    cancel_fire(&tokens[5]);
    expect_fired("000001");
    expect_woken("000001");
    CHECK(poll_fired(5));
    cancel_fire(&tokens[5]);
    expect_woken("000001");
    cancel_fired_init(&waits[5], &tokens[5]);
    CHECK(poll_fired(5));    /* who comes later */
    cancel_fire(&tokens[4]); /* a parent after its child */
    expect_fired("000011");
    expect_woken("000011");
    end();
}

TEST(cancel_child_token_through_parent)
{
    begin();
    wait_for_all();
    cancel_fire(&tokens[0]);
    expect_fired("111100");
    expect_woken("111100");
    for (int i = 0; i < 4; i++)
        CHECK(poll_fired(i));
    cancel_fire(&tokens[4]);
    expect_fired("111111");
    end();
}

TEST(cancel_grandchild_token_through_parent_if_child_was_dropped)
{
    begin();
    cancel_fini(&tokens[1]);
    wait_for_all();
    cancel_fire(&tokens[0]);
    expect_fired("101100");
    expect_woken("101100");
    end();
}

TEST(cancel_child_token_without_parent)
{
    begin();
    wait_for_all();
    cancel_fire(&tokens[1]);
    expect_fired("011000");
    cancel_fire(&tokens[0]);
    expect_fired("111100");
    expect_woken("111100");
    end();
}

TEST(create_child_token_after_parent_was_cancelled)
{
    struct cancel late;

    begin();
    cancel_fire(&tokens[0]);
    cancel_child(&late, &tokens[0]);
    CHECK(cancel_is_fired(&late));
    cancel_child(&tokens[5], &late);
    CHECK(cancel_is_fired(&tokens[5]));
    cancel_fini(&tokens[0]);
    cancel_fini(&late);
    end();
}

TEST(drop_parent_before_child_tokens)
{
    begin();
    cancel_fini(&tokens[0]);
    wait_for_all();
    cancel_fire(&tokens[3]);
    expect_fired("000100");
    cancel_fire(&tokens[1]);
    expect_fired("011100");
    expect_woken("011100");
    for (int i = 1; i <= 3; i++)
        CHECK(poll_fired(i));
    cancel_fini(&tokens[2]);
    cancel_fini(&tokens[3]);
    cancel_fini(&tokens[1]);
    end();
}

/* Those that have lost their parent do not become each other's. */
TEST(orphans_are_no_family)
{
    begin();
    cancel_fini(&tokens[0]);
    cancel_fini(&tokens[1]);
    cancel_child(&tokens[1], &tokens[2]);
    cancel_fire(&tokens[3]);
    expect_fired("000100");
    cancel_fire(&tokens[2]);
    expect_fired("011100");
    end();
}

TEST(derefs_dropped_children)
{
    begin();
    cancel_fini(&tokens[2]);
    cancel_fini(&tokens[1]);
    cancel_fini(&tokens[3]);
    memset(&tokens[1], 0xff, 3 * sizeof(tokens[0]));
    cancel_fire(&tokens[0]);
    CHECK(cancel_is_fired(&tokens[0]));
    end();
}

TEST(a_dropped_waiter_is_not_woken)
{
    begin();
    wait_for_all();
    cancel_fired_drop(&waits[1]);
    cancel_fire(&tokens[0]);
    expect_woken("101100");
    end();
}

/* The first that is woken finds all others fired. */
static void look_at_all(void)
{
    expect_fired("111100");
    cancel_fired_drop(&waits[3]);
}

TEST(all_are_fired_before_the_first_is_woken)
{
    begin();
    hands[0].when_woken = look_at_all;
    wait_for_all();
    cancel_fire(&tokens[0]);
    expect_woken("111000");
    end();
}

/* As deep as one likes: no recursion */
TEST(a_long_line_of_descendants)
{
    int count = times(1000000, 100000);
    struct cancel *line = malloc((size_t)count * sizeof(*line));

    begin();
    cancel_child(&line[0], &tokens[5]);
    for (int i = 1; i < count; i++)
        cancel_child(&line[i], &line[i - 1]);
    cancel_fire(&tokens[4]);
    CHECK(cancel_is_fired(&line[count - 1]));
    free(line);
    end();
}

/* Who was woken does not look at the token again, which may be gone. */
TEST(a_token_may_end_before_those_are_polled_whom_it_has_woken)
{
    begin();
    wait_for_all();
    cancel_fire(&tokens[0]);
    cancel_fini(&tokens[0]);
    memset(&tokens[0], 0, sizeof(tokens[0]));
    CHECK(poll_fired(0));
    end();
}

static struct poll asking(struct script *script, struct context *cx)
{
    struct cancel_fired future;

    for (; script->left > 0; script->left--) {
        cancel_fired_init(&future, &tokens[0]);
        if (!cancel_fired_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(cancel_is_cooperative)
{
    begin();
    cancel_fire(&tokens[0]);
    CHECK_EQ(polls_of_greedy(asking, NULL), 2); /* see runtime_overspend() */
    end();
}

static void polled_after_ready(void)
{
    begin();
    wait_for_all();
    cancel_fire(&tokens[0]);
    poll_fired(0);
    poll_fired(0);
}

static void ended_too_early(void)
{
    begin();
    wait_for_all();
    cancel_fini(&tokens[0]);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "was polled after it was ready");
    expect_panic(ended_too_early, "the end of a cancel for which somebody");
}
