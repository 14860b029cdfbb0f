#include "any_parker.h"

static int condvar_init(union any_parker *parker)
{
    parker_init(&parker->condvar);
    return 0;
}

static int futex_init(union any_parker *parker)
{
    return futex_parker_init(&parker->futex);
}

static int eventfd_init(union any_parker *parker)
{
    return eventfd_parker_init(&parker->eventfd);
}

/* The others differ in nothing but their names. */
#define ADAPT(kind, prefix, verb)                       \
    static void kind##_##verb(union any_parker *parker) \
    {                                                   \
        prefix##_##verb(&parker->kind);                 \
    }

ADAPT(condvar, parker, park)
ADAPT(condvar, parker, unpark)
ADAPT(condvar, parker, fini)
ADAPT(futex, futex_parker, park)
ADAPT(futex, futex_parker, unpark)
ADAPT(futex, futex_parker, fini)
ADAPT(eventfd, eventfd_parker, park)
ADAPT(eventfd, eventfd_parker, unpark)
ADAPT(eventfd, eventfd_parker, fini)

const struct parker_kind parker_kinds[PARKER_KINDS] = {
    {"condvar", condvar_init, condvar_park, condvar_unpark, condvar_fini},
    {"futex", futex_init, futex_park, futex_unpark, futex_fini},
    {"eventfd", eventfd_init, eventfd_park, eventfd_unpark, eventfd_fini},
};

void any_parker_make(union any_parker *parker, const struct parker_kind *kind)
{
    int err = kind->init(parker);

    if (err < 0)
        die(err, "make a parker of kind %s", kind->name);
}
