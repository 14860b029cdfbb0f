#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* What an answer takes at most, besides its message */
enum {
    RESPONSE_MAX = 512,
};

/* An answer to one request, waiting in its connection's queue */
struct answer {
    struct answer *next;
    uint64_t due_ns;     /* not to be sent before */
    char *message;       /* with status 200; owned, may be NULL if empty */
    const char *problem; /* with an error: why; a literal */
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
 * Writes the answer to out, which has room for RESPONSE_MAX octets and the
 * message.  Returns how many it wrote.
 */
size_t response_write(char *out, const struct answer *answer,
                      const struct date *date);

#endif
