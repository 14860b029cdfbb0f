/* links: runtime/ all */
/* The contract of runtime/semaphores.h */
#include "runtime/semaphores.h"

#include "tests/unit/runtime_hand.h"

enum {
    MANY = 4
};

static struct semaphore semaphore;
static struct semaphore_acquire waits[MANY];
static struct hand hands[MANY];

static void begin(uint32_t permits)
{
    set_up();
    semaphore_init(&semaphore, permits);
}

/* All are dropped, and nothing is left that could wake. */
static void end(uint32_t permits)
{
    for (int i = 0; i < MANY; i++) {
        semaphore_acquire_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    CHECK_EQ(semaphore.permits, permits);
    semaphore_fini(&semaphore);
    tear_down();
}

/* One more poll: 0, or the error, or 1 if it is pending */
static int poll_acquire(int i)
{
    int err = 1;
    struct poll poll = semaphore_acquire_poll(&waits[i], by(&hands[i]), &err);

    CHECK_EQ(poll.is_ready, err != 1);
    return err;
}

static int acquire(int i, uint32_t count)
{
    semaphore_acquire_init(&waits[i], &semaphore, count);
    return poll_acquire(i);
}

TEST(permits_are_taken_and_given_back)
{
    begin(3);
    CHECK_EQ(acquire(0, 2), 0);
    CHECK_EQ(semaphore_try_acquire(&semaphore, 2), -EAGAIN);
    CHECK_EQ(semaphore_try_acquire(&semaphore, 1), 0);
    CHECK_EQ(acquire(1, 0), 0);
    CHECK_EQ(acquire(2, 1), 1);
    semaphore_release(&semaphore, 1);
    CHECK_EQ(hands[2].wakes, 1);
    CHECK_EQ(poll_acquire(2), 0);
    semaphore_release(&semaphore, 3);
    end(3);
}

TEST(first_come_first_served)
{
    begin(0);
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(acquire(i, 1), 1);
    semaphore_release(&semaphore, 2);
    CHECK_EQ(hands[0].wakes + hands[1].wakes, 2);
    CHECK_EQ(poll_acquire(2), 1);
    CHECK_EQ(poll_acquire(1), 0);
    CHECK_EQ(poll_acquire(0), 0);
    semaphore_release(&semaphore, 2);
    CHECK_EQ(poll_acquire(3), 0);
    CHECK_EQ(poll_acquire(2), 0);
    end(0);
}

TEST(who_wants_many_is_not_overtaken)
{
    begin(2);
    CHECK_EQ(acquire(0, 3), 1);
    CHECK_EQ(acquire(1, 1), 1);
    CHECK_EQ(semaphore_try_acquire(&semaphore, 1), -EAGAIN);
    semaphore_release(&semaphore, 1);
    CHECK_EQ(poll_acquire(1), 1);
    CHECK_EQ(poll_acquire(0), 0);
    semaphore_release(&semaphore, 1);
    CHECK_EQ(poll_acquire(1), 0);
    end(0);
}

/* In the middle; and at the front, where it kept others from their permits */
TEST(a_dropped_waiter_lets_others_pass)
{
    begin(2);
    CHECK_EQ(acquire(0, 3), 1);
    CHECK_EQ(acquire(1, 9), 1);
    CHECK_EQ(acquire(2, 1), 1);
    CHECK_EQ(acquire(3, 1), 1);
    semaphore_acquire_drop(&waits[1]);
    CHECK_EQ(hands[2].wakes, 0);
    semaphore_acquire_drop(&waits[0]);
    CHECK_EQ(poll_acquire(2), 0);
    CHECK_EQ(poll_acquire(3), 0);
    end(0);
}

/* As notify_in_drop_after_wake of tokio's: what it was given is not lost. */
TEST(permits_of_a_waiter_that_is_dropped_before_its_poll_are_passed_on)
{
    begin(0);
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(acquire(i, 2), 1);
    semaphore_release(&semaphore, 2);
    CHECK_EQ(hands[0].wakes, 1);
    semaphore_acquire_drop(&waits[0]);
    CHECK_EQ(hands[1].wakes, 1);
    semaphore_acquire_drop(&waits[1]);
    CHECK_EQ(poll_acquire(3), 1);
    CHECK_EQ(poll_acquire(2), 0);
    semaphore_acquire_drop(&waits[3]);
    semaphore_release(&semaphore, 2);
    end(2);
}

TEST(closed)
{
    begin(1);
    CHECK_EQ(acquire(0, 1), 0);
    CHECK_EQ(acquire(1, 1), 1);
    CHECK_EQ(acquire(2, 1), 1);
    semaphore_release(&semaphore, 1);
    semaphore_close(&semaphore);
    CHECK_EQ(poll_acquire(1), 0); /* it had been given one */
    CHECK_EQ(poll_acquire(2), -EPIPE);
    CHECK_EQ(acquire(3, 1), -EPIPE);
    CHECK_EQ(semaphore_try_acquire(&semaphore, 0), -EPIPE);
    semaphore_release(&semaphore, 1);
    end(1);
}

/* Who was refused does not look at the semaphore again, which may be gone. */
TEST(a_closed_one_may_end_before_those_are_polled_whom_it_has_woken)
{
    begin(0);
    CHECK_EQ(acquire(0, 1), 1);
    CHECK_EQ(acquire(1, 1), 1);
    semaphore_close(&semaphore);
    semaphore_fini(&semaphore);
    memset(&semaphore, 0, sizeof(semaphore));
    CHECK_EQ(poll_acquire(0), -EPIPE);
    semaphore_acquire_drop(&waits[1]); /* would release, and find a list */
    semaphore_init(&semaphore, 0);
    end(0);
}

TEST(the_last_waker_counts)
{
    struct hand other = {0};

    begin(0);
    CHECK_EQ(acquire(0, 1), 1);
    CHECK(!semaphore_acquire_poll(&waits[0], by(&other), NULL).is_ready);
    semaphore_release(&semaphore, 1);
    CHECK_EQ(hands[0].wakes, 0);
    CHECK_EQ(other.wakes, 1);
    CHECK_EQ(other.clones, 0);
    end(1);
}

/* A waker may take part: the second has its permit before the first is polled.
 */
static void release_one(void)
{
    hands[0].when_woken = NULL;
    semaphore_release(&semaphore, 1);
}

TEST(a_waker_may_release)
{
    begin(0);
    hands[0].when_woken = release_one;
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(acquire(i, 1), 1);
    semaphore_release(&semaphore, 2);
    CHECK_EQ(hands[2].wakes, 1);
    CHECK_EQ(hands[3].wakes, 0);
    end(3);
}

static void drop_the_first(void)
{
    semaphore_acquire_drop(&waits[0]);
}

TEST(a_waker_may_drop_who_is_woken)
{
    begin(0);
    hands[0].when_woken = drop_the_first;
    CHECK_EQ(acquire(0, 1), 1);
    CHECK_EQ(acquire(1, 1), 1);
    semaphore_release(&semaphore, 1);
    CHECK_EQ(poll_acquire(1), 0);
    end(0);
}

static struct poll acquiring(struct script *script, struct context *cx)
{
    struct semaphore_acquire wait;

    for (; script->left > 0; script->left--) {
        semaphore_acquire_init(&wait, &semaphore, 1);
        if (!semaphore_acquire_poll(&wait, cx, NULL).is_ready) {
            semaphore_acquire_drop(&wait);
            return POLL_PENDING;
        }
        semaphore_release(&semaphore, 1);
    }
    return POLL_READY;
}

TEST(semaphore_is_cooperative)
{
    begin(1);
    CHECK_EQ(polls_of_greedy(acquiring, NULL), 3);
    end(1);
}

static void polled_after_ready(void)
{
    begin(1);
    acquire(0, 1);
    acquire(1, 1);
    semaphore_acquire_poll(&waits[0], by(&hands[0]), NULL);
}

static void ended_too_early(void)
{
    begin(0);
    acquire(0, 1);
    semaphore_fini(&semaphore);
}

static void too_many(void)
{
    begin(UINT32_MAX);
    semaphore_release(&semaphore, 1);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "was polled after it was ready");
    expect_panic(ended_too_early, "the end of a semaphore for which somebody");
    expect_panic(too_many, "a semaphore was given more than");
}
