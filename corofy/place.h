#ifndef PLACE_H
#define PLACE_H

#include "tree.h"

/*
 * Where each variable of a coroutine goes, after flow.h has said how long it
 * lives:
 *
 *   self->start.x  a parameter that no wait comes between
 *   self->stack.x  what lives across a wait (--stack; without it an error)
 *   before the switch of poll(), without an initializer: the other variables of
 *                  the outermost block
 *   where it is    all others; what a resumption would jump over loses its
 *                  initializer, which becomes an assignment
 *
 * Types of variables on the stack are defined before the coroutine.
 */
enum place {
    PLACE_HERE,
    PLACE_TOP,
    PLACE_STACK,
};

/*
 * Decides for the coroutine, sets how its names are written, self being what
 * its poll() calls the coroutine, and reports what cannot be placed.
 */
void place_variables(struct unit *unit, struct coroutine *coroutine,
                     const char *self);

enum place place_of(const struct declarator *d);

/* Is any variable of the declaration there? */
bool place_has(const struct declaration *declaration, enum place place);

/* Does all of the declaration stay as and where it is? */
bool place_is_unchanged(const struct declaration *declaration);

#endif
