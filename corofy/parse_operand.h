#ifndef PARSE_OPERAND_H
#define PARSE_OPERAND_H

#include "parse_token.h"

/* Operands of an expression, and what becomes an address */

/* Can this token end an operand?  Then & or ( after it is an operator on it. */
bool parse_ends_operand(const struct token *token);

/* A ( ) that holds a type, as a cast does; perhaps: a name we do not know */
bool parse_may_be_cast(const struct token *close);

/* gcc's operators for a part of a complex number, which look like names */
#define PART_OPERATORS "__real__ __imag__ __real __imag"

/* How many [ ] follow a token? */
int parse_count_subscripts(const struct token *token);

/* Does a name that means this stand for an array, subscripts and all? */
bool parse_names_array(const struct token *token, const struct symbol *symbol);

/* An object in an expression, or a part of one */
struct part {
    struct token *first;
    struct token *last;
    int dimensions; /* how many [] lead to what is no array */
    bool is_known;  /* we see all members that it has */
};

/* Of a variable that a token names */
struct part parse_variable_part(struct token *token,
                                const struct symbol *symbol);

/* Of a compound literal, whose type begins with a ( */
struct part parse_literal_part(struct token *open, int dimensions);

/*
 * Takes in all that is done to the object, up to what may make an address of
 * it; false: what comes of that is elsewhere, as a pointer's element is.
 */
bool parse_take_in(struct part *part);

/*
 * Does the object, with what is done to it, become an address?  An array does
 * that is not subscripted down to its elements.
 */
bool parse_becomes_address(struct part part);

#endif
