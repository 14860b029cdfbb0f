#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOG_MESSAGE_MAX = 8192,
    LOG_LINE_MAX = 4 * LOG_MESSAGE_MAX + 64, /* each octet as \xNN */
    LOG_SIZE = 2 * LOG_LINE_MAX,
};

/*
 * The requests, one line each, on standard output.
 *
 * Whoever reads it cannot hold up the server: while a pipe is full or a
 * terminal stopped, lines wait here, and when there is no room they are lost
 * (the number at the start of the line shows that some are).  If nobody reads
 * any more, all are.
 */
struct log {
    bool quiet;
    unsigned long requests; /* their number so far */
    size_t size;
    char text[LOG_SIZE];
};

/*
 * Counts a request and adds its line.  Octets of the message that would
 * control a terminal, or are no UTF-8, appear as \xNN.
 */
void log_request(struct log *log, uint32_t delay_ms, const char *message,
                 size_t size);

/*
 * Writes what can be written now.  True if nothing is left; else call it
 * again in a while.
 */
bool log_flush(struct log *log);

#endif
