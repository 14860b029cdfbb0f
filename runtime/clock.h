#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/*
 * The time of this thread's runtime, in ns.  It stands still during a turn, so
 * that all that happens in one happens at the same time.
 *
 * Paused, it is virtual: it moves when it is told to, and when nothing else can
 * happen it jumps to the next timer, which it fires alone.  So a program that
 * waits for an hour takes no time, and does the same in each run.
 */

/* Monotonic; it begins anywhere. */
int64_t clock_now(void);

/* What the system says, paused or not, and at each call anew */
int64_t clock_real(void);

/* From now on it is virtual. */
void clock_pause(void);

/* It goes on as real time does, from where it is. */
void clock_resume(void);

/*
 * Paused: so many ns pass.  Each timer that is due until then fires at its own
 * time, and all that is ready then runs, before the next.  Not within a task:
 * panic.
 */
void clock_advance(int64_t ns);

#endif
