#include "parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_NESTING = 2500
};

bool parse_accept(struct parser *p, int type)
{
    if (type_here(p) != type)
        return false;
    p->at++;
    return true;
}

void parse_error(struct parser *p, int token, const char *hint,
                 const char *format, ...)
{
    char text[256];
    va_list args;

    if (p->gave_up)
        return; /* that has been said */
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    report_error(p->unit->source, token_at(p->unit, token)->text, hint, "%s",
                 text);
}

bool parse_nest(struct parser *p)
{
    if (++p->nesting <= MAX_NESTING && !p->gave_up)
        return true;
    parse_error(p, p->at, "move a part of it into a function",
                "nested too deeply: more than %d levels", MAX_NESTING);
    p->gave_up = true;
    p->at = p->unit->tokens.count + 1;
    return false;
}

bool parse_is_word(const struct parser *p, int index, const char *text)
{
    const struct token *token = token_at(p->unit, index);

    return token->type == T_NAME && strcmp(token->name->text, text) == 0;
}

/* --- The file, outside of coroutines --- */

/* The end of a declaration: its ;, or the } of a function's body */
static int declaration_end(const struct parser *p, int index)
{
    int last = p->unit->tokens.count;

    for (; index <= last; index++) {
        int type = type_at(p, index);
        int match = token_at(p->unit, index)->match;

        if (type == ';')
            return index;
        if (match > index) {
            bool is_function = type == '{' && type_at(p, index - 1) == ')';

            index = match;
            if (is_function)
                return index;
        }
    }
    return last;
}

static void declare_enumerators(struct parser *p, int open)
{
    int close = token_at(p->unit, open)->match;

    for (int i = open + 1; i < close; i++) {
        if (type_at(p, i) == T_NAME &&
            (type_at(p, i - 1) == '{' || type_at(p, i - 1) == ','))
            scope_declare(p->unit, NULL, SYMBOL_ENUMERATOR, i);
    }
}

/* What `name` in a declaration of the file declares, going by what follows */
static void declare_file_name(struct parser *p, int index, bool is_typedef)
{
    enum symbol_kind kind = SYMBOL_VARIABLE;
    int next = type_at(p, index + 1);
    const struct symbol *known = token_at(p->unit, index)->name->ordinary;

    if (is_typedef)
        kind = SYMBOL_TYPEDEF;
    else if (next == '(')
        kind = SYMBOL_FUNCTION;
    if (known == NULL || known->kind != SYMBOL_COROUTINE)
        scope_declare(p->unit, NULL, kind, index);
}

static bool follows_declared_name(const struct parser *p, int index)
{
    switch (type_at(p, index)) {
    case ';':
    case ',':
    case '[':
    case '(':
    case K_ATTRIBUTE:
        return true;
    case P_ASSIGN:
        return true;
    }
    return false;
}

/* Notes what a declaration between coroutines makes known; it may be anything.
 */
static void scan_declaration(struct parser *p, int first, int last)
{
    bool is_typedef = false, is_value = false;

    for (int i = first; i <= last; i++) {
        int type = type_at(p, i);
        int match = token_at(p->unit, i)->match;

        is_typedef |= type == K_TYPEDEF;
        if (type == P_ASSIGN)
            is_value = true;
        if (type == ',')
            is_value = false;
        if (type == T_NAME && !is_value && i > first &&
            type_at(p, i - 1) != K_STRUCT && type_at(p, i - 1) != K_ENUM &&
            follows_declared_name(p, i + 1))
            declare_file_name(p, i, is_typedef);
        if (type == '{' && i > 2 &&
            (type_at(p, i - 1) == K_ENUM || type_at(p, i - 2) == K_ENUM))
            declare_enumerators(p, i);
        if (type == '(' && type_at(p, i + 1) == '*' &&
            type_at(p, i + 2) == T_NAME && !is_value)
            declare_file_name(p, i + 2, is_typedef);
        if (match > i)
            i = match;
    }
}

/* A wait for what a call gives, where libc's would be given an address */
static void check_outside(struct parser *p, int first, int last)
{
    for (int i = first; i <= last; i++) {
        const struct token *callee = token_at(p->unit, i + 2);

        if (parse_is_word(p, i, "coroutine") && i > first &&
            type_at(p, i - 1) != K_STRUCT && type_at(p, i + 1) >= K_DECLARES)
            parse_error(p, i, "move it out, to the file",
                        "a coroutine within a function");
        if (!parse_is_word(p, i, "wait") || type_at(p, i + 1) != '(' ||
            type_at(p, i - 1) == '.' || type_at(p, i - 1) == P_ARROW)
            continue;
        if (callee->type == T_NAME && type_at(p, i + 3) == '(' &&
            name_of(&p->unit->tokens, "coroutine", 9)->seen != NULL)
            parse_error(p, i, "poll its future, or make this a coroutine",
                        "a wait outside of a coroutine");
    }
}

/* --- Coroutines --- */

/* `coroutine` among the specifiers of a declaration; 0 if it is none */
static int find_keyword(const struct parser *p, int first)
{
    const struct symbol *symbol;

    for (int i = first;; i++) {
        int type = type_at(p, i);

        if (parse_is_word(p, i, "coroutine")) {
            symbol = token_at(p->unit, i)->name->ordinary;
            return symbol == NULL && (type_at(p, i + 1) == T_NAME ||
                                      type_at(p, i + 1) >= K_DECLARES)
                       ? i
                       : 0;
        }
        if (type == K_ATTRIBUTE && token_at(p->unit, i + 1)->match != 0)
            i = token_at(p->unit, i + 1)->match;
        else if (type != K_STATIC && type != K_EXTERN && type != K_INLINE)
            return 0;
    }
}

static bool is_storage(int type)
{
    return type == K_STATIC || type == K_EXTERN || type == K_INLINE;
}

static void check_return_type(struct parser *p, struct coroutine *c, int first)
{
    const char *hint = "a coroutine returns void or char *; `async` in chapter "
                       "10 returns what you like";
    int type = first;

    while (is_storage(type_at(p, type)) || type == first ||
           parse_is_word(p, type, "coroutine") ||
           type_at(p, type) == K_ATTRIBUTE)
        type = type_at(p, type) == K_ATTRIBUTE
                   ? token_at(p->unit, type + 1)->match + 1
                   : type + 1;
    c->type = type;
    c->returns_string = type_at(p, type) == K_CHAR;
    if (type == c->name)
        parse_error(p, type, "write void or char * before it",
                    "coroutine '%s' has no return type",
                    token_at(p->unit, type)->name->text);
    else if (!(type_at(p, type) == K_VOID && type + 1 == c->name) &&
             !(type_at(p, type) == K_CHAR && type_at(p, type + 1) == '*' &&
               type + 2 == c->name))
        parse_error(p, type, hint, "coroutine '%s' returns something else",
                    token_at(p->unit, c->name)->name->text);
}

/* Finds name and ( of coroutine ... name(...); false if there is no such thing
 */
static bool find_signature(struct parser *p, struct coroutine *c, int keyword)
{
    int i = keyword + 1;

    for (;; i++) {
        if (type_at(p, i) == K_ATTRIBUTE)
            i = token_at(p->unit, i + 1)->match;
        else if (type_at(p, i) == T_NAME && type_at(p, i + 1) == '(')
            break;
        else if (type_at(p, i) != T_NAME && type_at(p, i) != '*' &&
                 type_at(p, i) < K_DECLARES) {
            parse_error(p, keyword, "coroutine void name(...) { ... }",
                        "`coroutine` belongs before a function");
            return false;
        }
    }
    c->name = i;
    c->open = i + 1;
    c->close = token_at(p->unit, i + 1)->match;
    c->first = keyword;
    return true;
}

static void note_names(struct parser *p, const struct coroutine *c)
{
    for (int i = c->first; i <= c->last; i++) {
        const struct token *token = token_at(p->unit, i);
        int before = type_at(p, i - 1);

        if (token->type == T_NAME && before != '.' && before != P_ARROW &&
            before != K_STRUCT && before != K_ENUM)
            token->name->used_in = c->id;
    }
}

static void check_balance(struct parser *p, const struct coroutine *c)
{
    const struct arm *outside = token_at(p->unit, c->first)->arm;

    for (int i = c->first; i <= c->last; i++) {
        const struct arm *arm = token_at(p->unit, i)->arm;

        if (arm != outside && arm != NULL && arm->group->unbalanced)
            report_error(p->unit->source, arm->group->at,
                         "let each arm hold whole statements",
                         "the arms of this #if do not balance their brackets");
    }
}

static void parse_coroutine_body(struct parser *p, struct coroutine *c)
{
    int open = c->close + 1;

    while (type_at(p, open) != '{')
        open++;
    c->body = arena_alloc(p->unit->arena, sizeof(*c->body));
    c->body->kind = STATEMENT_BLOCK;
    c->body->first = open;
    c->body->last = token_at(p->unit, open)->match;
    p->at = open + 1;
    c->body->body = parse_block(p);
    if (c->wait_count == 0 && !p->gave_up)
        report_warning(p->unit->source, token_at(p->unit, c->name)->text,
                       "an ordinary function would do",
                       "coroutine '%s' never waits",
                       token_at(p->unit, c->name)->name->text);
}

/* The end of a coroutine, or where its parameters should have been followed */
static bool find_end(struct parser *p, struct coroutine *c)
{
    int after = c->close + 1;

    while (type_at(p, after) == K_ATTRIBUTE &&
           token_at(p->unit, after + 1)->match != 0)
        after = token_at(p->unit, after + 1)->match + 1;
    c->is_prototype = type_at(p, after) == ';';
    if (c->is_prototype)
        c->last = after;
    else if (type_at(p, after) == '{')
        c->last = token_at(p->unit, after)->match;
    else
        parse_error(p, after, "write the types between the parentheses",
                    "expected '{' after the parameters of a coroutine");
    return c->last != 0;
}

static struct coroutine *new_coroutine(struct parser *p)
{
    struct coroutine *c = arena_alloc(p->unit->arena, sizeof(*c));

    c->id = p->coroutine != NULL ? p->coroutine->id + 1 : 1;
    c->declarations_end = &c->declarations;
    c->waits_end = &c->waits;
    c->temporaries_end = &c->temporaries;
    return c;
}

static bool parse_coroutine(struct parser *p, struct coroutine *c, int first)
{
    struct scope *scope;

    if (!find_end(p, c))
        return false;
    c->first = first;
    check_return_type(p, c, first - 1);
    check_balance(p, c);
    if (parse_is_word(p, c->name, "main"))
        parse_error(p, c->name, "let main() poll one",
                    "main() cannot be a coroutine");
    scope_declare(p->unit, NULL, SYMBOL_COROUTINE, c->name);
    note_names(p, c);
    p->scope = scope = scope_enter(p->unit, NULL, c->open);
    parse_parameters(p, c);
    if (!c->is_prototype)
        parse_coroutine_body(p, c);
    scope_leave(scope, c->last);
    p->scope = NULL;
    return true;
}

static void note_seen(struct tokens *tokens)
{
    for (int i = tokens->count; i > 0; i--) {
        struct token *token = &tokens->list[i];
        int before = tokens->list[i - 1].type;

        if (token->type != T_NAME)
            continue;
        if (tokens->list[i + 1].type == '[' && before != '.' &&
            before != P_ARROW)
            token->name->is_array = true;
        if (before != K_STRUCT && before != K_ENUM)
            token->name->seen = token->text;
        else if (tokens->list[i + 1].type == '{')
            token->name->seen_tag = token->text;
    }
}

static void declare_typedefs(struct unit *unit)
{
    for (size_t i = 0; i < unit->options->typedef_count; i++) {
        const char *text = unit->options->typedefs[i];
        struct symbol *symbol = arena_alloc(unit->arena, sizeof(*symbol));

        symbol->kind = SYMBOL_TYPEDEF;
        symbol->name = name_of(&unit->tokens, text, strlen(text));
        symbol->name->ordinary = symbol;
    }
}

void parse_file(struct unit *unit)
{
    struct parser p = {.unit = unit, .at = 1};
    struct coroutine **end = &unit->coroutines;
    int last = unit->tokens.count;

    note_seen(&unit->tokens);
    declare_typedefs(unit);
    while (p.at <= last && !p.gave_up) {
        int first = p.at, keyword = find_keyword(&p, first);
        struct coroutine *c = new_coroutine(&p);

        if (keyword != 0 && find_signature(&p, c, keyword)) {
            p.coroutine = c;
            if (parse_coroutine(&p, c, first)) {
                *end = c;
                end = &c->next;
                p.at = c->last + 1;
                continue;
            }
        }
        p.at = declaration_end(&p, first) + 1;
        scan_declaration(&p, first, p.at - 1);
        check_outside(&p, first, p.at - 1);
    }
}
