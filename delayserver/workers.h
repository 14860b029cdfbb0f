#ifndef WORKERS_H
#define WORKERS_H

struct process;

/* Servers on one port, each with a thread; the kernel shares out the clients */

enum {
    WORKERS_MAX = 64,
};

struct workers {
    int count;
    struct worker *all;
};

/*
 * Makes so many servers, the first on the listener, which it takes over, the
 * others on copies of it (see listener_copy).  *process is open and outlives
 * them.  Returns 0, or -errno and the listener is closed.
 */
int workers_open(struct workers *workers, struct process *process, int listener,
                 int count);

/*
 * Serves, the first in the calling thread, which must be the main one, until
 * SIGINT or SIGTERM, then finishes what was asked.  Closes everything.
 * Returns 0 or, if one of them could not go on, its -errno.
 */
int workers_run(struct workers *workers);

#endif
