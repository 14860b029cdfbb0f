#define _GNU_SOURCE /* SOCK_NONBLOCK in socket() */
#include "listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(const struct addrinfo *address)
{
    static const int on = 1;
    int err;
    int fd = socket(address->ai_family,
                    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -errno;
    /* So that it starts again at once where one has just ended */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
        bind(fd, address->ai_addr, address->ai_addrlen) < 0 ||
        listen(fd, SOMAXCONN) < 0) {
        err = -errno;
        close(fd);
        return err;
    }
    return fd;
}

/* The host has no such address, or the kernel not this kind of them */
static bool is_missing(int err)
{
    return err == -EADDRNOTAVAIL || err == -EAFNOSUPPORT;
}

/*
 * Tries the addresses of the name that are (or are not) IPv4.  Goes to the
 * next only where an address does not exist: if its port is in use, someone
 * else answers there, and it would be no help to listen elsewhere.
 */
static int listen_on_first(const struct addrinfo *addresses, bool ipv4)
{
    int fd = -EADDRNOTAVAIL;

    for (; addresses != NULL && is_missing(fd); addresses = addresses->ai_next)
        if ((addresses->ai_family == AF_INET) == ipv4)
            fd = listen_on(addresses);
    return fd;
}

static const char *advise(int err)
{
    switch (err) {
    case -EADDRINUSE:
        return "choose another port with --port";
    case -EACCES:
        return "choose a port from 1024 on with --port";
    case -EADDRNOTAVAIL:
    case -EAFNOSUPPORT:
        return "HOST has to be a name or address of this machine";
    default:
        return "try again later";
    }
}

int listener_open(const char *host, uint16_t port, const char **reason,
                  const char **advice)
{
    struct addrinfo hints = {
        .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *addresses;
    char service[8];
    int err, fd;

    snprintf(service, sizeof(service), "%u", port);
    err = getaddrinfo(host, service, &hints, &addresses);
    if (err != 0) {
        *advice =
            advise(err == EAI_MEMORY || err == EAI_SYSTEM ? 0 : -EADDRNOTAVAIL);
        *reason = err == EAI_SYSTEM ? strerror(errno) : gai_strerror(err);
        return -1;
    }
    fd = listen_on_first(addresses, true);
    if (is_missing(fd))
        fd = listen_on_first(addresses, false);
    freeaddrinfo(addresses);
    if (fd >= 0)
        return fd;
    *advice = advise(fd);
    *reason = strerror(-fd);
    return -1;
}

int listener_port(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in ipv4;
        struct sockaddr_in6 ipv6;
    } address;
    socklen_t size = sizeof(address);

    if (getsockname(fd, &address.any, &size) < 0)
        return -errno;
    return ntohs(address.any.sa_family == AF_INET6 ? address.ipv6.sin6_port
                                                   : address.ipv4.sin_port);
}
