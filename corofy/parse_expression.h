#ifndef PARSE_EXPRESSION_H
#define PARSE_EXPRESSION_H

#include "parse_token.h"

/*
 * Expressions, as far as the order of waits depends on them.  The whole
 * expression of a statement and a whole initializer are refused if there is a
 * wait in them and two operands stand side by side: what is between these may
 * be a macro.
 */
struct expression *parse_whole_expression(struct parser *p);
struct expression *parse_whole_initializer(struct parser *p);

/* A part of one: with commas, and without */
struct expression *parse_expression(struct parser *p);
struct expression *parse_assignment(struct parser *p);

/* One that begins at a token, of which nothing else is known */
struct expression *parse_new_expression(struct parser *p,
                                        enum expression_kind kind,
                                        struct token *first);

/* Makes child a part of e, or its parts if it is plain itself. */
void parse_add_waits(struct expression *e, struct expression *child);

/* Refuses the wait at a token, if none may be there. */
void parse_check_wait(struct parser *p, const struct token *token);

/* Refuses waits between two tokens, which are not parsed. */
void parse_check_no_wait(struct parser *p, const struct token *first,
                         const struct token *last);

#endif
