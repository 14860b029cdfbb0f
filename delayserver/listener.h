#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Opens a non-blocking socket that listens on host (a name or an address, of
 * which IPv4 is preferred) and port, 0 for any that is free.  Only if it
 * is_shared, listener_copy works on it.  Returns its file descriptor, which
 * the caller closes, or -1: then *reason says why, up to the next strerror, and
 * *advice what may help.
 */
int listener_open(const char *host, uint16_t port, bool is_shared,
                  const char **reason, const char **advice);

/*
 * Opens another socket that listens where this one does.  The kernel gives
 * each client to one of them.  Returns its file descriptor or -errno.
 */
int listener_copy(int fd);

/* The port it listens on, or -errno */
int listener_port(int fd);

#endif
