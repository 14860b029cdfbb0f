#ifndef PROCESS_H
#define PROCESS_H

#include "dice.h"
#include "log.h"

/* What there is once, however many threads serve */
struct process {
    struct log log;
    struct dice dice;
    int signal_fd; /* readable when SIGINT or SIGTERM has come */
    int stop_fd;   /* readable from when all are to stop */
};

/*
 * Sets up *process, which is zero but for log.quiet and the dice, and blocks
 * SIGINT and SIGTERM, also in the threads that start from now on.  Returns 0,
 * or -errno and nothing is open.
 */
int process_open(struct process *process);

/* Writes the rest of the log, if somebody takes it, and closes everything */
void process_close(struct process *process);

/*
 * Takes the signal, and stops all servers.  The next one ends the process.  For
 * the main thread, which lives longest.
 */
void process_take_signal(struct process *process);

/* Makes all servers stop.  Any thread may call it. */
void process_stop(struct process *process);

#endif
