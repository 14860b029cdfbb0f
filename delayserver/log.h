#ifndef LOG_H
#define LOG_H

#include "faults.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOG_MESSAGE_MAX = 8192,
    LOG_LINE_MAX = 4 * LOG_MESSAGE_MAX + FAULTS_TEXT_MAX + 64, /* as \xNN */
    LOG_SIZE = 2 * LOG_LINE_MAX,
};

/*
 * The requests, one line each, on standard output.
 *
 * Whoever reads it cannot hold up the server: while a pipe is full or a
 * terminal stopped, lines wait here, and when there is no room they are lost
 * (the number at the start of the line shows that some are).  If nobody reads
 * any more, all are.  Any thread may call these functions.  All zero but for
 * the mutex is an empty log.
 */
struct log {
    bool quiet;             /* not to be changed any more */
    atomic_ullong requests; /* their number so far */
    pthread_mutex_t mutex;  /* for the rest */
    size_t size;
    char text[LOG_SIZE];
};

/* The number of a request that has just been read: 1 is the first */
uint64_t log_number(struct log *log);

/*
 * Adds the line of a request: its number, delay, message, and the faults that
 * it gets, or NULL.  Octets of the message that would control a terminal, or
 * are no UTF-8, appear as \xNN.
 */
void log_request(struct log *log, uint64_t number, uint32_t delay_ms,
                 const char *message, size_t size, const struct faults *faults);

/*
 * Writes what can be written now.  True if nothing is left; else call it
 * again in a while.
 */
bool log_flush(struct log *log);

#endif
