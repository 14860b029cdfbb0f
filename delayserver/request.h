#ifndef REQUEST_H
#define REQUEST_H

#include "head.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One HTTP request, read in pieces of any size: byte by byte, or the end of
 * one request and the start of the next in one piece.  How it is cut changes
 * nothing of what comes out.
 *
 * The rules are RFC 9110 and 9112, strictly.  A doubt where a request ends
 * closes the connection, so that nothing behind it is taken for a request.
 * A request that ends for certain but asks for something impossible gets its
 * error, and the next one is read.
 */

/* In octets, but for FIELDS_MAX; lines without their CR LF */
enum {
    REQUEST_LINE_MAX = 8192,
    FIELD_LINE_MAX = 8192,
    SECTION_MAX = 16384, /* all field lines, trailers too, with CR LF */
    FIELDS_MAX = 100,
    OVERHEAD_MAX = 4096, /* all of a chunked body that is not data */
};

enum request_event {
    REQUEST_MORE,     /* not complete yet: feed it more */
    REQUEST_CONTINUE, /* the client waits for a 100 before it sends the body */
    REQUEST_COMPLETE, /* answer it; the next begins with request_init */
};

enum request_phase {
    PHASE_EMPTY, /* nothing has arrived */
    PHASE_START, /* some of the request line has */
    PHASE_FIELDS,
    PHASE_BODY,
    PHASE_CHUNK_SIZE,
    PHASE_CHUNK_DATA,
    PHASE_CHUNK_END,
    PHASE_TRAILERS,
    PHASE_COMPLETE,
};

struct request {
    struct head head; /* what it asks for, and so what to answer */

    /* How far it has come */
    char *partial; /* a line of which more must come, else unused */
    uint16_t partial_size;
    uint16_t partial_capacity;
    uint32_t body_left; /* of the body, or of the chunk */
    uint8_t phase;      /* enum request_phase */
    bool after_cr;      /* the last octet was one, so the next must be a LF */
    bool empty_line;    /* the one that may stand before a request was there */

    /* What of each limit is used up; of BODY_MAX, head.body_size */
    uint8_t fields;
    uint16_t section_size;
    uint16_t overhead;
};

/* Starts a request.  *r owns nothing, or not any more. */
void request_init(struct request *r);

/* Frees what it owns.  Then only request_init may follow. */
void request_fini(struct request *r);

/*
 * Takes octets that arrived, as many as belong to this request, and sets
 * *used to their number, which is size unless it returns another event than
 * REQUEST_MORE.  Must not be called again after REQUEST_COMPLETE.
 */
enum request_event request_feed(struct request *r, const char *data,
                                size_t size, size_t *used);

#endif
