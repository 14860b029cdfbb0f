#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostic.h"
#include "name.h"
#include "token_type.h"

/*
 * The text as C's tokens (C17, section 6.4).  Tokens point into the text, and
 * what stands between them, white space, comments and preprocessor directives,
 * can be read there: token and space together are the whole text, so that what
 * is not changed can be copied octet by octet.
 *
 * Nothing is preprocessed.  A directive counts as white space; of #if only is
 * noted which tokens stand in which of its arms.
 */

/* What an identifier is to the flow of values; see flow.h. */
enum role {
    ROLE_NONE,   /* its value does not matter: sizeof */
    ROLE_USE,    /* its value is read, or part of it written */
    ROLE_KILL,   /* it gets a new value, whatever it had before */
    ROLE_SET,    /* it gets one perhaps */
    ROLE_BEGIN,  /* it is declared, and has none */
    ROLE_ESCAPE, /* its address may be kept */
};

/*
 * An arm of an #if: from #if, #elif or #else to the next of them.  Two tokens
 * with the same arm are both there or both not.
 */
struct arm {
    struct arm *outer;    /* the arm around it, or NULL */
    struct arm *previous; /* the arm before it in the same #if, or NULL */
    const char *text;     /* the directive that begins it */
    size_t length;
    int depth; /* 1 is outermost */
    struct group *group;
};

/* All arms of one #if */
struct group {
    const char *at;
    int else_line;   /* 0 as long as there is none */
    bool unbalanced; /* brackets that one arm opens are closed elsewhere */

    /* what is open before it, and behind it once has_after; see bracket.c */
    const struct open *before;
    const struct open *after;
    bool has_after;
};

enum directive_kind {
    D_OTHER,
    D_DEFINE,
    D_UNDEF,
    D_INCLUDE,
    D_PRAGMA,
    D_LINE,
    D_IF, /* #ifdef and #ifndef too */
    /* from here on: what ends an arm */
    D_ELIF, /* #elifdef and #elifndef too */
    D_ELSE,
    D_ENDIF,
};

/* A directive, but for those among what #if 0 leaves out */
struct directive {
    enum directive_kind kind;
    const char *at; /* its # */
    const char *end;
    struct name *macro; /* that it defines, or forgets; or NULL */
    int shift;          /* of D_LINE: what lines have more from here on */
    struct directive *next;
};

struct token {
    int type;            /* enum token_type, or a character */
    struct token *match; /* of a bracket: its other half, or NULL */
    const char *text;
    size_t length;
    const char *space; /* where the white space before it begins */
    int line;
    const char *line_start; /* where its line begins */
    struct name *name;      /* of identifiers and keywords; others NULL */
    struct arm *arm;        /* NULL outside of any #if */
    bool space_is_copied;

    /* what the parser found out */
    struct symbol *symbol; /* what an identifier means, if it is ours to know */
    bool is_global;        /* it means nothing that the coroutine declares */
    bool is_awaited;       /* it is that of a future that an await makes */
    enum role role;
    struct hidden_use *hidden; /* what a macro of the file uses unseen */
    bool takes_address; /* as a macro of the file it may take its arguments' */
};

/* A macro that is defined in the file */
struct macro {
    const char *at;
    bool has_parameters;
    const char *jump;   /* a statement in it that the parser must not miss */
    bool is_known;      /* the parser has looked for it */
    struct token *body; /* its replacement list, count tokens between ends */
    int count;
    struct macro *before; /* the name's definition before, as in an #else */
    int noting;           /* the last noting of names that came here: scope.h */

    /* of the use that the parser looks into, see parse_macro.c: */
    const struct token *used_by;
    struct macro *next_used;
    bool in_arguments;
};

/* Is it the first of its line? */
static inline bool begins_line(const struct token *token)
{
    return token->line_start > token[-1].text;
}

static inline bool is_attribute(const struct token *token)
{
    return token->type == K_ATTRIBUTE || token->type == K_ATTRIBUTES;
}

/* The last token before one that is no attribute's */
static inline const struct token *before_attributes(const struct token *token)
{
    for (token--;; token--) {
        const struct token *open = token->match;

        if (token->type == ')' && open != NULL && open[-1].type == K_ATTRIBUTE)
            token = open - 1;
        else if (token->type != K_ATTRIBUTES)
            return token;
    }
}

static inline bool is_tag(const struct token *token)
{
    int before;

    if (token->type != T_NAME)
        return false;
    before = before_attributes(token)->type;
    return before == K_STRUCT || before == K_ENUM;
}

/* Is it a name, and neither a member's nor a tag? */
static inline bool is_ordinary(const struct token *token)
{
    int before = token[-1].type;

    return token->type == T_NAME && before != '.' && before != P_ARROW &&
           !is_tag(token);
}

/* The other half of a bracket that is opened here, or the token itself */
static inline struct token *group_end(struct token *token)
{
    bool opens = token->match != NULL && token->match > token;

    return opens ? token->match : token;
}

/* Is there one before it, behind the token before? */
bool has_directive(const struct token *token);

/* The first comma from first on that is in no bracket or ? :, or last */
struct token *find_comma(struct token *first, struct token *last);

static inline bool has_space_before(const struct token *token)
{
    return token->space < token->text;
}

/*
 * list[0] is nothing, behind a byte order mark, list[1] to list[count] are the
 * tokens, and list[count + 1] is the end, with the last white space: so each
 * has one before and after it.
 */
struct tokens {
    struct source *source;
    struct token *list;
    int count;         /* without the end */
    struct token *end; /* which is known when all are read */
    size_t capacity;
    struct names names;
    struct name *macros;          /* that are or were defined in the file */
    struct directive *directives; /* in the order of the text */
    struct directive **directives_end;
};

/*
 * Reads source->text.  Errors in it are reported: characters that are none,
 * strings and comments without end.
 */
void tokens_init(struct tokens *tokens, struct source *source);
void tokens_fini(struct tokens *tokens);

/* The number of a token's line, as a #line of the text may have it */
long said_line(const struct tokens *tokens, const struct token *token);

/* Is it one of these, which blanks part? */
bool is_among(const struct name *name, const char *words);

/* The same of a token, which must be a name and no keyword */
bool is_name(const struct token *token, const char *words);

/* Is the token spelled as this keyword?  Whether it is one is another matter.
 */
static inline bool spells(const struct token *token, enum word word)
{
    return token->type == T_NAME && token->name->word == word;
}

/* Whether text is a name, though it may be a keyword */
bool is_identifier(const char *text);

/*
 * Where a comment, a directive, or a character of the white space at text ends,
 * which is before end; a comment where there is none: at text.  Of what #if 0
 * leaves out a string is one character, as no comment begins in it.
 */
const char *end_of_comment(const char *text, const char *end);
const char *end_of_directive(const char *text, const char *end);
const char *end_of_character(const char *text, const char *end);

#endif
