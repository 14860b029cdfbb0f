#ifndef WAITING_H
#define WAITING_H

#include "answer.h"

/* What the thread did until the answer was whole */
struct effort {
    unsigned long calls; /* system calls, with those before and after */
    unsigned long empty; /* those of them that came back with nothing */
    unsigned long ticks; /* of a timer, served on the side */
};

/* How often the timer of wait_in_queue() ticks */
enum {
    WAIT_TICK_MS = 50
};

/*
 * Three ways to wait for the answer to a request that has been sent over fd,
 * a socket in blocking mode that stays the caller's.  Each counts in effort,
 * which begins as all zero.  0 when the answer is whole, or -errno.
 */

/* Lets the kernel put the thread to sleep until something comes */
int wait_blocking(int fd, struct answer *answer, struct effort *effort);

/* Asks again and again; leaves the socket in non-blocking mode */
int wait_in_loop(int fd, struct answer *answer, struct effort *effort);

/*
 * Tells the kernel what to look for, and sleeps until something of it
 * happens: here that is the answer or a tick.  Leaves the socket in
 * non-blocking mode.
 */
int wait_in_queue(int fd, struct answer *answer, struct effort *effort);

#endif
