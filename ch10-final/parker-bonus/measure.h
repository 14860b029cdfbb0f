#ifndef MEASURE_H
#define MEASURE_H

#include "any_parker.h"

/*
 * How long one takes, in nanoseconds, on average over count of them.  A machine
 * that has other things to do makes it longer, never shorter.  Without a parker
 * or a thread: die().
 */

/* Unpark and then park, so that nobody sleeps; in a program with threads */
double measure_token(const struct parker_kind *kind, int count);

/* Unpark another thread and park until that one does the same */
double measure_turn(const struct parker_kind *kind, int count);

#endif
