#ifndef SERVER_H
#define SERVER_H

#include "log.h"
#include "outbox.h"
#include "timer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    INPUT_SIZE = 16384,
};

/*
 * One thread, one event loop, and what its connections share.  Its buffers
 * are why a connection needs none of its own while it waits: they hold
 * something only between two system calls.
 */
struct server {
    int epoll_fd;
    int signal_fd;
    int listener; /* -1 once it stops */
    bool stopping;
    bool is_full;          /* no more connections are accepted ... */
    struct timer not_full; /* ... until this expires, or one closes */
    bool coarse_waits;     /* the kernel has no epoll_pwait2 */

    struct timers timers;
    struct connection *connections; /* the head of a list */
    size_t connection_count;
    struct log log;
    char input[INPUT_SIZE];
    struct outbox_buffer output;
};

/*
 * Prepares to serve on the listener, which it takes over, and to be ended by
 * SIGINT and SIGTERM.  *s must be zero but for log.quiet.  Returns 0, or
 * -errno and everything is closed.
 */
int server_open(struct server *s, int listener);

/*
 * Serves until SIGINT or SIGTERM, then finishes what it was asked and returns
 * 0, everything closed.  A second signal ends the process at once.  Returns
 * -errno when it cannot go on.
 */
int server_run(struct server *s);

/* CLOCK_MONOTONIC in nanoseconds: the clock of all timers */
uint64_t server_now_ns(void);

/* Tells the server that a connection, and its file descriptor, is gone */
void server_connection_closed(struct server *s);

#endif
