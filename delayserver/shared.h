#ifndef SHARED_H
#define SHARED_H

#include "faults.h"
#include "log.h"

/* What the servers of the process, one a thread, have in common */
struct shared {
    struct log log;
    struct dice dice;
    int signal_fd; /* readable when SIGINT or SIGTERM has come */
    int stop_fd;   /* readable from when all are to stop */
};

/*
 * Sets up *shared, which is zero but for log.quiet and the dice, and blocks
 * SIGINT and SIGTERM, also in the threads that start from now on.  Returns 0,
 * or -errno and nothing is open.
 */
int shared_open(struct shared *shared);

/* Writes the rest of the log, if somebody takes it, and closes everything */
void shared_close(struct shared *shared);

/*
 * Takes the signal, and stops all servers.  It gets its usual meaning back:
 * the next one ends the process.  For the main thread, which lives longest.
 */
void shared_take_signal(struct shared *shared);

/* Makes all servers stop.  Any thread may call it. */
void shared_stop(struct shared *shared);

#endif
