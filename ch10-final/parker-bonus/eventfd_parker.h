#ifndef EVENTFD_PARKER_H
#define EVENTFD_PARKER_H

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "error.h"

/*
 * The parker of parker.h, with its contract, on an eventfd(2): a file that
 * holds a number.  To write adds to it, to read takes all of it and, as long as
 * it is 0, sleeps.  So the kernel has the token, and to ask for it is a system
 * call each time, whether anybody sleeps or not; and each parker is an open
 * file.
 *
 * What that buys: the token is something that poll(2) and epoll(7) can wait for
 * beside other files.  An executor that parks here could be its own reactor.
 *
 * The C memory model does not say that a read comes after the write whose
 * number it took; the lock that the kernel has around the number does.
 */
struct eventfd_parker {
    int fd; /* readable while there is a token, and no thread's to read */
};

/* 0, or as eventfd(2) fails: -EMFILE, -ENFILE, -ENOMEM, -ENOSYS. */
static inline int eventfd_parker_init(struct eventfd_parker *parker)
{
    parker->fd = eventfd(0, EFD_CLOEXEC);
    return parker->fd < 0 ? -errno : 0;
}

/* As parker_park(). */
static inline void eventfd_parker_park(struct eventfd_parker *parker)
{
    uint64_t unparks; /* any number of them is one token */

    while (read(parker->fd, &unparks, sizeof(unparks)) < 0)
        if (errno != EINTR)
            panic("eventfd_parker_park: %s", strerror(errno));
}

/*
 * As parker_unpark(), and from a signal handler as well.  It would block after
 * 2^64 - 2 unparks without a park; nobody lives to see it.
 */
static inline void eventfd_parker_unpark(struct eventfd_parker *parker)
{
    const uint64_t one = 1;
    int saved_errno = errno;

    while (write(parker->fd, &one, sizeof(one)) < 0)
        if (errno != EINTR)
            panic("eventfd_parker_unpark: %s", strerror(errno));
    errno = saved_errno;
}

/* As parker_fini(). */
static inline void eventfd_parker_fini(struct eventfd_parker *parker)
{
    close(parker->fd);
}

#endif
