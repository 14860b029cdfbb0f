#define _GNU_SOURCE /* SOCK_NONBLOCK in socket() */
#include "listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union address {
    struct sockaddr any;
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
};

enum sharing {
    EXCLUSIVE,
    FIRST, /* of several sockets on the same port */
    COPY,
};

static bool set(int fd, int level, int option, int value)
{
    return setsockopt(fd, level, option, &value, sizeof(value)) == 0;
}

/*
 * What accepted sockets inherit: not to gather octets, as answers are written
 * whole; and to ask a silent client now and then whether it is still there,
 * for it may have vanished while it waits for an answer.
 */
static bool set_up_clients(int fd)
{
    return set(fd, IPPROTO_TCP, TCP_NODELAY, 1) &&
           set(fd, SOL_SOCKET, SO_KEEPALIVE, 1) &&
           set(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60) &&
           set(fd, IPPROTO_TCP, TCP_KEEPINTVL, 10) &&
           set(fd, IPPROTO_TCP, TCP_KEEPCNT, 6);
}

/*
 * SO_REUSEPORT shares a port with all other programs of the same user that set
 * it before they bind.  So that two servers do not answer in turns where a
 * user has started both by mistake, the first socket binds without it.
 */
static bool try_to_listen(int fd, const struct sockaddr *address,
                          socklen_t size, enum sharing sharing)
{
    /* SO_REUSEADDR: it can start again at once where one has just ended */
    return set_up_clients(fd) && set(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
           (sharing != COPY || set(fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
           bind(fd, address, size) == 0 &&
           (sharing != FIRST || set(fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
           listen(fd, SOMAXCONN) == 0;
}

static int listen_on(const struct sockaddr *address, socklen_t size,
                     enum sharing sharing)
{
    int err;
    int fd = socket(address->sa_family,
                    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -errno;
    if (!try_to_listen(fd, address, size, sharing)) {
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
 * else answers there, and it would be no help to listen elsewhere.  fd is why
 * there is none yet.
 */
static int listen_on_first(const struct addrinfo *addresses, bool ipv4,
                           enum sharing sharing, int fd)
{
    for (; addresses != NULL && is_missing(fd); addresses = addresses->ai_next)
        if ((addresses->ai_family == AF_INET) == ipv4)
            fd = listen_on(addresses->ai_addr, addresses->ai_addrlen, sharing);
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

int listener_open(const char *host, uint16_t port, bool is_shared,
                  const char **reason, const char **advice)
{
    enum sharing sharing = is_shared ? FIRST : EXCLUSIVE;
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
    fd = listen_on_first(addresses, true, sharing, -EADDRNOTAVAIL);
    if (is_missing(fd))
        fd = listen_on_first(addresses, false, sharing, fd);
    freeaddrinfo(addresses);
    if (fd >= 0)
        return fd;
    *advice = advise(fd);
    *reason = strerror(-fd);
    return -1;
}

int listener_copy(int fd)
{
    union address address;
    socklen_t size = sizeof(address);

    if (getsockname(fd, &address.any, &size) < 0)
        return -errno;
    return listen_on(&address.any, size, COPY);
}

int listener_port(int fd)
{
    union address address;
    socklen_t size = sizeof(address);

    if (getsockname(fd, &address.any, &size) < 0)
        return -errno;
    return ntohs(address.any.sa_family == AF_INET6 ? address.ipv6.sin6_port
                                                   : address.ipv4.sin_port);
}
