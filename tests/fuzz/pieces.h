#ifndef PIECES_H
#define PIECES_H

#include "../../delayserver/request.h"
#include "reading.h"

/*
 * Feeds delayserver/request.c an input in pieces and notes what comes out.
 * Aborts with a word if it breaks a promise of request.h.
 */
struct pieces {
    struct request request;
    struct reading reading; /* the caller ends it with reading_fini */
    struct answer answer;   /* of the request at hand */
    size_t at;
    bool closed;
};

void pieces_init(struct pieces *p);
void pieces_feed(struct pieces *p, const char *data, size_t size);

/* The input ends here; p->reading is complete */
void pieces_end(struct pieces *p);

/* All at once: the first octets in one piece, the rest in pieces of a size */
void pieces_read(struct reading *r, const char *input, size_t size,
                 size_t first, size_t piece);

#endif
