#ifndef WHEEL_H
#define WHEEL_H

#include <stddef.h>
#include <stdint.h>

#include "list.h"

/*
 * A timing wheel: holds entries by the time at which they are due, in ns.  To
 * add and to remove one takes the same time however many there are, and no
 * memory.
 *
 * Times are cut into ticks of 65,536 ns.  Level 0 has a slot for each of 64
 * ticks, level 1 one for each 64 of these, and so on: eight levels are all that
 * an int64_t of ns can say.  An entry is on the level of the highest digit, in
 * base 64, in which its tick and the present one differ.  When that slot's turn
 * comes its entries go down to lower levels, until they are due.
 */
enum {
    WHEEL_TICK = 16, /* bits of a time below one tick */
    WHEEL_DIGIT = 6, /* bits of a digit */
    WHEEL_SLOTS = 1 << WHEEL_DIGIT,
    WHEEL_LEVELS = 8
};

struct wheel_entry {
    struct list_link link;
    int64_t at; /* ns */
};

struct wheel {
    struct list_link slots[WHEEL_LEVELS][WHEEL_SLOTS];
    uint64_t occupied[WHEEL_LEVELS]; /* a bit for each slot with entries */
    int64_t tick;                    /* of the present */
    struct list_link due;            /* by time, and then in order of adding */
    size_t count;
};

void wheel_init(struct wheel *wheel, int64_t now);

/* An entry that is in no wheel */
static inline void wheel_entry_init(struct wheel_entry *entry)
{
    list_init(&entry->link);
}

static inline bool wheel_has(const struct wheel_entry *entry)
{
    return !list_is_empty(&entry->link);
}

/* Adds an entry that is in none.  Any time, also one that is past */
void wheel_add(struct wheel *wheel, struct wheel_entry *entry, int64_t at);

/* Takes out one that is in it. */
void wheel_remove(struct wheel *wheel, struct wheel_entry *entry);

/*
 * Takes out the next entry that is due at `now`, in order of time, and of
 * adding; or NULL.  Never early, and less than a tick late.  now never goes
 * back.
 */
struct wheel_entry *wheel_pop(struct wheel *wheel, int64_t now);

/*
 * A time at which there is something to do, which is the earliest entry's,
 * rounded up to its tick, or before that; INT64_MAX if there are no entries.
 */
int64_t wheel_next(const struct wheel *wheel);

/* The earliest entry, which stays in it; or NULL */
const struct wheel_entry *wheel_earliest(struct wheel *wheel);

/* The time of the earliest entry, or INT64_MAX; for who only looks: it
 * searches. */
int64_t wheel_first_time(const struct wheel *wheel);

/*
 * Takes out the earliest entry, however late that is; or NULL.  Then the
 * present is its time.  That is what a clock does that jumps.
 */
struct wheel_entry *wheel_pop_earliest(struct wheel *wheel);

#endif
