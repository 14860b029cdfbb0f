#ifndef LAYOUT_H
#define LAYOUT_H

#include "tree.h"

/*
 * What the struct of an async coroutine holds, and what of it shares storage:
 * whatever is never in use at the same time (see flow.h).
 *
 * Sizes are known only to a compiler, so that the layout is one of structs and
 * unions within each other.  Take two things to be linked if they are in use at
 * the same time.  What falls apart into groups without a link between them is a
 * union of these; what falls apart into groups in which each is linked with all
 * of the others is a struct of these.  What does neither is a struct, of unions
 * for its numbers, and of all the others; or if there are none, of the one that
 * is in use longest, and of all the others.
 */
enum layout_kind {
    LAYOUT_VARIABLE,
    LAYOUT_TEMPORARY,
    LAYOUT_CHILD, /* what is awaited, as long as it is */
    LAYOUT_STRUCT,
    LAYOUT_UNION,
};

struct layout {
    enum layout_kind kind;
    const struct token *token; /* where it is declared or awaited */
    const unsigned long *in_use;
    size_t first_use; /* words of that which are not 0 */
    size_t last_use;
    int use_count;
    unsigned long *links; /* a set of other items; see layout.c */
    const struct declarator *declarator; /* of a variable */
    const struct symbol *temporary;
    const struct awaited *future; /* of a child */
    int alignment;                /* a guess, by which members are in order */
    int size; /* of a number or a pointer; 0: anything else */
    struct layout *members;
    struct layout *next;
};

/*
 * Sets coroutine->layout to a struct, perhaps without members; and
 * coroutine->alignment, for those that await it.  After flow.h and place.h.
 */
void layout_arrange(struct unit *unit, struct coroutine *coroutine);

/*
 * A variable to which the coroutine may have pointers while it waits, so that
 * it must stay where it is; NULL: it may be moved at any time.
 */
const struct symbol *layout_pinned_by(const struct coroutine *coroutine);

#endif
