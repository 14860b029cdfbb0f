#ifndef ANY_PARKER_H
#define ANY_PARKER_H

#include "eventfd_parker.h"
#include "futex_parker.h"
#include "parker.h"

enum {
    PARKER_KINDS = 3
};

/* Room for a parker of any kind */
union any_parker {
    struct parker condvar;
    struct futex_parker futex;
    struct eventfd_parker eventfd;
};

/*
 * A kind of parker.  The functions are those of parker.h in all but their
 * names, whichever kind it is; init returns 0 or -errno.
 */
struct parker_kind {
    const char *name;
    int (*init)(union any_parker *parker);
    void (*park)(union any_parker *parker);
    void (*unpark)(union any_parker *parker);
    void (*fini)(union any_parker *parker);
};

/* Its init(), but where that fails: die(). */
void any_parker_make(union any_parker *parker, const struct parker_kind *kind);

extern const struct parker_kind parker_kinds[PARKER_KINDS];

#endif
