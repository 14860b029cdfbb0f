#ifndef LOG_H
#define LOG_H

#include "faults.h"
#include "request.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOG_LINE_MAX = 4 * REQUEST_LINE_MAX + FAULTS_TEXT_MAX + 64, /* as \xNN */
    LOG_SIZE = 2 * LOG_LINE_MAX,
};

/*
 * The requests, one line each, on standard output.
 *
 * Whoever reads it cannot hold up the server: while a pipe is full or a
 * terminal stopped, lines wait here, and when there is no room they are lost
 * (the number at the start of the line shows that some are).  If nobody reads
 * any more, all are.  Between log_open and log_close any thread may call the
 * functions.
 */
struct log {
    bool quiet; /* to be set before log_open; the next two are not changed */
    bool is_socket;
    int fd;
    atomic_ullong requests; /* their number so far */
    pthread_mutex_t mutex;  /* for the rest */
    bool in_line;           /* what was written last was no end of a line */
    size_t size;
    char text[LOG_SIZE];
};

/* *log is zero but for quiet.  Writes to standard output, which stays open. */
void log_open(struct log *log);

/* Writes what can be written now; what cannot is lost */
void log_close(struct log *log);

/* The number of a request that has just been read: 1 is the first */
uint64_t log_next_number(struct log *log);

/*
 * Adds the line of a request: its number, delay, message, and the faults that
 * it gets, or NULL.  Octets of the message that would control a terminal, or
 * are no UTF-8, appear as \xNN, and so does what could be taken for faults; a
 * backslash as two.
 */
void log_request(struct log *log, uint64_t number, uint32_t delay_ms,
                 const char *message, size_t size, const struct faults *faults);

/*
 * Writes what can be written now.  True if nothing is left; else call it
 * again in a while.
 */
bool log_flush(struct log *log);

#endif
