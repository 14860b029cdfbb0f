#ifndef EMIT_DECLARATION_H
#define EMIT_DECLARATION_H

#include "layout.h"
#include "write.h"

/* Declarations: before the coroutine, in its struct, in poll() */

/* Types that are defined before the coroutine */
void emit_outside_types(struct writer *w);

/* The members of its stack */
void emit_stack(struct writer *w);

/* The parameters that are in self->stack, or the others, as members */
void emit_parameters(struct writer *w, bool on_stack);

/* One member of the struct of an async coroutine */
void emit_member(struct writer *w, const struct layout *layout);

/* What stands before the switch of poll() */
void emit_top(struct writer *w);

/* Is nothing left of a declaration in its place? */
bool emit_leaves_nothing(const struct declaration *declaration);

/* What is left of a declaration in its place */
void emit_declaration(struct writer *w, const struct declaration *declaration);

/* Of that only the variables, without initializers */
void emit_variables(struct writer *w, const struct declaration *declaration);

/* Of that only the initializers, as assignments in lines of their own */
void emit_assignments(struct writer *w, const struct declaration *declaration);

/* The assignment that stands for one initializer, without its ; */
void emit_assignment(struct writer *w, const struct declarator *d);

/* Is it x = value, and not a copy of a whole array or struct? */
bool emit_is_simple(const struct declarator *d);

#endif
