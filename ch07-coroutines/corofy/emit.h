#ifndef EMIT_H
#define EMIT_H

#include "write.h"

/*
 * Writes the file with its coroutines translated.  Reports what cannot be, of
 * coroutines without errors so far; then, and if there were any, writes
 * nothing.
 */
void emit_file(struct unit *unit, struct buffer *out);

/* --- Within the emitter --- */

/* emit_declaration.c */

/* Types that are defined before the coroutine, and the members of its stack */
void emit_outside_types(struct writer *w);
void emit_stack(struct writer *w);

/* The parameters that are in self->stack, or the others, as members */
void emit_parameters(struct writer *w, bool on_stack);

/* What stands before the switch of poll() */
void emit_top(struct writer *w);

/*
 * What is left of a declaration in its place.  emit_is_gone: nothing.
 * emit_assignments: only initializers; they begin their own lines.
 */
bool emit_is_gone(const struct declaration *declaration);
void emit_declaration(struct writer *w, const struct declaration *declaration);
void emit_here(struct writer *w, const struct declaration *declaration);
void emit_assignments(struct writer *w, const struct declaration *declaration);
bool emit_is_simple(const struct declarator *d);
void emit_assignment(struct writer *w, const struct declarator *d);

/* emit_statement.c */

/* The steps of an expression, each in its own lines */
void emit_value_steps(struct writer *w, struct expression *e);

/* What is left of an expression after its steps */
void emit_rest(struct writer *w, const struct expression *e);

/* The body of poll(): cases and all */
void emit_body(struct writer *w);

#endif
