#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

/* An answer of HTTP/1.1, as it comes: one a connection, then closed. */

/* What has come of an answer.  All zero is an empty one. */
struct answer {
    char *data; /* len bytes as received, and a 0 that they do not count */
    size_t len;
};

/* Adds what a read has brought.  0, or -ENOMEM with the answer as it was. */
int answer_append(struct answer *answer, const char *data, size_t len);

/*
 * Is it all there?  An answer ends where its Content-Length says and, without
 * one, where the connection ends; a 204 or 304 has no body (RFC 9112, section
 * 6.3).  Interim answers (1xx) come before the answer, and bytes may come after
 * it: both are removed from the data.  A line of the header may end in LF
 * alone; a field that goes on in a second line becomes one line.
 *
 * 1: whole.  0: more must come; never when at_end, which says that a read has
 * returned 0.  -ECONNABORTED: the connection ended before the answer did.
 * -EPROTO: this is not HTTP/1.x.  -EBADMSG: the header is malformed; it has a
 * byte 0, a line that is no field, or lengths that contradict each other.
 * -ENOTSUP: the body has a transfer coding, and we know none.
 * -EPROTONOSUPPORT: the server changes to another protocol (101).
 */
int answer_is_whole(struct answer *answer, bool at_end);

/*
 * As strerror(3), with a sentence for each errno of answer_is_whole() alone:
 * "Protocol error" would tell nobody that the server speaks HTTP/2.
 */
const char *answer_strerror(int err);

/*
 * Where the body begins in the data, behind the first empty line; NULL if there
 * is none.
 */
const char *answer_body(const char *data);

/*
 * For the data of a whole answer: prints "program: what: status 404 Not Found"
 * on stderr; nothing if the status is a 2xx.  what is made as printf(3) would.
 *
 * Every program of the suite calls it for each answer, and then takes the
 * answer as any other: a status is not a failure, and the exit status does not
 * depend on it.  A program that cannot use what came says so itself.
 */
void answer_tell_status(const char *data, const char *what, ...)
    __attribute__((format(printf, 2, 3)));

/* Frees the data and leaves an empty answer. */
void answer_fini(struct answer *answer);

#endif
