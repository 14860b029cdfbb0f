#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

/*
 * Reads once.  1: the answer is whole.  0: more must come.  -EAGAIN: nothing
 * is there yet, and the socket is in non-blocking mode.  Or another -errno.
 */
static int receive(int fd, struct answer *answer, struct wait *wait)
{
    char part[4096];
    ssize_t n;
    int err;

    do {
        wait->calls++;
        n = read(fd, part, sizeof(part));
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return -errno;
    if (n > 0) {
        err = answer_append(answer, part, (size_t)n);
        if (err < 0)
            return err;
    }
    return answer_is_whole(answer, n == 0);
}

int wait_blocking(int fd, struct answer *answer, struct wait *wait)
{
    int err;

    do
        err = receive(fd, answer, wait);
    while (err == 0);
    return err < 0 ? err : 0;
}

static int set_nonblocking(int fd, struct wait *wait)
{
    int flags = fcntl(fd, F_GETFL);

    wait->calls += 2;
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

int wait_in_loop(int fd, struct answer *answer, struct wait *wait)
{
    int err = set_nonblocking(fd, wait);

    while (err == 0 || err == -EAGAIN) {
        err = receive(fd, answer, wait);
        if (err == -EAGAIN)
            wait->empty++;
    }
    return err < 0 ? err : 0;
}

/* A timer to be read like any other file.  The descriptor, or -errno. */
static int open_ticks(struct wait *wait)
{
    const struct timespec tick = {.tv_nsec = WAIT_TICK_MS * 1000000L};
    const struct itimerspec ticks = {.it_interval = tick, .it_value = tick};
    int err;
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

    wait->calls++;
    if (fd < 0)
        return -errno;
    wait->calls++;
    if (timerfd_settime(fd, 0, &ticks, NULL) < 0) {
        err = -errno;
        close(fd);
        return err;
    }
    return fd;
}

static int watch(int epfd, int fd, struct wait *wait)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    wait->calls++;
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

/* Any other work could be done here, as long as it does not block either. */
static int serve_ticks(int fd, struct wait *wait)
{
    uint64_t ticks; /* more than one if we came late */

    wait->calls++;
    if (read(fd, &ticks, sizeof(ticks)) < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    wait->ticks += ticks;
    return 0;
}

/* Sleeps until something happens and serves it; returns as receive() does. */
static int serve_event(int epfd, int fd, struct answer *answer,
                       struct wait *wait)
{
    struct epoll_event event;
    int err;

    wait->calls++;
    if (epoll_wait(epfd, &event, 1, -1) < 0)
        return errno == EINTR ? 0 : -errno;
    if (event.data.fd != fd)
        return serve_ticks(event.data.fd, wait);
    err = receive(fd, answer, wait);
    if (err != -EAGAIN)
        return err;
    wait->empty++; /* the queue may err, so whoever asks must not block */
    return 0;
}

int wait_in_queue(int fd, struct answer *answer, struct wait *wait)
{
    int epfd, timer;
    int err = set_nonblocking(fd, wait);

    if (err < 0)
        return err;
    timer = open_ticks(wait);
    if (timer < 0)
        return timer;
    wait->calls++;
    epfd = epoll_create1(EPOLL_CLOEXEC);
    if (epfd < 0) {
        err = -errno;
        goto close_timer;
    }
    err = watch(epfd, fd, wait);
    if (err == 0)
        err = watch(epfd, timer, wait);
    while (err == 0)
        err = serve_event(epfd, fd, answer, wait);
    close(epfd);
close_timer:
    close(timer);
    return err < 0 ? err : 0;
}
