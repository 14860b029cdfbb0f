#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "waiting.h"

enum {
    PIECE_NS = 30 * 1000 * 1000
};

static const char *const pieces[] = {
    "HTTP/1.1 ",
    "200 OK\r\n",
    "content-length: 10\r\n",
    "date: now\r\n",
    "server: check\r\n",
    "x: 1\r\n",
    "x: 2\r\n",
    "x: 3\r\n",
    "\r\n",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "0",
};
enum {
    PIECES = sizeof(pieces) / sizeof(pieces[0])
};

static int64_t now_ns = 1000000000;
static int64_t begin_ns = 1000000000;
static size_t sent;
static unsigned long waits;
static int peer;

int __real_epoll_pwait(int, struct epoll_event *, int, int, const sigset_t *);

static int look(int epfd, struct epoll_event *events, int max)
{
    return __real_epoll_pwait(epfd, events, max, 0, NULL);
}

static int wait_ns(int epfd, struct epoll_event *events, int max,
                   int64_t timeout)
{
    int64_t next = begin_ns + (int64_t)(sent + 1) * PIECE_NS;
    int n;

    now_ns += 1000;
    if (++waits == 2) {
        now_ns += 10 * 1000 * 1000;
        errno = EINTR; /* a signal came */
        return -1;
    }
    n = look(epfd, events, max);
    if (n != 0)
        return n;
    if (sent == PIECES) {
        puts("It waits though the answer is whole.");
        _exit(1);
    }
    if (timeout >= 0 && now_ns + timeout < next) {
        now_ns += timeout;
        return 0;
    }
    if (now_ns < next)
        now_ns = next;
    if (write(peer, pieces[sent], strlen(pieces[sent])) < 0)
        _exit(2);
    sent++;
    return look(epfd, events, max);
}

int __wrap_epoll_wait(int epfd, struct epoll_event *events, int max, int ms)
{
    return wait_ns(epfd, events, max, ms < 0 ? -1 : ms * (int64_t)1000000);
}

int __wrap_epoll_pwait(int epfd, struct epoll_event *events, int max, int ms,
                       const sigset_t *mask)
{
    (void)mask;
    return __wrap_epoll_wait(epfd, events, max, ms);
}

int __wrap_epoll_pwait2(int epfd, struct epoll_event *events, int max,
                        const struct timespec *t, const sigset_t *mask)
{
    (void)mask;
    return wait_ns(epfd, events, max,
                   t == NULL ? -1
                             : t->tv_sec * (int64_t)1000000000 + t->tv_nsec);
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    (void)clock;
    now_ns += 1000;
    *time = (struct timespec){now_ns / 1000000000, now_ns % 1000000000};
    return 0;
}

int __wrap_gettimeofday(struct timeval *time, void *zone)
{
    (void)zone;
    now_ns += 1000;
    *time = (struct timeval){now_ns / 1000000000, now_ns % 1000000000 / 1000};
    return 0;
}

int main(void)
{
    struct answer answer = {0};
    struct effort effort = {0};
    int fds[2], err;

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0)
        return 2;
    peer = fds[1];
    err = wait_in_queue(fds[0], &answer, &effort);
    printf("%d %zu %lu %lu\n", err, sent, effort.ticks, waits);
    return 0;
}
