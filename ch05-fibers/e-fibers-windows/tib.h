#ifndef TIB_H
#define TIB_H

/*
 * Windows lets gs point to a block of memory that says what there is to know
 * about the OS thread, the TIB.  Three words in it are about the stack that it
 * runs on, and so have to change with it (struct context).  Linux has no TIB,
 * and no use for gs: that the same switch runs here too, this lends one.
 */

/*
 * Lends a TIB to the OS thread that calls, until tib_take_back(), by which gs
 * is again what it was.  On Windows there is one already, and nothing to do.
 * 0, or -errno if the kernel does not let gs be set.
 */
int tib_lend(void);

/* For the OS thread that called tib_lend(). */
void tib_take_back(void);

#endif
