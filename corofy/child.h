#ifndef CHILD_H
#define CHILD_H

#include "tree.h"

/*
 * The futures that an async coroutine awaits are parts of it.  So what they are
 * must be known before, and none can be a part of itself.
 */

/* The coroutine of this file that is awaited; NULL: it is none of this file. */
static inline struct coroutine *child_of(const struct awaited *a)
{
    return a->future->coroutine;
}

/* Reports the awaits that cannot be.  After flow.h. */
void child_check(struct unit *unit, struct coroutine *coroutine);

/* Reports calls of async coroutines, in all of the file, outside of awaits. */
void child_check_calls(struct unit *unit);

#endif
