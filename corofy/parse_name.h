#ifndef PARSE_NAME_H
#define PARSE_NAME_H

#include "parse_token.h"

/* What names in expressions mean, and what is done to their variables */

/* A name that is no wait, with what it means and what is done to it */
void parse_name(struct parser *p);

/* Names from a token to here, in what is not parsed: used in any way */
void parse_names_between(struct parser *p, struct token *first);

/*
 * Notes that the address of a compound literal may be kept.  open is the ( of
 * its type, and so many [] lead from that to what is no array.
 */
void parse_note_literal(struct parser *p, struct token *open, int dimensions);

#endif
