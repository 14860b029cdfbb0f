#ifndef ABOUT_H
#define ABOUT_H

#include <stddef.h>

/*
 * What is known of a future x, by the name of x_about: where it stands, and
 * what it awaits there.  corofy writes one for each coroutine; a future that is
 * written by hand may have one, too.  It is only looked at, and never while the
 * future is polled.
 */

/* Where a future is that another one awaits */
enum future_held {
    FUTURE_HERE,     /* in the struct, at the offset */
    FUTURE_POINTED,  /* there is a pointer to it, perhaps NULL */
    FUTURE_BOXED,    /* there is a struct future */
    FUTURE_ELSEWHERE /* not in the struct */
};

struct future_child {
    const char *name;
    const struct future_about *about; /* NULL: nothing more is known of it */
    enum future_held held;
    size_t offset;
};

/* A state in which it waits */
struct future_site {
    int line; /* of the source; 0: it does not wait in this state */
    int child_count;
    const struct future_child *children;
    size_t running;      /* the offset of a set of bits: who still runs */
    size_t running_size; /* 0: all do */
};

struct future_about {
    const char *name;
    const char *file;
    int line; /* in which the coroutine begins */
    int (*state)(const void *self);
    int resolved;                    /* the state in which it is ready */
    const struct future_site *sites; /* by state */
};

#endif
