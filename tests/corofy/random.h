/*
 * What the programs of tests/tools/corofyrandom.c use.  Their result is what
 * ended() prints: a checksum of all that happened.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

#include "case.h"

struct pair {
    unsigned a;
    unsigned b;
};

/* Functions hide what is declared in here by types of their own. */
struct twin {
    unsigned char a;
    unsigned long b;
};

typedef unsigned word;

static const unsigned primes[8] = {2, 3, 5, 7, 11, 13, 17, 19};

/* Loops of plain programs end when this is spent; others hide it. */
static __attribute__((unused)) unsigned fuel;

/* in_order depends on the order of what is noted, in_any_order does not. */
static unsigned in_order, in_any_order, how_often;

/* With TRACE in the environment all of it is shown. */
static inline unsigned trace(const char *what, unsigned value)
{
    static int tracing = -1;

    if (tracing < 0)
        tracing = getenv("TRACE") != NULL;
    if (tracing)
        printf("  %s %u\n", what, value);
    return value;
}

/* A side effect whose place in the order of all matters */
static inline unsigned note(unsigned value)
{
    in_order = in_order * 31 + value;
    return trace("note", value);
}

/* One that may stand where C leaves the order open */
static inline unsigned count(unsigned value)
{
    in_any_order += (value ^ 0x5bd1e995) * (value | 1);
    how_often++;
    return trace("count", value);
}

static inline unsigned mix(unsigned a, unsigned b)
{
    return (a << 5) - a + (b ^ (a >> 7));
}

static inline unsigned first(unsigned a, unsigned b)
{
    return a + b / 3;
}

static inline unsigned sum(const unsigned *values, unsigned size)
{
    unsigned result = 0;

    while (size-- > 0)
        result = result * 3 + values[size];
    return result;
}

static inline unsigned both_of(struct pair pair)
{
    return pair.a - 3 * pair.b;
}

static inline unsigned bump(unsigned *value, unsigned by)
{
    *value = *value * 5 + by;
    return note(*value);
}

/* The number as text */
static inline char *text(unsigned value)
{
    char *result = malloc(12);

    if (result)
        snprintf(result, 12, "%u", value);
    may_be_lost(result);
    return result;
}

/* --- What a program waits for, in the end --- */

#ifdef ASYNC

/* The same, later */
LEAF(digits)

static inline void digits_init(struct digits *self, unsigned value)
{
    count(value);
    leaf_init(&self->leaf, text(value), false);
}

/* The number, and two of them */
VALUE_LEAF(later, unsigned)
VALUE_LEAF(pairs, struct pair)

static inline void later_init(struct later *self, unsigned value)
{
    count(value);
    leaf_init(&self->leaf, NULL, false);
    self->value = value;
}

static inline void pairs_init(struct pairs *self, unsigned a, unsigned b)
{
    count(a + b);
    leaf_init(&self->leaf, NULL, false);
    self->value = (struct pair){a, b};
}

#else

static inline WAITABLE digits(unsigned value)
{
    count(value);
    return say("%u", value);
}

#endif

#ifdef ORACLE

static inline unsigned later(unsigned value)
{
    count(value);
    return value;
}

static inline struct pair pairs(unsigned a, unsigned b)
{
    count(a + b);
    return (struct pair){a, b};
}

/*
 * DEFER { ... }: gcc calls the function whose body that is where the scope of
 * the variable ends, in whatever way.
 */
#define DEFER           DEFER_NUMBER(__COUNTER__)
#define DEFER_NUMBER(n) DEFER_CALLED(n)
#define DEFER_CALLED(n)                                                    \
    auto void deferred##n(const char *);                                   \
    const char scope##n __attribute__((cleanup(deferred##n), unused)) = 0; \
    void deferred##n(__attribute__((unused)) const char *nothing)

#endif

/* The number, of a text that is freed */
static inline unsigned take(char *text)
{
    unsigned value = text ? strtoul(text, NULL, 10) : 77;

    free(text);
    return value;
}

static inline void begun(unsigned long seed)
{
    in_order = in_any_order = how_often = 0;
    fuel = 30;
    printf("%lu ", seed);
    if (getenv("TRACE"))
        puts("");
    fflush(stdout);
}

static inline void ended(char *output, unsigned shared)
{
    none_pending();
    printf("%08x %08x %u %u %u\n", in_order, in_any_order, how_often,
           take(output), shared);
    fflush(stdout);
}

#endif
