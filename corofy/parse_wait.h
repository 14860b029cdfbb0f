#ifndef PARSE_WAIT_H
#define PARSE_WAIT_H

#include "parse_token.h"

/* A wait or await, with what stands in it */
struct expression *parse_wait(struct parser *p);

/* Is it a name that means something else in an await, as join does? */
bool parse_is_word_of_await(const struct token *token);

#endif
