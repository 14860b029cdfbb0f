#ifndef LINT_H
#define LINT_H

#include "runtime.h"

/*
 * Advice about a program that works, but does what one seldom wants.  Each line
 * on stderr is one kind of advice about tasks of one name, and comes when the
 * runtime ends.
 *
 *     lint: task 3 (hash): a poll took 40 ms, until line 17
 *     lint: task 5 (busy): woke itself in 998 of 1000 polls
 *     lint: task 5 (busy): was always ready for 1204 ms
 *     lint: task 8 (show): its future is 4096 bytes; box what is large
 *     lint: task 9 (pay): kept a mutex for 2000 ms while it waited
 *     lint: task 12 (log): was dropped before its first poll, and 3 more
 *
 * The first is told of polls of 10 ms and more, as the system's clock says; the
 * second of 16 polls and more, if it is most of them; the third from a second
 * on, of futures the larger than 1,024 bytes, of mutexes those that were kept
 * for more than 100 ms.
 *
 * Three mistakes need no lint: a task that nobody can wake is a panic, a handle
 * that was forgotten is told of in any case, and a task that was woken runs in
 * the next round at the latest.
 */

/* From now on, until runtime_fini(), which tells.  0 or -ENOMEM. */
int lint_start(struct runtime *runtime);

/* For runtime_fini(): tells on stderr, and ends it, if it was started. */
void lint_finish(struct runtime *runtime);

#endif
