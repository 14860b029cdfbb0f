#ifndef EMIT_ASYNC_H
#define EMIT_ASYNC_H

#include "order.h"
#include "write.h"

/*
 * The form of chapter 10 (--async): a coroutine becomes a struct of its own,
 * which holds what it awaits by value and has an output of any type.
 */

/* All that is made of a coroutine */
void emit_async(struct writer *w);

/* All that is made of its prototype */
void emit_async_prototype(struct writer *w);

/* What another file needs of a coroutine or a prototype */
void emit_async_declarations(struct writer *w);

/* The rest of what form.h asks for */
const char *emit_async_state(struct writer *w, const struct wait *wait);
void emit_async_wait(struct writer *w, const struct step *step);
void emit_async_members(struct writer *w,
                        void (*check)(struct writer *w, const char *name));

#endif
