#ifndef READING_H
#define READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What came of an input: its requests in order.  The parser under test and
 * the reference make one each, and they must be equal.
 */
struct answer {
    size_t begin; /* its octets in the input; that of a refused one ends with */
    size_t end;   /* the octet for which it was refused */
    int status;
    bool is_head;
    bool told;  /* to go on, by a 100, before the body */
    bool close; /* nothing behind it is a request */
    uint32_t delay_ms;
    char *message; /* with status 200, may hold any octet; else NULL */
    size_t message_size;
};

struct reading {
    struct answer *answers;
    size_t count;
    bool more;      /* octets of a further request are there, but not all */
    bool more_told; /* and it was told to go on */
};

/* Takes over answer->message */
void reading_add(struct reading *r, const struct answer *answer);
void reading_fini(struct reading *r);
bool reading_equal(const struct reading *a, const struct reading *b);

/*
 * As a line, which the caller frees: for each request "STATUS", before it
 * "100, " if it is told to go on and "head " for a HEAD, behind it
 * " DELAY:message" and ", close"; at last "more".  reading_places has the
 * octets of each, too: "[0-35] 200 5:hi, [35-39] 400, close".
 */
char *reading_line(const struct reading *r);
char *reading_places(const struct reading *r);

#endif
