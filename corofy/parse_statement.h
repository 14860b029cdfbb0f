#ifndef PARSE_STATEMENT_H
#define PARSE_STATEMENT_H

#include "parse_token.h"

/* The statements from here to the } that ends the block, into it */
void parse_block(struct parser *p, struct statement *block);

/* At the end of a coroutine: does each goto have its label? */
void parse_check_jumps(struct parser *p);

#endif
