#ifndef PARSE_MACRO_H
#define PARSE_MACRO_H

#include "parse_operand.h"

/* What macros do where they are used, which the parser does not see */

/* Is it a name of the file's macros, or in capitals as macros are? */
bool parse_may_be_macro(const struct token *token);

/*
 * Notes what a macro of the file does unseen where it is used: variables that
 * it names, addresses that it takes.  Refuses one that hides a statement which
 * the parser must not miss.
 */
void parse_check_macro(struct parser *p, struct token *token);

/*
 * At the end of a block, whose } is close: refuses a statement of it that
 * declares a variable by a macro of the file, if that is used behind a wait.
 */
void parse_check_declared(struct parser *p, const struct statement *s,
                          const struct token *close);

/* Is it given to a macro of the file that takes the size of it, and no more? */
bool parse_is_measured(struct part part);

#endif
