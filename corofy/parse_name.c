#include "parse_name.h"

#include "parse_macro.h"
#include "parse_operand.h"

/*
 * What names in expressions mean, and what becomes of the variables: whether an
 * address of theirs may be kept, and what macros may do to them.
 */

/* --- What is done to a variable --- */

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
    struct part part = parse_variable_part(token, symbol);

    if (p->enclosing.is_unevaluated)
        return ROLE_NONE;
    if (parse_becomes_address(part) || p->enclosing.takes_address)
        return ROLE_ESCAPE;
    if (p->unit->options->stack && !symbol->is_parameter &&
        has_unknown_type(symbol) && is_whole_value(token))
        return ROLE_ESCAPE;
    return ROLE_USE;
}

void parse_note_literal(struct parser *p, struct token *open, int dimensions)
{
    struct part part;

    if (open->match[1].type != '{' || p->enclosing.is_unevaluated)
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

/* name(...) or (name)(...); or the name is what a macro is given. */
static bool is_called(const struct parser *p, const struct token *token)
{
    const struct token *first = token, *last = token;

    while (first[-1].type == '(' && first[-1].match == last + 1) {
        first--;
        last++;
    }
    return last[1].type == '(' || p->enclosing.macro != NULL;
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
        token->is_global = true;
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
        token->role = p->enclosing.is_unevaluated ? ROLE_NONE : ROLE_ESCAPE;
    }
}
