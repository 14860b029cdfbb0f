#ifndef HTTP_H
#define HTTP_H

#include "future.h"

/*
 * The future of an answer: GET path from the delayserver (address.h says where
 * that is).  Its output is all of the answer as it came, header and body, with
 * any status; one that is not a 2xx is told on stderr.
 *
 * path is copied, and percent-encoded by the caller.  The first poll says
 * "FIRST POLL - START OPERATION" and connects.  A server that is not there,
 * and an answer that is none, breaks off, or has a byte 0, at which a string
 * would end, end the program by die() with a line that says what was asked, and
 * where.
 *
 * It waits in the program's runtime; if that is not started: panic.
 */
struct future *http_get(const char *path);

/* The same; the path is made as printf(3) would. */
struct future *http_getf(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
