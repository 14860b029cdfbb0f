#include "waiting.h"

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
static int receive(int fd, struct answer *answer, struct effort *effort)
{
    char part[4096];
    ssize_t n;
    int err;

    do {
        effort->calls++;
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

int wait_blocking(int fd, struct answer *answer, struct effort *effort)
{
    int err;

    do
        err = receive(fd, answer, effort);
    while (err == 0);
    return err < 0 ? err : 0;
}

static int set_nonblocking(int fd, struct effort *effort)
{
    int flags = fcntl(fd, F_GETFL);

    effort->calls += 2;
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

int wait_in_loop(int fd, struct answer *answer, struct effort *effort)
{
    int err = set_nonblocking(fd, effort);

    while (err == 0 || err == -EAGAIN) {
        err = receive(fd, answer, effort);
        if (err == -EAGAIN)
            effort->empty++;
    }
    return err < 0 ? err : 0;
}

/* A timer to be read like any other file.  The descriptor, or -errno. */
static int open_ticks(struct effort *effort)
{
    const struct timespec tick = {.tv_nsec = WAIT_TICK_MS * 1000000L};
    const struct itimerspec ticks = {.it_interval = tick, .it_value = tick};
    int err;
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

    effort->calls++;
    if (fd < 0)
        return -errno;
    effort->calls++;
    if (timerfd_settime(fd, 0, &ticks, NULL) < 0) {
        err = -errno;
        close(fd);
        return err;
    }
    return fd;
}

static int watch(int epfd, int fd, struct effort *effort)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    effort->calls++;
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

/* Any other work could be done here, as long as it does not block either. */
static int serve_ticks(int fd, struct effort *effort)
{
    uint64_t ticks; /* more than one if we came late */

    effort->calls++;
    if (read(fd, &ticks, sizeof(ticks)) < 0)
        return errno == EINTR ? 0 : -errno;
    effort->ticks += ticks;
    return 0;
}

/* Sleeps until something happens and serves it; returns as receive() does. */
static int serve_event(int epfd, int fd, struct answer *answer,
                       struct effort *effort)
{
    struct epoll_event event;
    int err;

    effort->calls++;
    if (epoll_wait(epfd, &event, 1, -1) < 0)
        return errno == EINTR ? 0 : -errno;
    if (event.data.fd == fd)
        err = receive(fd, answer, effort);
    else
        err = serve_ticks(event.data.fd, effort);
    if (err != -EAGAIN)
        return err;
    effort->empty++; /* the queue may err, so whoever asks must not block */
    return 0;
}

int wait_in_queue(int fd, struct answer *answer, struct effort *effort)
{
    int epfd, timer;
    int err = set_nonblocking(fd, effort);

    if (err < 0)
        return err;
    timer = open_ticks(effort);
    if (timer < 0)
        return timer;
    effort->calls++;
    epfd = epoll_create1(EPOLL_CLOEXEC);
    if (epfd < 0) {
        err = -errno;
        goto close_timer;
    }
    err = watch(epfd, fd, effort);
    if (err == 0)
        err = watch(epfd, timer, effort);
    while (err == 0)
        err = serve_event(epfd, fd, answer, effort);
    effort->calls += 2;
    close(epfd);
close_timer:
    close(timer);
    return err < 0 ? err : 0;
}
