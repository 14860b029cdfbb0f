/* links: runtime/ all */
/* The contract of runtime/notify.h; names are those of tokio's tests. */
#include "runtime/notify.h"

#include "tests/unit/runtime_hand.h"

enum {
    MANY = 3
};

static struct notify notify;
static struct notify_wait waits[MANY];
static struct hand hands[MANY];

static bool poll_notified(int i)
{
    return notify_wait_poll(&waits[i], by(&hands[i]), NULL).is_ready;
}

static bool begin_waiting(int i)
{
    notify_wait_init(&waits[i], &notify);
    return poll_notified(i);
}

/* With so many waiters */
static void begin(int count)
{
    set_up();
    notify_init(&notify);
    for (int i = 0; i < count; i++)
        CHECK(!begin_waiting(i));
}

static void end(void)
{
    for (int i = 0; i < MANY; i++) {
        notify_wait_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    notify_fini(&notify);
    tear_down();
}

/* notify_notified_one */
TEST(a_permit_is_kept_once)
{
    begin(0);
    notify_one(&notify);
    notify_one(&notify);
    CHECK(begin_waiting(0));
    CHECK(!begin_waiting(1));
    end();
}

/* notified_one_notify, notified_multi_notify */
TEST(first_come_first_served)
{
    begin(MANY);
    notify_one(&notify);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK(!poll_notified(1));
    CHECK(poll_notified(0));
    notify_one(&notify);
    notify_one(&notify);
    CHECK(poll_notified(2));
    CHECK(poll_notified(1));
    CHECK(!notify.has_permit);
    end();
}

/* Who was woken leaves what came later to the next. */
TEST(a_second_permit_is_kept)
{
    begin(1);
    notify_one(&notify);
    notify_one(&notify);
    CHECK(poll_notified(0));
    CHECK(begin_waiting(1));
    CHECK(!begin_waiting(2));
    end();
}

/* notify_all is for those who wait, and for nobody later */
TEST(all)
{
    begin(2);
    notify_all(&notify);
    CHECK(!begin_waiting(2));
    CHECK(poll_notified(1));
    CHECK(poll_notified(0));
    notify_all(&notify);
    CHECK(poll_notified(2));
    CHECK(!begin_waiting(0));
    end();
}

TEST(notified_multi_notify_drop_one)
{
    begin(2);
    notify_one(&notify);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(hands[1].wakes, 0);
    notify_wait_drop(&waits[0]);
    CHECK_EQ(hands[1].wakes, 1);
    CHECK(poll_notified(1));
    end();
}

TEST(notify_in_drop_after_wake)
{
    begin(1);
    notify_one(&notify);
    notify_wait_drop(&waits[0]);
    CHECK(begin_waiting(1)); /* it was kept, as nobody else waited */
    CHECK(!begin_waiting(2));
    end();
}

TEST(what_was_for_all_is_not_passed_on)
{
    begin(2);
    notify_all(&notify);
    CHECK(!begin_waiting(2));
    notify_wait_drop(&waits[0]);
    notify_wait_drop(&waits[1]);
    CHECK(!poll_notified(2));
    CHECK(!notify.has_permit);
    end();
}

TEST(a_dropped_waiter_is_not_notified)
{
    begin(MANY);
    notify_wait_drop(&waits[0]);
    notify_wait_drop(&waits[1]);
    notify_one(&notify);
    CHECK_EQ(hands[0].wakes + hands[1].wakes, 0);
    CHECK(poll_notified(2));
    end();
}

/* Once ready it owes nothing. */
TEST(dropped_after_ready)
{
    begin(2);
    notify_one(&notify);
    CHECK(poll_notified(0));
    notify_wait_drop(&waits[0]);
    CHECK(!poll_notified(1));
    end();
}

static void drop_the_first(void)
{
    notify_wait_drop(&waits[0]);
}

TEST(a_waker_may_drop_who_is_woken)
{
    begin(2);
    hands[0].when_woken = drop_the_first;
    notify_one(&notify);
    CHECK(poll_notified(1));
    end();
}

static struct poll asking(struct script *script, struct context *cx)
{
    struct notify_wait wait;

    for (; script->left > 0; script->left--) {
        notify_one(&notify);
        notify_wait_init(&wait, &notify);
        if (!notify_wait_poll(&wait, cx, NULL).is_ready) {
            notify_wait_drop(&wait);
            return POLL_PENDING;
        }
    }
    return POLL_READY;
}

TEST(notified_is_cooperative)
{
    begin(0);
    CHECK_EQ(polls_of_greedy(asking, NULL), 3);
    end();
}

static void polled_after_ready(void)
{
    begin(1);
    notify_one(&notify);
    poll_notified(0);
    poll_notified(0);
}

static void ended_too_early(void)
{
    begin(1);
    notify_fini(&notify);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "notified was polled after it was ready");
    expect_panic(ended_too_early, "the end of a notify for which somebody");
}
