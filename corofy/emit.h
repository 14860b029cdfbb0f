#ifndef EMIT_H
#define EMIT_H

#include "layout.h"
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

/* One member of the struct of an async coroutine */
void emit_member(struct writer *w, const struct layout *layout);

/* emit_statement.c */

/* What follows from a defer, from the latest on, until `to` is pending */
void emit_defers(struct writer *w, const struct defer *from,
                 const struct defer *to);

/* The steps of an expression, each in its own lines */
void emit_value_steps(struct writer *w, struct expression *e);

/* What is left of an expression after its steps */
void emit_rest(struct writer *w, const struct expression *e);

/* The body of poll(): cases and all */
void emit_body(struct writer *w);

/* emit.c */

/* What is written next belongs to this coroutine. */
void emit_begin(struct writer *w, struct coroutine *c);

/* The enum of the states, and what one is called in which poll() waits */
void emit_states(struct writer *w);
const char *emit_state_of(struct writer *w, const struct wait *wait);

/* Does it call itself?  Then poll() needs declarations of what is behind it. */
bool emit_names_itself(const struct writer *w);

/* What stands before the type of the function, `coroutine` left out */
void emit_storage(struct writer *w);

/*
 * The head of a function with the parameters of the coroutine as they are
 * written, which names it all over; before them one of ours, if first is one
 */
void emit_signature(struct writer *w, const char *type, const char *suffix,
                    const char *first);

/* emit_async.c */

/* All that is made of an async coroutine, or of its prototype */
void emit_async(struct writer *w);
void emit_async_prototype(struct writer *w);

/* What another file needs of either */
void emit_async_declarations(struct writer *w);

/* Is its storage class static? */
bool emit_is_static(const struct coroutine *c);

/* emit_outline.c */

/* All but the bodies of functions; or, without all, what others need of it */
void emit_outline(struct writer *w, bool all);

/* The name of the file without what is behind its dot: fetch.co is fetch. */
char *emit_stem(struct unit *unit);

/*
 * emit_header.c: the whole output with --header.  Before places are given in
 * it, coroutines that are static get names which nothing else has: several
 * files may have one of the same name.
 */
void emit_rename_statics(struct unit *unit);
void emit_header(struct writer *w);

/* emit_sizes.c: the whole output with --sizes */
void emit_sizes(struct writer *w);

#endif
