#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

#include "clock.h"
#include "future.h"
#include "wheel.h"

/*
 * To wait until a time.  Timers fire in the order of their times, and of being
 * set; never early, and less than 66 us late by themselves (a tick of wheel.h).
 * Times are those of clock_now().
 */

/* --- A timer, for who writes a future by hand -------------------------------
 */

struct timer {
    struct wheel_entry entry;
    struct waker waker; /* whom it wakes; none where it is not set */
};

/* One that is not set */
void timer_init(struct timer *timer);

/*
 * From now on it wakes this waker at that time, and no other at no other: a
 * clone is kept, unless the same task is in there already.  Only from within
 * this runtime.
 */
void timer_start(struct timer *timer, int64_t at, const struct waker *waker);

/* It wakes nobody any more.  May be called of one that is not set. */
void timer_stop(struct timer *timer);

/* For the runtime: it is due, and out of the wheel. */
void timer_fire(struct timer *timer, int64_t now);

/* --- Sleeping ---------------------------------------------------------------
 */

/* Ready at a time, or at once if that is past.  Dropped before, nothing is
 * lost. */
typedef void sleep_until_output;

struct sleep_until {
    struct timer timer;
};

void sleep_until_init(struct sleep_until *self, int64_t at);
struct poll sleep_until_poll(struct sleep_until *self, struct context *cx,
                             sleep_until_output *output);
void sleep_until_drop(struct sleep_until *self);

/*
 * Ready so many milliseconds after sleep_ms_init(); what corofy's timeout()
 * waits for. One that is too long for the clock is for ever.
 */
typedef void sleep_ms_output;

struct sleep_ms {
    struct sleep_until sleep;
};

void sleep_ms_init(struct sleep_ms *self, int64_t ms);

static inline struct poll sleep_ms_poll(struct sleep_ms *self,
                                        struct context *cx,
                                        sleep_ms_output *output)
{
    return sleep_until_poll(&self->sleep, cx, output);
}

static inline void sleep_ms_drop(struct sleep_ms *self)
{
    sleep_until_drop(&self->sleep);
}

/* --- Intervals --------------------------------------------------------------
 */

/* What becomes of the times that were missed, as nobody asked in time */
enum interval_missed {
    INTERVAL_BURST, /* all are caught up with, one after the other */
    INTERVAL_DELAY, /* the next is a period after the late one */
    INTERVAL_SKIP   /* the next is the next one in time */
};

/* A time every period.  No future: interval_next() is, again and again. */
struct interval {
    int64_t next;
    int64_t period;
    enum interval_missed missed;
};

/* The first time is a period from now; period is in ms, and more than 0, or
 * panic. */
void interval_init(struct interval *interval, int64_t period,
                   enum interval_missed missed);

/*
 * Ready at the interval's next time, which is its output.  Dropped before,
 * nothing is lost.
 */
typedef int64_t interval_next_output;

struct interval_next {
    struct interval *interval; /* NULL: it was ready */
    struct sleep_until sleep;
};

void interval_next_init(struct interval_next *self, struct interval *interval);
struct poll interval_next_poll(struct interval_next *self, struct context *cx,
                               interval_next_output *output);
void interval_next_drop(struct interval_next *self);

#endif
