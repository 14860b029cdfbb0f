#define _GNU_SOURCE /* epoll_pwait2 */
#include "loop.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

uint64_t loop_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: it exists */
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

int loop_open(struct loop *loop)
{
    loop->coarse_waits = false;
    timers_init(&loop->timers);
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    return loop->epoll_fd < 0 ? -errno : 0;
}

void loop_close(struct loop *loop)
{
    close(loop->epoll_fd);
    timers_fini(&loop->timers);
}

static int control(struct loop *loop, int operation, int fd, uint32_t events,
                   void *owner)
{
    struct epoll_event event = {.events = events, .data.ptr = owner};

    return epoll_ctl(loop->epoll_fd, operation, fd, &event) < 0 ? -errno : 0;
}

int loop_add(struct loop *loop, int fd, uint32_t events, void *owner)
{
    return control(loop, EPOLL_CTL_ADD, fd, events, owner);
}

int loop_change(struct loop *loop, int fd, uint32_t events, void *owner)
{
    return control(loop, EPOLL_CTL_MOD, fd, events, owner);
}

/*
 * How long to wait for what is due at wake_ns.  To wake up once for several
 * timers, the kernel may end a wait late, by a thousandth of it, or by a two
 * hundredth if we are nice (select_estimate_accuracy in its fs/select.c).  So
 * a long wait ends early, and a short one behind it hits the time.
 */
static uint64_t time_to_wait_ns(uint64_t wake_ns)
{
    uint64_t now_ns = loop_now_ns();
    uint64_t left_ns = wake_ns > now_ns ? wake_ns - now_ns : 0;

    return left_ns > 10 * MS_NS ? left_ns - left_ns / 128 : left_ns;
}

int loop_wait(struct loop *loop, struct epoll_event *events, int max,
              uint64_t wake_ns)
{
    uint64_t left_ns = time_to_wait_ns(wake_ns);
    struct timespec timeout = {
        .tv_sec = (time_t)(left_ns / SECOND_NS),
        .tv_nsec = (long)(left_ns % SECOND_NS),
    };
    bool forever = wake_ns == TIMER_NEVER;
    int count = -1;

    if (!loop->coarse_waits) {
        count = epoll_pwait2(loop->epoll_fd, events, max,
                             forever ? NULL : &timeout, NULL);
        loop->coarse_waits = count < 0 && (errno == ENOSYS || errno == EPERM);
    }
    /* Milliseconds have to be rounded up, or it would spin through the last */
    if (loop->coarse_waits)
        count = epoll_wait(loop->epoll_fd, events, max,
                           forever ? -1 : (int)((left_ns + MS_NS - 1) / MS_NS));
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    return count;
}

void loop_run_timers(struct loop *loop)
{
    uint64_t now_ns = loop_now_ns();
    struct timer *timer;

    while ((timer = timers_take(&loop->timers, now_ns)) != NULL)
        timer->expired(timer, now_ns);
}
