#ifndef READINESS_H
#define READINESS_H

#include <stdint.h>
#include <sys/epoll.h>

#include "future.h"

/*
 * To wait until an fd can be read or written: of a pipe, a socket, a
 * child process (pidfd_open(2)), inotify(7), of all that epoll(7) can watch.
 *
 * These futures do not read or write.  When one is ready, a read(2) or write(2)
 * need not wait; an error or a hangup counts as ready, and the call will tell.
 * Regular files are always ready.  If several tasks use one fd, another
 * may have been faster: then only O_NONBLOCK keeps the call from waiting.  The
 * runtime never sets O_NONBLOCK: other processes may share that flag.
 *
 * Any number of tasks may wait for one fd, in both directions.  Each of
 * them is woken.
 *
 * Let all waits for an fd end before you close it.  To close it earlier
 * is a bug: epoll forgets the fd without a word, and its number may
 * soon name another file.  If a later wait, or the drop of an earlier one,
 * finds the fd gone: panic.
 *
 * How it works: epoll has one entry for an fd, but many futures may wait
 * for it.  The runtime has a table of lists, by number of the fd, and
 * the futures are the links.  fd_readable_init() makes the table long enough,
 * so that waiting takes no memory.  An entry is EPOLLONESHOT: each wait arms
 * it, and when it has fired it stays in epoll and does nothing.  So a wait is
 * one epoll_ctl(2), but for the first of an fd, which is two.  Nobody
 * remembers which fds have an entry: each wait asks epoll, so a number
 * that was closed and used again cannot mislead it.  Less than one call a wait
 * would: an entry that stays armed is gone when its number is used again, and
 * nobody has told us.  And an edge (EPOLLET) comes once: it would be missed by
 * anybody who has not read all that was there.
 */

struct fd_wait {
    struct fd_wait *next; /* of the same fd */
    struct waker waker;
    int fd;
    uint32_t events; /* EPOLLIN or EPOLLOUT */
    int result;      /* 0 or -errno, when it has ended */
};

void fd_wait_init(struct fd_wait *self, int fd, uint32_t events);
struct poll fd_wait_poll(struct fd_wait *self, struct context *cx, int *output);
void fd_wait_drop(struct fd_wait *self);

/*
 * Ready when the fd can be read: 0, or -errno if nobody can wait for it
 * (-EBADF, -ENOMEM, -ENOSPC).  Dropped before, nothing is lost.
 */
typedef int fd_readable_output;

struct fd_readable {
    struct fd_wait wait;
};

static inline void fd_readable_init(struct fd_readable *self, int fd)
{
    fd_wait_init(&self->wait, fd, EPOLLIN);
}

static inline struct poll fd_readable_poll(struct fd_readable *self,
                                           struct context *cx,
                                           fd_readable_output *output)
{
    return fd_wait_poll(&self->wait, cx, output);
}

static inline void fd_readable_drop(struct fd_readable *self)
{
    fd_wait_drop(&self->wait);
}

/* The same, when it can be written */
typedef int fd_writable_output;

struct fd_writable {
    struct fd_wait wait;
};

static inline void fd_writable_init(struct fd_writable *self, int fd)
{
    fd_wait_init(&self->wait, fd, EPOLLOUT);
}

static inline struct poll fd_writable_poll(struct fd_writable *self,
                                           struct context *cx,
                                           fd_writable_output *output)
{
    return fd_wait_poll(&self->wait, cx, output);
}

static inline void fd_writable_drop(struct fd_writable *self)
{
    fd_wait_drop(&self->wait);
}

/* --- For the runtime --------------------------------------------------------
 */

struct runtime;

/*
 * Opens its epoll(7), which watches its inbox from then on: 0 or -errno.  And
 * closes it.
 */
int readiness_open(struct runtime *runtime);
void readiness_close(struct runtime *runtime);

/*
 * Sleeps until something happens to an fd, for at most timeout ns (0:
 * not at all, negative: without end), and wakes all who wait for that.
 */
void readiness_wait(struct runtime *runtime, int64_t timeout);

#endif
