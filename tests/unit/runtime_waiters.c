/* links: runtime/ all */
/* The contract of runtime/waiters.h */
#include "runtime/waiters.h"

#include "tests/unit/runtime_hand.h"

static struct list_link list;
static struct waiter waiters[4];
static struct hand hands[4];

static void wait_all(void)
{
    list_init(&list);
    for (int i = 0; i < 4; i++) {
        waiters[i] = (struct waiter){0};
        waiter_wait(&waiters[i], &list, by(&hands[i])->waker);
    }
}

/* "0120" says how often each was woken. */
static void expect_wakes(const char *expected)
{
    char said[5] = "";

    for (int i = 0; i < 4; i++) {
        said[i] = (char)('0' + hands[i].wakes);
        CHECK_EQ(hands[i].clones, waiter_waits(&waiters[i]));
    }
    CHECK_STR(said, expected);
}

TEST(first_come_first_served)
{
    wait_all();
    CHECK(waiters_first(&list) == &waiters[0]);
    waiter_wake(waiters_first(&list));
    expect_wakes("1000");
    CHECK(waiter_was_woken(&waiters[0]));
    CHECK(!waiter_was_woken(&waiters[1]));
    waiter_wake(waiters_first(&list));
    expect_wakes("1100");
}

TEST(a_waiter_keeps_its_place_and_only_the_last_waker)
{
    struct hand other = {0};

    wait_all();
    waiter_wait(&waiters[0], &list, by(&other)->waker);
    CHECK_EQ(other.clones, 1);
    CHECK_EQ(hands[0].clones, 0);
    waiter_wait(&waiters[0], &list, by(&other)->waker);
    CHECK_EQ(other.clones, 1);
    CHECK(waiters_first(&list) == &waiters[0]);
    waiter_wake(&waiters[0]);
    CHECK_EQ(other.wakes, 1);
    CHECK_EQ(other.clones, 0);
    CHECK_EQ(hands[0].wakes, 0);
    waiters_wake_all(&list);
    expect_wakes("0111");
}

TEST(who_was_woken_may_wait_again)
{
    wait_all();
    waiter_wake(&waiters[0]);
    waiter_wait(&waiters[0], &list, by(&hands[0])->waker);
    CHECK(waiters_first(&list) == &waiters[1]);
    waiters_wake_all(&list);
    expect_wakes("2111");
}

TEST(one_in_the_middle_stops)
{
    wait_all();
    waiter_stop(&waiters[1]);
    waiter_stop(&waiters[1]);
    CHECK(!waiter_waits(&waiters[1]));
    CHECK(!waiter_was_woken(&waiters[1]));
    waiters_wake_all(&list);
    expect_wakes("1011");
    waiter_stop(&waiters[0]);
    CHECK(!waiter_was_woken(&waiters[0]));
    CHECK(list_is_empty(&list));
}

/* Woken, the first begins again. */
static void wait_again(void)
{
    CHECK(waiter_was_woken(&waiters[0]));
    waiter_stop(&waiters[0]);
    waiter_wait(&waiters[0], &list, by(&hands[0])->waker);
}

TEST(who_is_woken_is_out_of_the_list_already)
{
    hands[0].when_woken = wait_again;
    wait_all();
    waiter_wake(&waiters[0]);
    expect_wakes("1000");
    CHECK(waiters_first(&list) == &waiters[1]);
    waiters_wake_all(&list);
    expect_wakes("2111");
}

/* Woken, the first has the third stop and the second wait again. */
static void disturb(void)
{
    waiter_stop(&waiters[2]);
    waiter_stop(&waiters[1]);
    waiter_wait(&waiters[1], &list, by(&hands[1])->waker);
}

TEST(a_waker_may_change_the_list)
{
    hands[0].when_woken = disturb;
    wait_all();
    waiters_wake_all(&list);
    expect_wakes("1001");
    CHECK(waiters_first(&list) == &waiters[1]);
    waiters_wake_all(&list);
    expect_wakes("1101");
}

TEST(all_of_none)
{
    list_init(&list);
    waiters_wake_all(&list);
    CHECK(waiters_first(&list) == NULL);
    waiters_fini(&list, "thing");
}

TEST(a_waker_is_kept_once)
{
    struct waker kept = {0};
    struct hand a = {0}, b = {0};

    waker_wake_kept(&kept);
    waker_keep(&kept, by(&a)->waker);
    waker_keep(&kept, by(&a)->waker);
    CHECK_EQ(a.clones, 1);
    CHECK_EQ(a.cloned, 1);
    waker_keep(&kept, by(&b)->waker);
    CHECK_EQ(a.clones, 0);
    waker_wake_kept(&kept);
    waker_wake_kept(&kept);
    CHECK_EQ(a.wakes, 0);
    CHECK_EQ(b.wakes, 1);
    CHECK_EQ(b.clones, 0);
}

static void end_too_early(void)
{
    wait_all();
    waiters_fini(&list, "thing");
}

TEST(nobody_may_wait_at_the_end)
{
    expect_panic(end_too_early, "the end of a thing for which somebody waits");
}
