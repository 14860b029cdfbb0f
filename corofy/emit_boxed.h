#ifndef EMIT_BOXED_H
#define EMIT_BOXED_H

#include "order.h"
#include "write.h"

/*
 * The form of chapters 7 to 9: a coroutine becomes a `struct future` on the
 * heap, whose output is a string.
 */

/* All that is made of a coroutine */
void emit_boxed(struct writer *w);

/* All that is made of its prototype */
void emit_boxed_prototype(struct writer *w);

/* The rest of what form.h asks for */
const char *emit_boxed_state(struct writer *w, const struct wait *wait);
void emit_boxed_wait(struct writer *w, const struct step *step);
void emit_boxed_members(struct writer *w,
                        void (*check)(struct writer *w, const char *name));

#endif
