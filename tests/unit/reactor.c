/*
 * links: ch08-runtime/c-reactor-executor/ reactor.c mio.c mio_waker.c error.c
 * wraps: allocations.h epoll_create1 eventfd epoll_ctl epoll_wait
 * wraps: pthread_create pthread_join
 */
#define _GNU_SOURCE
/* The contract of ch08-runtime/c-reactor-executor/reactor.h */
#include "ch08-runtime/c-reactor-executor/reactor.h"

#include "tests/unit/fake_waker_ch08.h"

#include "tests/unit/reactor.h"

TEST(the_same_waker_may_be_set_again)
{
    set_up();
    set_waker(&first);
    set_waker(&first);
    CHECK_EQ(first.task.clones, 2);
    CHECK_EQ(first.task.drops, 1);
    put(&first);
    settle();
    CHECK_EQ(first.task.wakes, 1);
    tear_down();
}
