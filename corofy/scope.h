#ifndef SCOPE_H
#define SCOPE_H

#include "tree.h"

/*
 * Scopes (C17, section 6.2.1) and the two name spaces that matter: ordinary
 * names and tags.  A name knows what it means at the place where the parser is;
 * leaving a scope puts back what it meant before.
 */

struct scope *scope_enter(struct unit *unit, struct scope *outer,
                          struct token *first);
void scope_leave(struct scope *scope, struct token *last);

/*
 * Declares the name of a token; scope NULL is that of the file.  Where the same
 * scope has a variable of this name already, as it is with the arms of an #if,
 * both are one symbol.
 */
struct symbol *scope_declare(struct unit *unit, struct scope *scope,
                             enum symbol_kind kind, struct token *token);

/* A variable of the coroutine that no token declares, needed at this one */
struct symbol *scope_temporary(struct unit *unit, struct coroutine *coroutine,
                               const char *name, struct token *token);

/*
 * Notes which names stand in a coroutine: also in the macros that it uses, and
 * those that corofy has given its variables.  The next two, and what is said of
 * uses in name.h, are about the coroutine that was noted last.
 */
void scope_note_names(struct unit *unit, const struct coroutine *coroutine);

/* From now on this is one of them. */
void scope_take(struct unit *unit, const char *name);

/* name, or the first of name_, name__, ... that is none of them, nor a macro */
const char *scope_unused(struct unit *unit, const char *name);

#endif
