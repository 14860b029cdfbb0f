#ifndef PROTOTYPE_H
#define PROTOTYPE_H

#include "tree.h"

/*
 * Reports what a coroutine says otherwise than before: in its definition, or in
 * another prototype.  Types that only a compiler can compare are not compared.
 */
void prototype_check(struct unit *unit, const struct coroutine *before,
                     const struct coroutine *now);

#endif
