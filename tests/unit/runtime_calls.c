/* links: runtime/ all */
/* The contract of runtime/calls.h: to sleep for ns, and to fail on demand */
#include "runtime/calls.h"

#include <errno.h>

#include "tests/unit/check.h"
#include "tests/unit/patience.h"

enum {
    MS = 1000000,
    NOT_WHOLE_MS = MS + MS / 5
};

static int64_t time_now(void)
{
    struct timespec time;

    CHECK_EQ(clock_gettime(CLOCK_MONOTONIC, &time), 0);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* With nobody to wake it, a wait ends by its timeout, and not before. */
static void expect_never_early(int epfd, int64_t timeout)
{
    struct epoll_event event;
    int64_t begin = time_now();

    CHECK_EQ(call_epoll_wait(epfd, &event, 1, timeout), 0);
    CHECK(time_now() - begin >= timeout);
}

TEST(a_wait_is_never_early)
{
    int epfd = call_epoll_create();

    calls_fail("epoll_pwait2", 0, 0);
    expect_never_early(epfd, 1);
    expect_never_early(epfd, NOT_WHOLE_MS);
    expect_never_early(epfd, 0);
    CHECK(calls_count() == 2 || is_set("RUN")); /* an emulator may have none */
    CHECK_EQ(call_close(epfd), 0);
}

static void wait_without_pwait2(int err)
{
    int epfd = call_epoll_create();

    calls_fail("epoll_pwait2", 0, err);
    for (int i = 0; i < 3; i++)
        expect_never_early(epfd, NOT_WHOLE_MS);
    CHECK_EQ(calls_count(), 1); /* and then it is known */
    CHECK_EQ(call_close(epfd), 0);
}

TEST(a_wait_is_never_early_where_the_kernel_has_no_epoll_pwait2)
{
    wait_without_pwait2(ENOSYS);
}

TEST(a_wait_is_never_early_where_a_sandbox_forbids_epoll_pwait2)
{
    wait_without_pwait2(EPERM);
}

TEST(both_ways_to_wait_say_what_went_wrong)
{
    struct epoll_event event;

    CHECK_EQ(call_epoll_wait(-1, &event, 1, MS), -EBADF);
    CHECK_EQ(call_epoll_wait(-1, &event, 1, 0), -EBADF);
    calls_fail("epoll_wait", 2, EINTR);
    CHECK_EQ(call_epoll_wait(-1, &event, 1, MS), -EBADF);
    CHECK_EQ(call_epoll_wait(-1, &event, 1, MS), -EINTR);
    CHECK_EQ(call_epoll_wait(-1, &event, 1, MS), -EBADF);
}
