#include "parse_token.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_NESTING = 2500
};

bool parse_accept(struct parser *p, int type)
{
    if (p->at->type != type)
        return false;
    p->at++;
    return true;
}

void parse_error(struct parser *p, const struct token *token, const char *hint,
                 const char *format, ...)
{
    char text[256];
    va_list args;

    if (p->gave_up)
        return; /* that has been said */
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    report_error(p->unit->source, token->text, hint, "%s", text);
}

bool parse_nest(struct parser *p)
{
    if (++p->nesting <= MAX_NESTING && !p->gave_up)
        return true;
    parse_error(p, p->at, "move a part of it into a function",
                "nested too deeply: more than %d levels", MAX_NESTING);
    p->gave_up = true;
    p->at = p->unit->tokens.end;
    return false;
}

/*
 * Both arms of an #if are parsed, one behind the other.  Is it this that makes
 * no sense of what is here?
 */
static bool is_in_new_arm(struct parser *p, const struct token *token)
{
    const struct arm *arm = token->arm;

    if (arm == token[-1].arm)
        return false;
    if (arm == NULL || (token[-1].arm != NULL && token[-1].arm->outer == arm))
        arm = token[-1].arm;
    if (!p->gave_up)
        report_directive(p->unit->source, arm->text);
    return true;
}

void parse_expected(struct parser *p, const char *what)
{
    if (is_in_new_arm(p, p->at))
        return;
    parse_error(p, p->at->type == T_END ? p->at - 1 : p->at, NULL,
                "expected %s", what);
}

void parse_expected_semicolon(struct parser *p, const struct token *at)
{
    const struct token *before = at - 1;

    if (is_in_new_arm(p, at))
        return;
    if (begins_line(at))
        report_error(p->unit->source, before->text + before->length, NULL,
                     "expected ';'");
    else
        parse_error(p, at, NULL, "expected ';'");
}

struct token *parse_skip(struct parser *p)
{
    int type;

    while ((type = p->at->type) != ';' && type != '}' && type != T_END) {
        p->at = group_end(p->at);
        if (type == '{')
            break;
        p->at++;
    }
    if (type == ';' || type == '{')
        p->at++;
    return p->at - 1;
}

/* --- What stands here? --- */

/* Is it a name that this file says nothing of? */
bool parse_is_unknown(const struct token *token)
{
    return token->type == T_NAME && token->name->ordinary == NULL &&
           token->name->macro == NULL;
}

static bool is_storage(int type)
{
    return type == K_STATIC || type == K_EXTERN || type == K_INLINE;
}

/* The { of a struct, union or enum */
bool parse_opens_type(const struct token *open)
{
    const struct token *before = before_attributes(open);

    return before->type == K_STRUCT || before->type == K_ENUM || is_tag(before);
}

/* The } of a struct, union or enum */
static bool ends_type(const struct token *close)
{
    const struct token *open = close->match;

    if (open == NULL || open->type != '{')
        return false;
    return parse_opens_type(open);
}

/* [[ ]] */
bool parse_is_new_attribute(const struct token *token)
{
    return token->type == '[' && token[1].type == '[' && token->match != NULL &&
           token[1].match == token->match - 1;
}

/*
 * `coroutine` (or `async`) is a keyword where it means nothing else and a
 * declaration goes on behind it.  Before a ; or an attribute it may as well be
 * what is declared.
 */
bool parse_is_coroutine(const struct token *token)
{
    int before, next;

    if (!spells(token, WORD_COROUTINE) || token->name->ordinary != NULL ||
        is_tag(token))
        return false;
    before = token[-1].type;
    next = token[1].type;
    if (next == ';' && before == '}' && ends_type(token - 1))
        return false;
    if (next == ';' || next == K_ATTRIBUTE)
        return is_storage(before) || before == T_END ||
               (before < T_NAME && strchr(";{})", before) != NULL);
    return next == T_NAME || next >= K_DECLARES ||
           parse_is_new_attribute(token + 1);
}

struct token *parse_skip_attributes(struct token *token)
{
    for (;; token++) {
        if (token->type == K_ATTRIBUTE && group_end(token + 1) > token + 1)
            token = token[1].match;
        else if (parse_is_new_attribute(token))
            token = token->match;
        else if (token->type != K_ATTRIBUTES)
            return token;
    }
}

/* Over what may stand before the type of a function */
struct token *parse_skip_storage(struct token *token)
{
    token = parse_skip_attributes(token);
    while (is_storage(token->type))
        token = parse_skip_attributes(token + 1);
    return token;
}

struct token *parse_find_coroutine(struct token *first)
{
    struct token *keyword = parse_skip_storage(first);

    return parse_is_coroutine(keyword) ? keyword : NULL;
}

bool parse_is_typedef_name(const struct token *token)
{
    return token->type == T_NAME && token->name->ordinary != NULL &&
           token->name->ordinary->kind == SYMBOL_TYPEDEF;
}

/* __extension__ may stand before a type, and before an expression. */
static const struct token *skip_extension(const struct token *token)
{
    while (token->type == K_QUALIFIER && is_among(token->name, "__extension__"))
        token++;
    return token;
}

bool parse_starts_type(const struct token *token)
{
    token = skip_extension(token);
    return token->type >= K_DECLARES || parse_is_typedef_name(token);
}

/* Is it a name that we know to be no type? */
static bool is_object_name(const struct token *token)
{
    const struct symbol *symbol = token->name->ordinary;

    return symbol != NULL && symbol->kind != SYMBOL_TYPEDEF;
}

bool parse_ends_declarator(const struct token *token)
{
    switch (token->type) {
    case ';':
    case ',':
    case '[':
    case '(':
    case ')':
    case K_ATTRIBUTE:
    case K_ATTRIBUTES:
    case K_ASM:
        return true;
    case P_ASSIGN:
        return token->text[0] == '=';
    }
    return false;
}

/* (*name)( and (*name)[, as a pointer to a function or an array begins */
static bool starts_nested_declarator(const struct token *open)
{
    const struct token *i = open + 1, *close = open->match;

    if (open->type != '(' || i->type != '*')
        return false;
    while (i->type == '*' || i->type == '(' || i->type == K_CONST ||
           i->type == K_QUALIFIER)
        i++;
    if (i->type != T_NAME || (i[1].type != ')' && i[1].type != '['))
        return false;
    return close[1].type == '(' || close[1].type == '[';
}

/* `name name`, `name * name` and `name (*name)(`, name being an unknown type */
bool parse_starts_declaration(const struct parser *p)
{
    const struct token *first = skip_extension(p->at), *next = first + 1;

    if (first->type != T_NAME)
        return first->type >= K_DECLARES;
    if (parse_is_coroutine(first))
        return true;
    if (next->type == ':' || is_object_name(first))
        return false;
    if (parse_is_typedef_name(first))
        return true;
    if (next->type == T_NAME)
        return !spells(first, WORD_WAIT) && !spells(first, WORD_DEFER);
    if (next->type >= K_DECLARES)
        return true;
    while (next->type == '*' || next->type == K_CONST ||
           next->type == K_QUALIFIER)
        next++;
    if (starts_nested_declarator(next))
        return true;
    if (next == first + 1 || next->type != T_NAME)
        return false;
    return parse_ends_declarator(next + 1) ||
           (next[1].type == T_NAME && /* a macro for an attribute */
            parse_ends_declarator(next + 2));
}

/* --- Errors in several files --- */

void parse_nested_coroutine(struct parser *p, const struct token *token,
                            const char *where)
{
    parse_error(p, token, "a coroutine stands in the file, outside of others",
                "`%s` within %s", p->unit->coroutine_word->text, where);
}

/* Are both there whenever the inner one is? */
static bool encloses(const struct arm *outer, const struct arm *inner)
{
    while (inner != NULL && inner != outer)
        inner = inner->outer;
    return inner == outer;
}

void parse_check_twice(struct parser *p, const struct token *first,
                       const struct token *again)
{
    if (encloses(first->arm, again->arm) || encloses(again->arm, first->arm))
        parse_error(p, again, "rename one of them",
                    "'%s' is defined already, in line %d", again->name->text,
                    first->line);
}

void parse_check_defined(struct parser *p, const struct token *token,
                         const struct symbol *symbol)
{
    if (symbol->is_in_expression)
        parse_error(p, token, "define the type in a declaration before",
                    "'%s' is defined within an expression, in line %d",
                    token->name->text, symbol->token->line);
}

/* --- Functions that cannot be called --- */

#define JUMP "the place to come back to is gone at the next wait"
#define ROOM "what it gives is gone at the next wait: use malloc()"

/* What is done to the function that calls them, which would be poll() */
static const struct {
    const char *name;
    const char *hint;
} forbidden[] = {
    {"setjmp", JUMP},
    {"_setjmp", JUMP},
    {"__builtin_setjmp", JUMP},
    {"sigsetjmp", JUMP},
    {"__sigsetjmp", JUMP},
    {"getcontext", JUMP},
    {"vfork", "use fork(), or posix_spawn()"},
    {"alloca", ROOM},
    {"__builtin_alloca", ROOM},
    {"__builtin_alloca_with_align", ROOM},
    {"strdupa", "what it gives is gone at the next wait: use strdup()"},
    {"strndupa", "what it gives is gone at the next wait: use strndup()"},
};

const char *parse_forbidden(const struct token *token)
{
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++) {
        if (is_name(token, forbidden[i].name))
            return forbidden[i].hint;
    }
    return NULL;
}
