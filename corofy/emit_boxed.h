#ifndef EMIT_BOXED_H
#define EMIT_BOXED_H

#include "write.h"

/*
 * The form of chapters 7 to 9: a coroutine becomes a `struct future` on the
 * heap, whose output is a string.
 */

/* All that is made of a coroutine */
void emit_boxed(struct writer *w);

/* All that is made of its prototype */
void emit_boxed_prototype(struct writer *w);

#endif
