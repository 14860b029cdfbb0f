/*
 * links: ch10-final/a-several-at-once-bonus/ timer.c runtime.c reactor.c
 * links: ch10-final/a-several-at-once-bonus/ mio.c mio_waker.c error.c
 * wraps: timerfd_create epoll_ctl
 */
#define _GNU_SOURCE
/* The contract of ch10-final/a-several-at-once-bonus/timer.h */
#include "ch10-final/a-several-at-once-bonus/timer.h"

#include <sys/epoll.h>
#include <time.h>

#include "ch10-final/a-several-at-once-bonus/runtime.h"

#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/fake_waker_ch10.h"
#include "tests/unit/patience.h"

/* --- System calls: linked with --wrap ------------------------------------- */

static bool has_no_file, has_no_room;

int __real_timerfd_create(int clock, int flags);
int __wrap_timerfd_create(int clock, int flags);
int __real_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);

int __wrap_timerfd_create(int clock, int flags)
{
    errno = EMFILE;
    return has_no_file ? -1 : __real_timerfd_create(clock, flags);
}

int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    errno = ENOSPC;
    return has_no_room ? -1 : __real_epoll_ctl(epfd, op, fd, event);
}

/* --- Sleeping --------------------------------------------------------------
 */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_ready(struct sleep_ms *sleep, struct task *task)
{
    struct waker waker = fake_waker(task);

    return sleep_ms_poll(sleep, &(struct context){&waker}, NULL).is_ready;
}

/* As an executor would: polls it when it is woken, until it is ready */
static void sleep_to_the_end(struct sleep_ms *sleep, struct task *task)
{
    while (!is_ready(sleep, task))
        wait_for_wake(task);
}

TEST(it_is_ready_when_the_time_is_over_and_not_before)
{
    struct task task = {0};
    struct sleep_ms sleep;
    int64_t begin = now_ms();

    CHECK_EQ(runtime_init(), 0);
    sleep_ms_init(&sleep, 100);
    sleep_to_the_end(&sleep, &task);
    CHECK(now_ms() - begin >= 100);
    sleep_ms_drop(&sleep);
    wait_for_drops(&task);
    runtime_fini();
}

TEST(no_time_at_all_is_over_at_once)
{
    struct task task = {0};
    struct sleep_ms sleep;

    CHECK_EQ(runtime_init(), 0);
    sleep_ms_init(&sleep, 0);
    sleep_to_the_end(&sleep, &task);
    sleep_ms_drop(&sleep);
    runtime_fini();
}

TEST(dropped_at_any_time_it_leaves_nothing)
{
    struct task task = {0};
    struct sleep_ms sleep;

    CHECK_EQ(runtime_init(), 0);
    sleep_ms_init(&sleep, 100000);
    sleep_ms_drop(&sleep);
    sleep_ms_init(&sleep, 100000);
    CHECK(!is_ready(&sleep, &task));
    sleep_ms_drop(&sleep);
    CHECK_EQ(task.drops, task.clones);
    runtime_fini(); /* which panics if anything is registered */
}

/* --- Misuse, and what fails ------------------------------------------------
 */

static void sleep_without_runtime(void)
{
    struct sleep_ms sleep;

    sleep_ms_init(&sleep, 1);
}

TEST(without_a_runtime_it_panics)
{
    expect_panic(sleep_without_runtime, "panic: sleep_ms before runtime_init");
}

/* With a runtime that is there, as it needs files and room, too */
static void sleep_without(bool *lack)
{
    struct task task = {0};
    struct sleep_ms sleep;

    CHECK_EQ(runtime_init(), 0);
    *lack = true;
    sleep_ms_init(&sleep, 1);
    is_ready(&sleep, &task);
}

static void sleep_without_file(void)
{
    sleep_without(&has_no_file);
}

static void sleep_without_room(void)
{
    sleep_without(&has_no_room);
}

TEST(what_fails_is_said)
{
    if (runs_under("valgrind"))
        check_skip("valgrind takes the thread that exit() ends for a leak");
    expect_death(sleep_without_file, "make a timer: Too many open files");
    expect_death(sleep_without_room,
                 "wait for a timer: No space left on device");
}
