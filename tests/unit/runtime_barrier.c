/* links: runtime/ all */
/* The contract of runtime/barrier.h */
#include "runtime/barrier.h"

#include "tests/unit/runtime_hand.h"

enum {
    MANY = 4
};

static struct barrier barrier;
static struct barrier_wait waits[MANY];
static struct hand hands[MANY];

static void begin(uint32_t count)
{
    set_up();
    barrier_init(&barrier, count);
}

static void end(void)
{
    for (int i = 0; i < MANY; i++) {
        barrier_wait_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    CHECK_EQ(barrier.arrived, 0);
    barrier_fini(&barrier);
    tear_down();
}

/* The output, or -1 if it is pending */
static int poll_wait(int i)
{
    int output = -1;
    struct poll poll = barrier_wait_poll(&waits[i], by(&hands[i]), &output);

    CHECK_EQ(poll.is_ready, output != -1);
    return output;
}

static int come(int i)
{
    barrier_wait_init(&waits[i], &barrier);
    return poll_wait(i);
}

TEST(all_wait_for_the_last_who_leads)
{
    begin(3);
    for (int round = 1; round <= 3; round++) {
        CHECK_EQ(come(0), -1);
        CHECK_EQ(come(1), -1);
        CHECK_EQ(poll_wait(0), -1);
        CHECK_EQ(poll_wait(0), -1);
        CHECK_EQ(come(2), 1);
        CHECK_EQ(hands[0].wakes, round);
        CHECK_EQ(poll_wait(1), 0);
        CHECK_EQ(poll_wait(0), 0);
    }
    end();
}

TEST(for_one_there_is_no_wait)
{
    begin(1);
    CHECK_EQ(come(0), 1);
    CHECK_EQ(come(0), 1);
    end();
}

TEST(who_is_dropped_has_not_come)
{
    begin(2);
    CHECK_EQ(come(0), -1);
    barrier_wait_drop(&waits[0]);
    CHECK_EQ(come(1), -1);
    CHECK_EQ(come(2), 1);
    CHECK_EQ(hands[0].wakes, 0);
    CHECK_EQ(poll_wait(1), 0);
    CHECK_EQ(come(0), -1); /* also in a later round */
    barrier_wait_drop(&waits[0]);
    CHECK_EQ(come(1), -1);
    CHECK_EQ(come(2), 1);
    CHECK_EQ(poll_wait(1), 0);
    end();
}

TEST(dropped_before_its_first_poll)
{
    begin(2);
    barrier_wait_init(&waits[0], &barrier);
    barrier_wait_drop(&waits[0]);
    CHECK_EQ(come(1), -1);
    CHECK_EQ(come(2), 1);
    CHECK_EQ(poll_wait(1), 0);
    end();
}

/* Woken, it had come: the next round begins with nobody. */
TEST(dropped_before_its_poll)
{
    begin(2);
    CHECK_EQ(come(0), -1);
    CHECK_EQ(come(1), 1);
    barrier_wait_drop(&waits[0]);
    CHECK_EQ(come(2), -1);
    CHECK_EQ(come(3), 1);
    CHECK_EQ(poll_wait(2), 0);
    end();
}

/* Of the next round may come who was not polled in this one. */
TEST(the_next_round_begins_before_all_have_left)
{
    begin(2);
    CHECK_EQ(come(0), -1);
    CHECK_EQ(come(1), 1);
    CHECK_EQ(come(2), -1);
    CHECK_EQ(poll_wait(0), 0);
    CHECK_EQ(poll_wait(2), -1);
    CHECK_EQ(come(3), 1);
    CHECK_EQ(poll_wait(2), 0);
    end();
}

/* The first, when it is woken, drops the second, which has come as well. */
static void drop_the_second(void)
{
    barrier_wait_drop(&waits[1]);
}

TEST(a_waker_may_drop_others)
{
    begin(3);
    hands[0].when_woken = drop_the_second;
    CHECK_EQ(come(0), -1);
    CHECK_EQ(come(1), -1);
    CHECK_EQ(come(2), 1);
    CHECK_EQ(barrier.arrived, 0);
    CHECK_EQ(poll_wait(0), 0);
    end();
}

static struct poll coming(struct script *script, struct context *cx)
{
    struct barrier_wait future;

    for (; script->left > 0; script->left--) {
        barrier_wait_init(&future, &barrier);
        if (!barrier_wait_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(barrier_is_cooperative)
{
    begin(1);
    CHECK_EQ(polls_of_greedy(coming, NULL), 3);
    end();
}

static void for_nobody(void)
{
    begin(0);
}

static void polled_after_ready(void)
{
    begin(1);
    come(0);
    poll_wait(0);
}

static void ended_too_early(void)
{
    begin(2);
    come(0);
    barrier_fini(&barrier);
}

TEST(misuse)
{
    expect_panic(for_nobody, "a barrier for 0 tasks");
    expect_panic(polled_after_ready, "was polled after it was ready");
    expect_panic(ended_too_early, "the end of a barrier for which somebody");
}
