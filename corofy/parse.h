#ifndef PARSE_H
#define PARSE_H

#include "scope.h"

/* Parses the coroutines of unit->tokens, and reports what is wrong. */
void parse_file(struct unit *unit);

/* --- Within the parser --- */

/* What stands around the place, and matters to what may stand there */
struct around {
    const char *no_wait;      /* why a wait cannot be here, or NULL */
    const struct name *macro; /* whose argument this may be, or NULL */
    bool takes_address;       /* a macro around it may, of this */
    bool in_macro;            /* because a macro does it, who knows how */
    bool is_unevaluated;      /* sizeof and the like */
    bool is_conditional;      /* evaluated perhaps */
    const char *inside;       /* what nothing can jump out of: ({ }), a defer */
    bool in_switch;
    struct defer *case_pending;  /* where the innermost switch decides */
    struct statement *loop;      /* the innermost */
    struct statement *breakable; /* the innermost loop or switch */
};

struct parser {
    struct unit *unit;
    struct coroutine *coroutine;
    struct scope *scope;
    struct token *at; /* the token to look at next */
    int nesting;
    bool gave_up; /* nested too deeply */
    struct around around;
    struct jump *jumps; /* the coroutine's, to be checked at its end */
    struct defer *pending;
    struct token *unseen; /* an operand right behind another, or NULL */
    bool *reached;        /* how far a name is pasted together: parse_macro.c */
};

/* Steps over a token of this type, if it is here. */
bool parse_accept(struct parser *p, int type);

/* Reports an error at a token. */
void parse_error(struct parser *p, const struct token *token, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* "expected ...", what being missing at the token that is here */
void parse_expected(struct parser *p, const char *what);

/* The same of a ;, which if a line begins here is missing at the end of
 * another. */
void parse_expected_semicolon(struct parser *p, const struct token *at);

/* Is it a name that this file says nothing of? */
bool parse_is_unknown(const struct token *token);

/*
 * Refuses a name that a type has defined within an expression: where the name
 * is needed that type may not be.
 */
void parse_check_defined(struct parser *p, const struct token *token,
                         const struct symbol *symbol);

/* Called around whatever nests; false when it is too deep to go on. */
bool parse_nest(struct parser *p);

/*
 * Goes on behind what cannot be parsed, or is at its end anyhow: a ; or a block
 * in braces, but not beyond the block around.  Returns its last token.
 */
struct token *parse_skip(struct parser *p);

/* Over attributes, if there are any */
struct token *parse_skip_attributes(struct token *token);

/* Does `coroutine` stand here, and is it the keyword? */
bool parse_is_coroutine(const struct token *token);

/* The keyword among the first specifiers of a declaration; NULL: there is none
 */
struct token *parse_find_coroutine(struct token *first);
void parse_nested_coroutine(struct parser *p, const struct token *token,
                            const char *where);

/* Reports a second definition, unless an #if may leave only one of them. */
void parse_check_twice(struct parser *p, const struct token *first,
                       const struct token *again);

/* --- parse_expression.c --- */

/* Of a statement, in which operands without an operator hide no wait */
struct expression *parse_whole_expression(struct parser *p);
struct expression *parse_whole_initializer(struct parser *p);

/* Parts of one: with commas, and without */
struct expression *parse_expression(struct parser *p);
struct expression *parse_assignment(struct parser *p);

/* Refuses waits between two tokens, which are not parsed. */
void parse_check_no_wait(struct parser *p, const struct token *first,
                         const struct token *last);

/* --- parse_name.c --- */

/* A name that is no wait, with what it means and what is done to it */
void parse_name(struct parser *p);

/* Names from a token to here, in what is not parsed: used in any way */
void parse_names_between(struct parser *p, struct token *first);

/*
 * Notes that the address of a compound literal may be kept.  open is the ( of
 * its type, and so many [] lead from that to what is no array.
 */
void parse_note_literal(struct parser *p, struct token *open, int dimensions);

/* An object in an expression, or a part of one */
struct part {
    struct token *first;
    struct token *last;
    int dimensions; /* how many [] lead to what is no array */
    bool is_known;  /* we see all members that it has */
};

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

/*
 * What cannot be called in a coroutine, if the token names such a function;
 * NULL: it may be.
 */
const char *parse_forbidden(const struct token *token);

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

/* --- parse_macro.c --- */

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

/* --- parse_declaration.c --- */

/* Is this what may stand behind the name that is declared? */
bool parse_ends_declarator(const struct token *token);

/* A type for sure, as in a cast; a declaration, by all that can be seen */
bool parse_starts_type(const struct token *token);
bool parse_starts_declaration(const struct parser *p);

/*
 * Up to the token last, or a comma or colon before.  Returns how many [] lead
 * from the type to what is no array.
 */
int parse_type_name(struct parser *p, struct token *last);

/* Up to its ; and over that */
struct declaration *parse_declaration(struct parser *p);

/* From ( to ), which the coroutine knows */
void parse_parameters(struct parser *p, struct coroutine *coroutine);

/* --- parse_statement.c --- */

/* The statements from here to the } that ends the block, into it */
void parse_block(struct parser *p, struct statement *block);

/* At the end of a coroutine: does each goto have its label? */
void parse_check_jumps(struct parser *p);

#endif
