#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

/*
 * The driver's children: steps and the server.  The driver does nothing in
 * signal handlers: it blocks the signals that concern it and takes them one by
 * one where it waits, so nothing can happen between a check and a wait.
 */

/*
 * Blocks SIGCHLD and the signals that ask the driver to end.  To be called
 * once, before child_fork().
 */
void child_block_signals(void);

/*
 * fork(2) for a child that has the signal mask the driver began with, and is
 * killed when the driver ends, however that ends.
 */
pid_t child_fork(void);

/*
 * Waits for the child to end and stores what waitpid(2) says of it in status.
 * 0, or the signal that asked the driver to end before that; then the child
 * is still there.
 */
int child_wait(pid_t child, int *status);

/*
 * Asks the child to end, insists after a second, and waits for it.  What
 * waitpid(2) says of it.
 */
int child_stop(pid_t child);

/* Ends the driver by the signal, as if it had never been blocked. */
_Noreturn void child_die_by(int signal);

#endif
