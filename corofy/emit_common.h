#ifndef EMIT_COMMON_H
#define EMIT_COMMON_H

#include "write.h"

/*
 * What both forms of the output have: names, states, and the heads of
 * functions.
 */

/* Turns to this coroutine: chooses names that it leaves free, writes nothing */
void emit_begin(struct writer *w, struct coroutine *c);

/*
 * --async: what a future's struct is called, and its functions, to which _poll
 * and so on are added
 */
const char *emit_future_name(const struct awaited *future);

/* The enum of the states */
void emit_states(struct writer *w);

/* What the state is called in which poll() waits there */
const char *emit_state_of(struct writer *w, const struct wait *wait);

/* Is its storage class static? */
bool emit_is_static(const struct coroutine *c);

/* Does it call itself?  Then poll() needs declarations of what is behind it. */
bool emit_names_itself(const struct writer *w);

/* What stands before the type of the function, `coroutine` left out */
void emit_storage(struct writer *w);

/*
 * The head of a function with the parameters of the coroutine as they are
 * written.  first is a parameter of ours before them, or "".
 */
void emit_signature(struct writer *w, const char *type, const char *suffix,
                    const char *first);

#endif
