/*
 * links: ch10-final/a-rust-futures/ reactor.c mio.c mio_waker.c error.c
 * wraps: allocations.h epoll_create1 eventfd epoll_ctl epoll_wait
 * wraps: pthread_create pthread_join
 */
#define _GNU_SOURCE
/* The contract of ch10-final/a-rust-futures/reactor.h */
#include "ch10-final/a-rust-futures/reactor.h"

#include "tests/unit/fake_waker_ch10.h"

#include "tests/unit/reactor.h"

TEST(a_waker_that_would_wake_the_same_is_not_cloned)
{
    set_up();
    for (int i = 0; i < 3; i++) {
        set_waker(&first);
        set_waker(&first);
        CHECK_EQ(first.task.clones, i + 1);
        CHECK_EQ(first.task.drops, i);
        put(&first);
        wait_for_wake(&first.task);
        settle();
        CHECK_EQ(first.task.wakes, i + 1);
    }
    tear_down();
}

TEST(a_waker_that_was_kept_is_used_up_by_the_event)
{
    set_up();
    set_waker(&first);
    put(&first);
    wait_for_drops(&first.task);
    CHECK_EQ(first.task.wakes, 1);
    CHECK(reactor.registrations[first.fd].waker.vtable == NULL);
    tear_down();
}
