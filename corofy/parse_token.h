#ifndef PARSE_TOKEN_H
#define PARSE_TOKEN_H

#include "scope.h"

/*
 * What all files of the parser work with: the place where the parser is, its
 * errors, and questions about the tokens there.
 */

/* What is around the place, and decides what may stand there */
struct enclosing {
    const char *no_wait;      /* why a wait cannot be here, or NULL */
    const struct name *macro; /* whose argument this may be, or NULL */
    bool takes_address;       /* a macro around it may take its address */
    bool in_macro;            /* what a macro does with it is not seen */
    bool is_unevaluated;      /* it is in sizeof and the like */
    bool is_conditional;      /* it is evaluated perhaps */
    const char *inside;       /* what no jump can leave: ({ }), a defer */
    bool in_switch;
    struct defer *case_pending;  /* what is pending at the innermost switch */
    struct statement *loop;      /* the innermost loop */
    struct statement *breakable; /* the innermost loop or switch */
};

struct parser {
    struct unit *unit;
    struct coroutine *coroutine;
    struct scope *scope;
    struct token *at; /* the token to look at next */
    int nesting;
    bool gave_up; /* nested too deeply */
    struct enclosing enclosing;
    struct name_notes labels; /* of the coroutine; see parse_statement.c */
    struct jump *jumps;       /* the coroutine's, to be checked at its end */
    struct defer *pending;
    struct token *unseen; /* an operand right behind another, or NULL */
    bool *reached;        /* how far a name is pasted together: parse_macro.c */

    /*
     * The grammar is a circle: declarations, statements and waits contain
     * expressions, and an expression may contain the name of a type (a cast,
     * sizeof), a block (in GNU C) and a wait.  Only these three pointers close
     * the circle. parse_file() sets them to parse_type_name(), parse_block()
     * and parse_wait(), so that parse_expression.c calls nothing of the files
     * above it by name.
     */
    int (*read_type_name)(struct parser *p, struct token *last);
    void (*read_block)(struct parser *p, struct statement *block);
    struct expression *(*read_wait)(struct parser *p);
};

/* --- To go on --- */

/* Steps over a token of this type, if it is here. */
bool parse_accept(struct parser *p, int type);

/* Called around whatever nests; false when it is too deep to go on. */
bool parse_nest(struct parser *p);

/*
 * Steps over what cannot be parsed, up to the end of the statement: its ; or a
 * block in braces, but not beyond the block around.  Returns its last token.
 */
struct token *parse_skip(struct parser *p);

/* Over attributes, if there are any */
struct token *parse_skip_attributes(struct token *token);

/* Over attributes and storage classes, which stand before a function's type */
struct token *parse_skip_storage(struct token *token);

/* --- Errors --- */

/* Reports an error at a token. */
void parse_error(struct parser *p, const struct token *token, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports that `what` is missing at the token that is here. */
void parse_expected(struct parser *p, const char *what);

/*
 * Reports that a ; is missing before a token.  If the token begins a line, the
 * error is at the end of the line before.
 */
void parse_expected_semicolon(struct parser *p, const struct token *at);

/* Reports a second definition, unless an #if may leave only one of them. */
void parse_check_twice(struct parser *p, const struct token *first,
                       const struct token *again);

/*
 * Refuses a name that a type has defined within an expression: where the name
 * is needed that type may not be.
 */
void parse_check_defined(struct parser *p, const struct token *token,
                         const struct symbol *symbol);

/* Refuses a coroutine that stands in another function, which `where` says. */
void parse_nested_coroutine(struct parser *p, const struct token *token,
                            const char *where);

/* --- What stands here? --- */

/* Is it a name that this file says nothing of? */
bool parse_is_unknown(const struct token *token);

/* Is it a name that a typedef declares, here or in --typedef? */
bool parse_is_typedef_name(const struct token *token);

/* Is it an attribute in [[ ]]? */
bool parse_is_new_attribute(const struct token *token);

/* Does `coroutine` stand here, and is it the keyword? */
bool parse_is_coroutine(const struct token *token);

/* That keyword among the first specifiers of a declaration, or NULL */
struct token *parse_find_coroutine(struct token *first);

/* Does a type begin here for sure, as in a cast? */
bool parse_starts_type(const struct token *token);

/* Does a declaration begin here, by all that can be seen? */
bool parse_starts_declaration(const struct parser *p);

/* May it stand behind the name that is declared? */
bool parse_ends_declarator(const struct token *token);

/* Does this { begin the members of a struct, union or enum? */
bool parse_opens_type(const struct token *open);

/*
 * A hint, if the token names a function that a coroutine cannot call; NULL: it
 * can.
 */
const char *parse_forbidden(const struct token *token);

#endif
