#ifndef TIB_H
#define TIB_H

/*
 * Windows lets gs point to a block of memory that says what there is to know
 * about the OS thread, the TIB.  Three words in it are about the stack that it
 * runs on, and so have to change with it (struct context).  Linux has no TIB,
 * and no use for gs: that the same switch runs here too, this lends one.
 */

/*
 * Lends a TIB to the OS thread that calls, unless it has its own as on Windows.
 * What it has in gs otherwise it gets back.  0, or what the kernel has against
 * it as -errno.
 */
int tib_lend(void);

/* For the OS thread that tib_lend() was called by. */
void tib_take_back(void);

#endif
