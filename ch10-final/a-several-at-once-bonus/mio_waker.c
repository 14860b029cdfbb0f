#include "mio_waker.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int mio_waker_init(struct mio_waker *waker, struct mio_registry *registry,
                   size_t token)
{
    int err, fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    if (fd < 0)
        return -errno;
    err = mio_registry_register(registry, fd, token, MIO_READABLE);
    if (err < 0) {
        close(fd);
        return err;
    }
    *waker = (struct mio_waker){.registry = registry, .fd = fd};
    return 0;
}

void mio_waker_fini(struct mio_waker *waker)
{
    /* a child of fork(2) may hold a duplicate, so closing is not enough */
    mio_registry_deregister(waker->registry, waker->fd);
    close(waker->fd);
}

/*
 * Each write adds to the counter, and each is an edge, whatever the counter
 * was: so nobody has to read it, except when it is full (2^64 - 2) and a write
 * would block.
 */
int mio_waker_wake(const struct mio_waker *waker)
{
    const uint64_t one = 1;
    uint64_t count;
    int saved_errno = errno, err = 0;

    while (err == 0 && write(waker->fd, &one, sizeof(one)) < 0) {
        if (errno == EAGAIN && read(waker->fd, &count, sizeof(count)) >= 0)
            continue;
        /* another thread was faster to read it: now there is room */
        if (errno != EAGAIN && errno != EINTR)
            err = -errno;
    }
    errno = saved_errno;
    return err;
}
