#ifndef TIMER_H
#define TIMER_H

#include "future.h"
#include "reactor.h"

/*
 * Ready when so many milliseconds are over, counted from sleep_ms_init() on.
 * It is the smallest future that really waits, and what corofy's timeout(ms,
 * ...) waits for beside its operand.
 *
 * It waits in the program's runtime; if that is not started: panic.  If there
 * can be no timer, as no fd is left, die().  Any thread may poll and drop it,
 * one at a time.
 */
typedef void sleep_ms_output;

struct sleep_ms {
    struct reactor *reactor; /* the runtime's */
    int fd;                  /* of the timer; -1 before the first poll */
    int64_t deadline;        /* in ms of the monotonic clock */
};

void sleep_ms_init(struct sleep_ms *self, unsigned ms);
struct poll sleep_ms_poll(struct sleep_ms *self, struct context *cx,
                          sleep_ms_output *output);
void sleep_ms_drop(struct sleep_ms *self);

#endif
