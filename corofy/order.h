#ifndef ORDER_H
#define ORDER_H

#include "tree.h"

/*
 * In which order an expression with waits is evaluated.  C leaves most orders
 * open, so all waits of an expression run first, left to right, and the rest of
 * it once after the last.  &&, ||, ?: and the comma leave nothing open: what is
 * left of them is evaluated before, and of && and its kin it is kept which way
 * they went.
 *
 * So an expression becomes a list of steps and a rest, in which the output of a
 * wait stands for the wait.
 */
enum step_kind {
    STEP_EVALUATE, /* the rest of an expression, for its effects */
    STEP_WAIT,     /* for the future that the rest of expression makes */
    STEP_BRANCH,   /* is the rest of expression true (or false: negate)? */
};

struct step {
    enum step_kind kind;
    struct expression *expression;
    struct wait *wait;

    /* of a branch */
    bool negate;
    struct step *yes; /* the arms */
    struct step *no;
    struct symbol *truth; /* which way was gone, if that is needed; or NULL */

    struct step *next;
};

/* The steps before the rest of e */
struct step *order_value(struct unit *unit, struct coroutine *coroutine,
                         struct expression *e);

/* All of e, whose value nobody wants: there is no rest */
struct step *order_statement(struct unit *unit, struct coroutine *coroutine,
                             struct expression *e);

/*
 * Is e a wait and no more, whose output can go to its target at once?  That is
 * a variable (TARGET_VARIABLE), if it can take the output, or the result.  Then
 * the wait gets this target, and e has no rest.
 */
bool order_direct_wait(const struct unit *unit, struct expression *e,
                       enum wait_target target,
                       const struct declarator *variable);

#endif
