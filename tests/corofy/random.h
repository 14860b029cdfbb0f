/*
 * What the programs of tests/tools/corofyrandom.c use.  Their result is what
 * ended() prints: a checksum of all that happened.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <errno.h>
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

static inline char *number_text(unsigned value)
{
    char *result = malloc(12);

    if (result)
        snprintf(result, 12, "%u", value);
    return result;
}

/* The number as text */
static inline char *text(unsigned value)
{
    char *result = number_text(value);

    may_be_lost(result);
    return result;
}

/* In a coroutine that may be dropped on its way: what it does counts nothing.
 */
static inline unsigned hushed_count(unsigned value)
{
    return value;
}

/* --- Which defers are pending --- */

/*
 * What runs in a row has a lane: of what is awaited together each has one of
 * its own, 8 * the lane of who awaits it + its number, from 1 to 7.  So in each
 * lane defers end in reverse order, and after all in the lanes that came from
 * it.
 */
static unsigned long lanes[sizeof(pending) / sizeof(pending[0])];

static inline void pushed_in(unsigned long lane, unsigned what)
{
    pushed(what);
    lanes[pending_count - 1] = lane;
}

static inline bool came_from(unsigned long lane, unsigned long from)
{
    while (lane > from)
        lane /= 8;
    return lane == from;
}

static inline void popped_in(unsigned long lane, unsigned what)
{
    size_t last = pending_count;

    while (last > 0 && !came_from(lanes[last - 1], lane))
        last--;
    if (last == 0 || lanes[last - 1] != lane ||
        (unsigned)pending[last - 1] != what) {
        fprintf(stderr, "the defer of %u in lane %lo ran out of turn\n", what,
                lane);
        abort();
    }
    for (; last < pending_count; last++) {
        pending[last - 1] = pending[last];
        lanes[last - 1] = lanes[last];
    }
    pending_count--;
}

/* --- What a program waits for, in the end --- */

#ifdef ASYNC

enum {
    LATER = -1,       /* after one to three polls, as leaf_init() has it */
    FOREVER = 1000000 /* polls that find it not ready: no program has so many */
};

static inline void takes_polls(struct leaf *leaf, int polls)
{
    if (polls != LATER)
        leaf->suspensions = polls;
}

/* A future name(...) that gives value after so many polls; effect is its init's
 */
#define FUTURE(name, type, polls, effect, gives, ...)              \
    VALUE_LEAF(name, type)                                         \
                                                                   \
    static inline void name##_init(struct name *self, __VA_ARGS__) \
    {                                                              \
        effect;                                                    \
        leaf_init(&self->leaf, NULL, false);                       \
        takes_polls(&self->leaf, polls);                           \
        self->value = gives;                                       \
    }

/* The same, of a number as text */
#define TEXT_FUTURE(name, type, polls, effect, gives, ...)         \
    LEAF(name)                                                     \
                                                                   \
    static inline void name##_init(struct name *self, __VA_ARGS__) \
    {                                                              \
        effect;                                                    \
        leaf_init(&self->leaf, text(gives), false);                \
        takes_polls(&self->leaf, polls);                           \
    }

/* What a timeout waits for: here a millisecond is a poll. */
#define TIMER(name)                                                   \
    typedef void name##_output;                                       \
    struct name {                                                     \
        struct leaf leaf;                                             \
    };                                                                \
                                                                      \
    static inline void name##_init(struct name *self, int polls)      \
    {                                                                 \
        leaf_init(&self->leaf, NULL, false);                          \
        takes_polls(&self->leaf, polls);                              \
    }                                                                 \
                                                                      \
    static inline struct poll name##_poll(                            \
        struct name *self, struct context *cx, name##_output *output) \
    {                                                                 \
        (void)output;                                                 \
        return leaf_poll(&self->leaf, cx, NULL);                      \
    }                                                                 \
                                                                      \
    static inline void name##_drop(struct name *self)                 \
    {                                                                 \
        leaf_drop(&self->leaf);                                       \
    }

TIMER(sleep_ms)
TIMER(sleep_until)

/* A text that must not be lost: it has a defer already. */
typedef char *kept_output;
struct kept {
    struct leaf leaf;
    unsigned value;
};

static inline void kept_init(struct kept *self, unsigned value)
{
    count(value);
    leaf_init(&self->leaf, NULL, false);
    self->value = value;
}

static inline struct poll kept_poll(struct kept *self, struct context *cx,
                                    kept_output *output)
{
    if (!leaf_poll(&self->leaf, cx, NULL).is_ready)
        return POLL_PENDING;
    if (output)
        *output = number_text(self->value);
    return POLL_READY;
}

static inline void kept_drop(struct kept *self)
{
    leaf_drop(&self->leaf);
}

#elif defined(ORACLE)

#define FUTURE(name, type, polls, effect, gives, ...) \
    static inline type name(__VA_ARGS__)              \
    {                                                 \
        effect;                                       \
        return gives;                                 \
    }

#define TEXT_FUTURE(name, type, polls, effect, gives, ...) \
    FUTURE(name, type, polls, effect, text(gives), __VA_ARGS__)

FUTURE(kept, char *, LATER, count(value), text(value), unsigned value)

#else

static inline WAITABLE digits(unsigned value)
{
    count(value);
    return say("%u", value);
}

#endif

#ifdef FUTURE

/* Each is ready later, now or never; and again, where nothing counts. */
#define IN_TIME(KIND, name, type, effect, gives, ...)     \
    KIND(name, type, LATER, effect, gives, __VA_ARGS__)   \
    KIND(name##_now, type, 0, effect, gives, __VA_ARGS__) \
    KIND(name##_never, type, FOREVER, effect, gives, __VA_ARGS__)
#define FUTURES(KIND, name, type, seen, gives, ...)            \
    IN_TIME(KIND, name, type, count(seen), gives, __VA_ARGS__) \
    IN_TIME(KIND, hushed_##name, type, (void)(seen), gives, __VA_ARGS__)

FUTURES(FUTURE, later, unsigned, value, value, unsigned value)
FUTURES(FUTURE, attempt, int, (unsigned)value, value, int value)
FUTURES(FUTURE, pairs, struct pair, a + b, ((struct pair){a, b}), unsigned a,
        unsigned b)
FUTURES(TEXT_FUTURE, digits, char *, value, value, unsigned value)

#endif

#ifdef ORACLE

/* For pointers that are NULL */
struct later;

/* An argument, whose type need not be known, or what an await gives */
#define KEEP __attribute__((unused)) __auto_type

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
