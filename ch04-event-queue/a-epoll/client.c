#define _GNU_SOURCE /* asprintf */
#include "client.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * A connect that a signal interrupts goes on without us: connect(2) must not
 * be called again, the socket becomes writable when it is done (POSIX).
 */
static int finish_connect(int fd)
{
    struct pollfd pollfd = {.fd = fd, .events = POLLOUT};
    socklen_t len = sizeof(int);
    int err;

    while (poll(&pollfd, 1, -1) < 0) {
        if (errno != EINTR)
            return -errno;
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
        return -errno;
    return -err;
}

int client_connect(const struct sockaddr_in *address)
{
    int err = 0;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -errno;
    if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
        err = errno == EINTR ? finish_connect(fd) : -errno;
    if (err < 0) {
        close(fd);
        return err;
    }
    return fd;
}

static int send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        /* without the flag a peer that has gone would kill us by SIGPIPE */
        ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

int client_send_request(int fd, const char *path)
{
    char *request;
    int err;
    int len = asprintf(&request,
                       "GET %s HTTP/1.1\r\n"
                       "Host: localhost\r\n"
                       "Connection: close\r\n"
                       "\r\n",
                       path);

    if (len < 0)
        return -ENOMEM;
    err = send_all(fd, request, (size_t)len);
    free(request);
    return err;
}
