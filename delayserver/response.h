#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct faults;

/* What the head of an answer takes at most */
enum {
    RESPONSE_HEAD_MAX = 512,
};

/* An answer to one request, waiting in its connection's queue */
struct answer {
    struct answer *next;
    uint64_t due_ns;       /* not to be sent before */
    const char *problem;   /* why there is an error, a literal, or NULL */
    char *message;         /* else the body; owned, may be NULL if empty */
    struct faults *faults; /* owned, mostly NULL */
    uint32_t message_size;
    uint16_t status;
    bool is_head; /* of the body only the length is sent */
    bool is_old;  /* to HTTP/1.0: says keep-alive unless it closes */
    bool close;   /* the last on its connection, which it says */
};

/* The Date field's text.  Made at most once a second. */
struct date {
    time_t second;
    char text[sizeof("Sun, 06 Nov 1994 08:49:37 GMT")];
};

/* Brings the text up to date.  second is never 0. */
void date_update(struct date *date, time_t second);

/*
 * Writes the head to out, which has room for RESPONSE_HEAD_MAX octets.  Returns
 * how many it wrote, which does not depend on the date.
 */
size_t response_head(char *out, const struct answer *answer,
                     const struct date *date);

/* How many octets the body has, which are not sent if HEAD asked */
size_t response_body_size(const struct answer *answer);

/*
 * Writes size octets of the body to out, starting at from.  The body of an
 * error is always written whole: from 0, response_body_size octets.
 */
void response_body(char *out, const struct answer *answer, size_t from,
                   size_t size);

/* Only that the connection is closed tells where the body ends */
bool response_needs_close(const struct answer *answer);

/* The body goes out in chunks (RFC 9112, 7.1), which the caller makes */
bool response_is_chunked(const struct answer *answer);

#endif
