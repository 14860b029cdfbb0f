#ifndef SERVER_H
#define SERVER_H

#include "connection.h"
#include "loop.h"
#include "timer.h"

#include <stdbool.h>

struct process;

/* One thread: its listener, its event loop and its connections */
struct server {
    struct process *process;
    struct loop loop;
    int listener;          /* -1 once it stops */
    bool is_full;          /* no more connections are accepted ... */
    struct timer not_full; /* ... until this expires, or one closes */
    bool log_waits;        /* there are lines that nobody took */
    struct connections connections;
};

/*
 * Prepares to serve on the listener, which it takes over.  *s is zero.
 * Returns 0, or -errno and the listener is closed, too.
 */
int server_open(struct server *s, struct process *process, int listener);

/*
 * Lets this server, which must be the one of the main thread, be ended by
 * SIGINT and SIGTERM, and the others with it; a second signal ends the process
 * at once.  Returns 0 or -errno.
 */
int server_watch_signals(struct server *s);

/*
 * Serves until it is stopped, then finishes what it was asked and returns 0.
 * Returns -errno when it cannot go on.  server_close is due in both cases.
 */
int server_run(struct server *s);

/* Ends all connections at once, and closes everything */
void server_close(struct server *s);

#endif
