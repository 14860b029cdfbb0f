#ifndef PARSE_DECLARATION_H
#define PARSE_DECLARATION_H

#include "parse_token.h"

/*
 * A type name, up to the token last, or a comma or colon before.  Returns how
 * many [] lead from the type to what is no array.
 */
int parse_type_name(struct parser *p, struct token *last);

/* A declaration, up to its ; and over that */
struct declaration *parse_declaration(struct parser *p);

/* The parameters of a coroutine, which knows their ( and ) */
void parse_parameters(struct parser *p, struct coroutine *coroutine);

#endif
