#ifndef FUTEX_PARKER_H
#define FUTEX_PARKER_H

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error.h"

/* In this order, as parking makes each one less. */
enum futex_parker_state {
    FUTEX_PARKER_PARKED = -1, /* no token, and a thread sleeps or is about to */
    FUTEX_PARKER_EMPTY,
    FUTEX_PARKER_TOKEN,
};

/*
 * The parker of parker.h, with its contract, on a bare futex: a number of ours,
 * and a system call that sleeps if the number still is what the caller says.
 * To compare and to fall asleep is one step, which no unpark can come between;
 * that is what parker.h needs its lock for.
 *
 * While nobody sleeps the kernel knows nothing of it: park and unpark are one
 * atomic instruction each.  And as there is no lock that a thread could be
 * interrupted in, a signal handler may unpark, too.
 */
struct futex_parker {
    atomic_int state; /* one of the above */
};

_Static_assert(sizeof(atomic_int) == 4, "futex(2) looks at 32 bits");

/* 0 or -errno; EINTR and EAGAIN are no errors, but ways to wake for nothing. */
static inline int futex_parker_call(struct futex_parker *parker, int operation,
                                    int value)
{
    if (syscall(SYS_futex, &parker->state, operation, value, NULL) < 0 &&
        errno != EINTR && errno != EAGAIN)
        return -errno;
    return 0;
}

/*
 * 0, or -ENOSYS where there is no futex(2): it wakes, for nobody sleeps yet,
 * just to know that no later call will fail.
 */
static inline int futex_parker_init(struct futex_parker *parker)
{
    atomic_init(&parker->state, FUTEX_PARKER_EMPTY);
    return futex_parker_call(parker, FUTEX_WAKE_PRIVATE, 1);
}

/* Only for who is parked: takes the token, if it is there. */
static inline bool futex_parker_take(struct futex_parker *parker)
{
    int token = FUTEX_PARKER_TOKEN;

    return atomic_compare_exchange_strong_explicit(
        &parker->state, &token, FUTEX_PARKER_EMPTY, memory_order_acquire,
        memory_order_relaxed);
}

/* As parker_park().  By two threads at a time: panic. */
static inline void futex_parker_park(struct futex_parker *parker)
{
    int before =
        atomic_fetch_sub_explicit(&parker->state, 1, memory_order_acquire);

    if (before == FUTEX_PARKER_TOKEN)
        return;
    if (before != FUTEX_PARKER_EMPTY)
        panic("futex_parker_park: there is a thread parked already");
    do {
        int err =
            futex_parker_call(parker, FUTEX_WAIT_PRIVATE, FUTEX_PARKER_PARKED);

        if (err < 0)
            panic("futex_parker_park: %s", strerror(-err));
    } while (!futex_parker_take(parker)); /* a futex may wake for nothing */
}

/*
 * As parker_unpark(), and from a signal handler as well.
 *
 * A token that is there already is put there once more: it stands for all who
 * unparked, so what this one did before must be seen, too.
 */
static inline void futex_parker_unpark(struct futex_parker *parker)
{
    int saved_errno = errno, err = 0;

    if (atomic_exchange_explicit(&parker->state, FUTEX_PARKER_TOKEN,
                                 memory_order_release) == FUTEX_PARKER_PARKED)
        err = futex_parker_call(parker, FUTEX_WAKE_PRIVATE, 1);
    if (err < 0)
        panic("futex_parker_unpark: %s", strerror(-err));
    errno = saved_errno;
}

/*
 * As parker_fini(): there is nothing to give back.  But an unpark that is under
 * way still has the address, and would wake whoever sleeps there by then.
 */
static inline void futex_parker_fini(struct futex_parker *parker)
{
    if (atomic_load(&parker->state) == FUTEX_PARKER_PARKED)
        panic("futex_parker_fini: there is a thread parked");
}

#endif
