#ifndef FLOW_H
#define FLOW_H

#include "tree.h"

/*
 * Liveness: which variables must keep their value while the coroutine waits.
 *
 * The coroutine becomes a graph, whose nodes are evaluated one after the other
 * along its edges.  A variable lives across a wait that lies on a way from one
 * of its values to a use of it; and one whose address may be kept lives across
 * each wait that can be reached from there before its scope ends.
 *
 * Sets lives_across, used_at and escapes of all variables.  What goes wrong
 * whatever the options are is reported: the address of something that ends with
 * the call of poll().
 */
void flow_find_lives(struct unit *unit, struct coroutine *coroutine);

#endif
