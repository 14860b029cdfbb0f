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
 * A defer is evaluated on each way out of its scope, the one that begins at a
 * wait and ends in drop() among them.
 *
 * Sets lives_across, used_at, escapes and is_pinned of all variables; and with
 * --async, in_use of what is kept.  What goes wrong
 * whatever the options are is reported: the address of something that ends with
 * the call of poll().
 */
void flow_find_lives(struct unit *unit, struct coroutine *coroutine);

/* Sets of nodes, which are numbers from 0: a bit for each */

enum {
    NODES_IN_WORD = 8 * sizeof(unsigned long)
};

static inline size_t node_words(int node_count)
{
    return (size_t)node_count / NODES_IN_WORD + 1;
}

/* Is any node in both? */
static inline bool nodes_meet(const unsigned long *a, const unsigned long *b,
                              int node_count)
{
    for (size_t i = 0; i < node_words(node_count); i++) {
        if ((a[i] & b[i]) != 0)
            return true;
    }
    return false;
}

static inline bool has_node(const unsigned long *set, int node)
{
    return (set[node / NODES_IN_WORD] >> node % NODES_IN_WORD & 1) != 0;
}

static inline void add_node(unsigned long *set, int node)
{
    set[node / NODES_IN_WORD] |= 1ul << node % NODES_IN_WORD;
}

#endif
