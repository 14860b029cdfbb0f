#include <string.h>

#include "parse.h"

/*
 * What names in expressions mean, and what becomes of the variables: whether an
 * address of theirs may be kept, and what macros may do to them.
 */

/* --- Operands --- */

enum {
    MAX_CASTS = 100 /* that we look at, one behind the other */
};

bool parse_ends_operand(const struct token *token)
{
    switch (token->type) {
    case P_INCREMENT:
    case T_NAME:
    case T_NUMBER:
    case T_STRING:
    case T_CHARACTER:
    case ']':
    case '}':
    case ')':
        return true;
    }
    return false;
}

/* A type, or a name that may be one of a header's */
static bool holds_type(const struct token *open)
{
    const struct token *token = open + 1;

    return parse_starts_type(token) ||
           (token->type == T_NAME && token->symbol == NULL &&
            token->name->ordinary == NULL && token->name->macro == NULL &&
            (token + 1 == open->match || token[1].type == '*' ||
             token[1].type >= K_DECLARES));
}

bool parse_may_be_cast(const struct token *close)
{
    const struct token *open = close->match;
    int before = 0; /* casts may follow each other */

    if (open == NULL || close->type != ')' || !holds_type(open))
        return false;
    while (open[-1].type == ')' && holds_type(open[-1].match) &&
           ++before < MAX_CASTS)
        open = open[-1].match;
    if (!parse_ends_operand(open - 1) && open[-1].type != K_SIZEOF)
        return true;
    return close->match[-1].type == ')' && parse_starts_type(close->match + 1);
}

static bool is_address_of(const struct token *token)
{
    return token->type == '&' &&
           (!parse_ends_operand(token - 1) || parse_may_be_cast(token - 1));
}

int parse_count_subscripts(const struct token *token)
{
    int n = 0;

    while (token[1].type == '[' && token[1].match != NULL) {
        token = token[1].match;
        n++;
    }
    return n;
}

bool parse_names_array(const struct token *token, const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_VARIABLE && !symbol->is_parameter &&
           symbol->dimensions > parse_count_subscripts(token);
}

/* --- What becomes an address --- */

enum {
    MANY = 1000 /* dimensions: how many we do not know */
};

/* Does this file define the struct that a type is, from first to last? */
static bool has_known_members(const struct token *first,
                              const struct token *last)
{
    for (const struct token *token = first; token <= last; token++) {
        if (token->type == '{')
            return true;
        if (token->type == T_NAME && token->name->seen_tag != NULL &&
            is_tag(token))
            return true;
    }
    return false;
}

/* Takes in ( ), __real__ and what else is around it and changes nothing. */
static bool widen(struct part *part)
{
    struct token *before = part->first - 1;
    bool is_group =
        before->type == '(' && before->match == part->last + 1 &&
        (!parse_ends_operand(before - 1) || parse_may_be_cast(before - 1));

    if (!is_group && before->type != K_QUALIFIER &&
        !is_name(before, PART_OPERATORS))
        return false;
    part->first--;
    part->last += is_group;
    return true;
}

/* .member, which may be an array unless this file shows that it is none */
static bool select_member(struct part *part)
{
    const struct name *name;

    if (part->last[1].type != '.')
        return false;
    name = part->last[2].name;
    part->dimensions =
        part->is_known && name != NULL && !name->is_array ? 0 : MANY;
    part->is_known = false;
    part->last += 2;
    return true;
}

bool parse_take_in(struct part *part)
{
    for (;;) {
        if (widen(part) || select_member(part))
            continue;
        if (part->last[1].type != '[' || part->last[1].match == NULL)
            return true;
        if (part->dimensions == 0)
            return false;
        part->dimensions--;
        part->last = part->last[1].match;
    }
}

bool parse_becomes_address(struct part part)
{
    if (!parse_take_in(&part))
        return false;
    switch (part.last[1].type) {
    case P_ASSIGN:
    case P_INCREMENT:
        return false; /* so it is no array */
    case P_ARROW:
        return part.dimensions > 0;
    }
    return part.dimensions > 0 || is_address_of(part.first - 1);
}

/* f(x), y = x, ...: is it a value by itself? */
static bool is_whole_value(const struct token *token)
{
    int before = token[-1].type, after = token[1].type;

    return (before == '(' || before == ',' || before == P_ASSIGN ||
            before == '{') &&
           (after == ')' || after == ',' || after == ';' || after == '}');
}

/* Some of libc's types that are no arrays; of others we cannot know. */
static const char libc_scalars[] =
    "size_t ssize_t ptrdiff_t wchar_t time_t off_t pid_t uid_t gid_t mode_t "
    "clock_t pthread_t socklen_t int8_t int16_t int32_t int64_t uint8_t "
    "uint16_t uint32_t uint64_t intptr_t uintptr_t intmax_t uintmax_t";

/* A variable whose type is only known to a header; it may be an array. */
static bool has_unknown_type(const struct symbol *symbol)
{
    const struct declaration *d = symbol->declaration;

    return d != NULL && d->may_be_array && d->type_dimensions == 0 &&
           symbol->declarator->pointers == 0 &&
           !is_name(d->specifiers_last, libc_scalars);
}

/*
 * What a use of a variable does with it.  A macro in capitals does who knows
 * what.  (Without --stack nothing could be kept only because it may be needed.)
 */
static enum role role_of(const struct parser *p, struct token *token,
                         const struct symbol *symbol)
{
    const struct declaration *d = symbol->declaration;
    struct part part = {
        .first = token,
        .last = token,
        .dimensions = symbol->is_parameter ? 0 : symbol->dimensions,
        .is_known =
            d != NULL && has_known_members(d->first, d->specifiers_last),
    };

    if (p->around.is_unevaluated)
        return ROLE_NONE;
    if (parse_becomes_address(part) || p->around.takes_address)
        return ROLE_ESCAPE;
    if (p->unit->options->stack && !symbol->is_parameter &&
        has_unknown_type(symbol) && is_whole_value(token))
        return ROLE_ESCAPE;
    return ROLE_USE;
}

struct part parse_literal_part(struct token *open, int dimensions)
{
    struct token *close = open->match;

    return (struct part){
        .first = open,
        .last = close[1].match,
        .dimensions = dimensions,
        .is_known = has_known_members(open, close),
    };
}

void parse_note_literal(struct parser *p, struct token *open, int dimensions)
{
    struct part part;

    if (open->match[1].type != '{' || p->around.is_unevaluated)
        return;
    part = parse_literal_part(open, dimensions);
    if (!parse_take_in(&part) || parse_is_measured(part) ||
        !parse_becomes_address(part))
        return;
    open->symbol = arena_alloc(p->unit->arena, sizeof(*open->symbol));
    *open->symbol = (struct symbol){
        .kind = SYMBOL_VARIABLE,
        .token = open,
        .is_local = true,
        .scope = p->scope,
    };
    open->role = ROLE_ESCAPE;
}

/* --- Names --- */

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

/* A call that is spelled nearly like a wait; wait4() and its kin are libc's. */
static void check_slip(struct parser *p, const struct token *token)
{
    const char *word = p->unit->wait_word->text;

    if (parse_is_unknown(token) && token[2].type == T_NAME &&
        token[3].type == '(' && is_slip(token->name, word) &&
        !is_name(token, "wait3 wait4 waitid waitpid")) {
        p->coroutine->has_slip = true;
        report_warning(p->unit->source, token->text, NULL,
                       "'%s' is unknown here: did you mean `%s`?",
                       token->name->text, word);
    }
}

const char *parse_forbidden(const struct token *token)
{
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++) {
        if (is_name(token, forbidden[i].name))
            return forbidden[i].hint;
    }
    return NULL;
}

/* name(...) or (name)(...); or the name is what a macro is given. */
static bool is_called(const struct parser *p, const struct token *token)
{
    const struct token *first = token, *last = token;

    while (first[-1].type == '(' && first[-1].match == last + 1) {
        first--;
        last++;
    }
    return last[1].type == '(' || p->around.macro != NULL;
}

static void check_call(struct parser *p, const struct token *token)
{
    const char *hint = is_called(p, token) ? parse_forbidden(token) : NULL;

    if (token[1].type == '(')
        check_slip(p, token);
    if (hint != NULL)
        parse_error(p, token, hint, "%s() cannot be used in a coroutine",
                    token->name->text);
}

void parse_name(struct parser *p)
{
    struct token *token = p->at;
    struct symbol *symbol = token->name->ordinary;
    const struct macro *macro = token->name->macro;

    if (macro != NULL && macro->has_parameters && p->at[1].type == '(')
        symbol = NULL; /* whatever else has its name */
    check_call(p, p->at);
    parse_check_macro(p, p->at);
    if (symbol != NULL && symbol->is_local) {
        parse_check_defined(p, token, symbol);
        token->symbol = symbol;
        if (symbol->kind == SYMBOL_VARIABLE)
            token->role = role_of(p, p->at, symbol);
    } else {
        token->is_outer = true;
    }
    p->at++;
}

void parse_names_between(struct parser *p, struct token *first)
{
    for (struct token *token = first; token < p->at; token++) {
        struct symbol *symbol =
            is_ordinary(token) ? token->name->ordinary : NULL;

        if (token->type == T_NAME)
            parse_check_macro(p, token);
        if (symbol == NULL || token->symbol != NULL || !symbol->is_local ||
            symbol->kind != SYMBOL_VARIABLE)
            continue;
        token->symbol = symbol;
        token->role = p->around.is_unevaluated ? ROLE_NONE : ROLE_ESCAPE;
    }
}
