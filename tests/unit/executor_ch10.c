/*
 * links: ch10-final/a-rust-futures/ executor.c ready_queue.c error.c
 * wraps: allocations.h asleep.h quiet.h pthread_mutex_lock
 */
#define _GNU_SOURCE
/* The executor of ch10-final/a-rust-futures: that of chapter 8, but for wakers
 */
#include "ch10-final/a-rust-futures/executor.h"
#include "ch10-final/a-rust-futures/tasks.h"

#include "tests/unit/future_ch10.h"

#include "tests/unit/executor_many.h"

/* --- Wakers that are used up ---------------------------------------------- */

static void use_up(void)
{
    note('.');
    waker_wake(&kept);
    CHECK(kept.vtable == NULL && kept.data == NULL);
}

static progress give_away(int nth, const struct waker *waker)
{
    if (nth > 1)
        return POLL_READY;
    kept = waker_clone(waker);
    return POLL_NOT_READY;
}

TEST(a_waker_that_is_used_up_need_not_be_dropped)
{
    asleep = use_up;
    executor_block_on(letter('a', give_away));
    CHECK_STR(record, "a.aA");
    CHECK_EQ(blocks, 0);
}

TEST(the_last_waker_of_a_finished_task_may_be_used_up)
{
    run_awake(letter('a', keep_and_be_ready));
    CHECK(blocks > 0);
    waker_wake(&kept);
    CHECK_EQ(blocks, 0);
}

/* --- Which waker is whose ------------------------------------------------- */

static struct waker others;

static progress be_another(int nth, const struct waker *waker)
{
    CHECK(!waker_will_wake(waker, &others));
    CHECK(!waker_will_wake(&others, waker));
    waker_drop(&others);
    return be_ready(nth, waker);
}

static progress know_itself(int nth, const struct waker *waker)
{
    struct waker noop = waker_noop();

    if (nth == 1) {
        others = waker_clone(waker);
        CHECK(waker_will_wake(waker, &others));
        CHECK(!waker_will_wake(waker, &noop));
        spawn(letter('b', be_another));
    } else {
        CHECK(waker_will_wake(waker, &kept)); /* at each poll the same */
    }
    return wait_once(nth, waker);
}

TEST(wakers_of_one_task_are_known_to_be_that)
{
    run_woken(letter('a', know_itself));
    CHECK_STR(record, "abB.aA");
}
