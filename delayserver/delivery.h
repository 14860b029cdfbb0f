#ifndef DELIVERY_H
#define DELIVERY_H

#include "response.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How one answer goes out, part by part: which octets belong together, when
 * they may go, and where the answer breaks off, if it was asked to.  Mostly
 * there is one part, which is all of it.
 */

/* What a part takes at most */
enum {
    DELIVERY_BODY_MAX = 16384,
    DELIVERY_PART_MAX = RESPONSE_HEAD_MAX + DELIVERY_BODY_MAX,
};

/* How far an answer has come.  All zero is not at all. */
struct delivery {
    uint64_t left;      /* octets until it breaks off */
    uint32_t body_done; /* octets of the body, without what chunks cost */
    uint8_t stage;      /* enum delivery_stage, in delivery.c */
};

/* When the next part may go out: TIMER_NEVER behind the last one */
uint64_t delivery_due(const struct delivery *delivery,
                      const struct answer *answer);

/*
 * Writes the next part, which is due, to out, which has room for
 * DELIVERY_PART_MAX octets.
 * Returns how many it wrote, which may be none.
 */
size_t delivery_next(struct delivery *delivery, const struct answer *answer,
                     const struct date *date, char *out);

/* True when there is no next part */
bool delivery_is_over(const struct delivery *delivery);

#endif
