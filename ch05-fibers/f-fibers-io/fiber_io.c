#include "fiber_io.h"

#include <errno.h>
#include <unistd.h>

#include "fiber.h"

ssize_t fiber_read(int fd, void *buf, size_t len)
{
    ssize_t n;
    int err;

    while ((n = read(fd, buf, len)) < 0) {
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return -errno;
        err = fiber_wait(fd, MIO_READABLE);
        if (err < 0)
            return err;
    }
    return n;
}

ssize_t fiber_write(int fd, const void *buf, size_t len)
{
    const char *data = buf;
    size_t done = 0;
    ssize_t n;
    int err;

    while (done < len) {
        n = write(fd, data + done, len - done);
        if (n >= 0) {
            done += (size_t)n;
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return -errno;
        err = fiber_wait(fd, MIO_WRITABLE);
        if (err < 0)
            return err;
    }
    return (ssize_t)len;
}

int fiber_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    int err;

    /* asked again, it says how it went */
    while (connect(fd, address, len) < 0) {
        if (errno != EINPROGRESS && errno != EALREADY)
            return -errno;
        err = fiber_wait(fd, MIO_WRITABLE);
        if (err < 0)
            return err;
    }
    return 0;
}
