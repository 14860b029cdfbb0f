#ifndef OUTBOX_H
#define OUTBOX_H

#include "delivery.h"
#include "response.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The answers that a client is to get, in the order in which it asked, and
 * what its socket did not take of those that were due.  All zero is empty.
 */
struct outbox {
    struct answer *first;
    struct answer *last; /* meaningful while there is a first */
    unsigned count;
    uint32_t unsent_size;
    uint32_t unsent_done;
    char *unsent;             /* NULL: everything is sent */
    struct delivery delivery; /* of the first answer */
    bool reset;               /* behind the last octet comes no end but a RST */
};

/* A buffer for all outboxes of a thread; has something in it only in a call */
struct outbox_buffer {
    struct date date;
    char data[65536];
};

/* Octets, before other clients have their turn */
enum {
    TURN_MAX = 4 * sizeof((struct outbox_buffer *)0)->data,
};

/* Frees what it holds */
void outbox_fini(struct outbox *outbox);

/* Appends an answer and owns it, its message too */
void outbox_add(struct outbox *outbox, struct answer *answer);

/* True when no answer is left, not even a part of one */
bool outbox_is_empty(const struct outbox *outbox);

/* True when the first answer has gone as far as it will, and stays there */
bool outbox_hangs(const struct outbox *outbox);

/* When it wants to write next: TIMER_NEVER if it needs the socket to drain */
uint64_t outbox_due(const struct outbox *outbox);

/*
 * Writes to the socket, which must not block, what is due and what it takes,
 * but not much more than TURN_MAX octets: if more is due, outbox_due says so
 * at once.  Returns the number of octets, or -errno; then nothing more can be
 * sent.
 */
ptrdiff_t outbox_write(struct outbox *outbox, int fd, uint64_t now_ns,
                       struct outbox_buffer *buffer);

#endif
