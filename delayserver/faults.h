#ifndef FAULTS_H
#define FAULTS_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an answer does slowly or wrongly because it was asked to */

enum fault_reset {
    RESET_NEVER,
    RESET_BEFORE,  /* in place of any answer */
    RESET_HEADERS, /* behind half of the head */
    RESET_BODY,    /* behind the head and half of the body */
};

enum {
    FAULTS_SIZE_MAX = 1000000000,
    DELAY_MAX_MS = 3600 * 1000,
    FAULTS_TEXT_MAX = 512, /* of what faults_parse and faults_print write */
};

/* In place of a size: neither padded nor truncated */
#define FAULTS_NONE UINT32_MAX

struct faults {
    uint32_t size;        /* octets of the body, or FAULTS_NONE */
    uint32_t truncate;    /* the answer ends behind so many, or FAULTS_NONE */
    uint32_t drip_octets; /* of the body ... */
    uint32_t drip_ms;     /* ... go out each time this has passed; 0: all */
    uint32_t header_delay_ms; /* from the status line to the fields */
    uint32_t jitter_ms;       /* so much later at most, by chance */
    uint16_t status;          /* in place of 200, or 0 */
    uint8_t reset;            /* enum fault_reset */
    bool chunked;
    bool hang;             /* where it would end or be cut off, it hangs */
    bool ignore_keepalive; /* stay where close was asked, and vice versa */
};

/* A query without any parameter */
extern const struct faults no_faults;

/*
 * Understands a query, NAME=VALUE&NAME=VALUE without the question mark.  No
 * name and no value is longer than 64 octets, percent-encoding included.
 * False when a parameter is unknown, malformed, empty or repeated: then
 * problem, which has room for FAULTS_TEXT_MAX octets, is a line that names it.
 */
bool faults_parse(struct faults *faults, struct span query, char *problem);

/*
 * Writes the query that asks for these faults, from the question mark on, and
 * terminated, where there is room for FAULTS_TEXT_MAX octets.
 */
void faults_print(char *out, const struct faults *faults);

/* True if the answer breaks off, so that none can follow */
bool faults_cut(const struct faults *faults);

#endif
