#ifndef DICE_H
#define DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct faults;

/*
 * Chance that can be had again: it depends on nothing but the seed and the
 * number of the request, so it is the same in each run, whichever thread
 * serves.
 */
struct dice {
    double fail_rate; /* of all, from 0 to 1 */
    uint64_t seed;
};

/*
 * True when the request with this number is to fail, and how: by a 503, a cut
 * before the last octet of an answer whose body has message_size octets, a
 * reset, silence, or a connection that does not end or stay as agreed.
 */
bool dice_fail(const struct dice *dice, uint64_t number, size_t message_size,
               struct faults *faults);

/* A number from 0 to most; for the same arguments always the same */
uint32_t dice_jitter(const struct dice *dice, uint64_t number, uint32_t most);

#endif
