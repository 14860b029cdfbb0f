#ifndef TIMER_H
#define TIMER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Points in time at which something is to be done: a binary heap, so that
 * setting and taking one of n timers costs log n, and the next is at hand.
 * Times are nanoseconds of one clock; which one is the caller's business.
 */

/* Returned by timers_next when no timer is set */
#define TIMER_NEVER UINT64_MAX

/* How many nanoseconds that is */
#define MS_NS     UINT64_C(1000000)
#define SECOND_NS (1000 * MS_NS)

/*
 * Lives inside whatever waits for it, which must cancel it before it goes.
 * Start with place 0 and expired set.
 */
struct timer {
    void (*expired)(struct timer *self, uint64_t now_ns);
    size_t place; /* in the heap, counted from 1; 0: not set */
};

struct timers {
    struct timer_slot *slots;
    size_t count;
    size_t capacity;
    uint64_t next_order;
};

void timers_init(struct timers *timers);
void timers_fini(struct timers *timers);

/*
 * Makes room for so many timers at once.  Who reserves when a timer is born
 * can set it later without fear of failing.  Returns 0 or -ENOMEM.
 */
int timers_reserve(struct timers *timers, size_t count);

/* When the next timer is due, or TIMER_NEVER */
uint64_t timers_next(const struct timers *timers);

/*
 * Takes out a timer that is due at now_ns, earliest first, and of those due
 * at the same time the one that was set first.  NULL when there is none.
 */
struct timer *timers_take(struct timers *timers, uint64_t now_ns);

/* Sets the timer, or moves it if it is set already.  Needs reserved room. */
void timer_set(struct timers *timers, struct timer *timer, uint64_t due_ns);

/* When the timer is due, or TIMER_NEVER if it is not set */
uint64_t timer_due(const struct timers *timers, const struct timer *timer);

/* After this the timer does not expire.  It may be one that is not set. */
void timer_cancel(struct timers *timers, struct timer *timer);

#endif
