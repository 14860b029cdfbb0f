#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>

/* The table in hostile.inc: what a client may send, and what comes of it */
static const struct hostile {
    const char *input; /* any octets, so size counts */
    size_t size;
    const char *outcome;
    int line; /* in hostile.inc */
} hostile[] = {
#define ENTRY(input, outcome) {input, sizeof(input) - 1, outcome, __LINE__},
#include "hostile.inc"
#undef ENTRY
};

enum {
    HOSTILE_COUNT = sizeof(hostile) / sizeof(hostile[0]),
};

#endif
