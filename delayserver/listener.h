#ifndef LISTENER_H
#define LISTENER_H

#include <stdint.h>

/*
 * Opens a non-blocking socket that listens on host (a name or an address, of
 * which IPv4 is preferred) and port, 0 for any that is free.  Returns its
 * file descriptor, which the caller closes, or -1: then *reason says why, and
 * *advice what may help.
 */
int listener_open(const char *host, uint16_t port, const char **reason,
                  const char **advice);

/* The port it listens on, or -errno */
int listener_port(int fd);

#endif
