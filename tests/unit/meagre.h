/* wraps: send */
#ifndef MEAGRE_H
#define MEAGRE_H

/* A connection that takes little: linked with --wrap=send. */
#include <errno.h>
#include <stdbool.h>
#include <sys/socket.h>

static bool is_full;   /* it takes nothing */
static bool is_meagre; /* one byte at a time, and a signal before it */

ssize_t __real_send(int fd, const void *data, size_t size, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t size, int flags);

ssize_t __wrap_send(int fd, const void *data, size_t size, int flags)
{
    static int calls;

    if (is_full || (is_meagre && ++calls % 2 != 0)) {
        errno = is_full ? EAGAIN : EINTR;
        return -1;
    }
    return __real_send(fd, data, is_meagre ? 1 : size, flags);
}

#endif
