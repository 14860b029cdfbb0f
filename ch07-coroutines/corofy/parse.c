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

void parse_expected(struct parser *p, const char *what)
{
    parse_error(p, type_here(p) == T_END ? p->at - 1 : p->at, NULL,
                "expected %s", what);
}

int parse_skip(struct parser *p)
{
    int type;

    while ((type = type_here(p)) != ';' && type != '}' && type != T_END) {
        if (token_here(p)->match > p->at)
            p->at = token_here(p)->match;
        if (type == '{')
            break;
        p->at++;
    }
    if (type == ';' || type == '{')
        p->at++;
    return p->at - 1;
}

bool parse_is_word(const struct parser *p, int index, const char *text)
{
    const struct token *token = token_at(p->unit, index);

    return token->type == T_NAME && strcmp(token->name->text, text) == 0;
}

static bool is_storage(int type)
{
    return type == K_STATIC || type == K_EXTERN || type == K_INLINE;
}

/*
 * `coroutine` is a keyword where it means nothing else and a declaration goes
 * on behind it.  Before a ; or an attribute it may as well be what is declared.
 */
bool parse_is_coroutine(const struct parser *p, int index)
{
    int before, next;

    if (!parse_is_word(p, index, "coroutine") ||
        token_at(p->unit, index)->name->ordinary != NULL)
        return false;
    before = type_at(p, index - 1);
    next = type_at(p, index + 1);
    if (before == K_STRUCT || before == K_ENUM)
        return false;
    if (next == ';' || next == K_ATTRIBUTE)
        return is_storage(before) || before == T_END ||
               (before < T_NAME && strchr(";{})", before) != NULL);
    return next == T_NAME || next >= K_DECLARES;
}

static int skip_attributes(const struct parser *p, int index)
{
    while (type_at(p, index) == K_ATTRIBUTE &&
           token_at(p->unit, index + 1)->match > index)
        index = token_at(p->unit, index + 1)->match + 1;
    return index;
}

/* Over what may stand before the type of a function */
static int skip_storage(const struct parser *p, int index)
{
    index = skip_attributes(p, index);
    while (is_storage(type_at(p, index)))
        index = skip_attributes(p, index + 1);
    return index;
}

int parse_find_coroutine(const struct parser *p, int first)
{
    int keyword = skip_storage(p, first);

    return parse_is_coroutine(p, keyword) ? keyword : 0;
}

static void refuse_keyword(struct parser *p, int index)
{
    parse_error(p, index, "coroutine void name(...) { ... }",
                "`coroutine` belongs before a function");
}

void parse_nested_coroutine(struct parser *p, int index, const char *where)
{
    parse_error(p, index, "a coroutine stands in the file, outside of others",
                "`coroutine` within %s", where);
}

/* Are both there whenever the inner one is? */
static bool encloses(const struct arm *outer, const struct arm *inner)
{
    while (inner != NULL && inner != outer)
        inner = inner->outer;
    return inner == outer;
}

void parse_check_twice(struct parser *p, int before, int again)
{
    const struct token *first = token_at(p->unit, before);
    const struct token *second = token_at(p->unit, again);

    if (encloses(first->arm, second->arm) || encloses(second->arm, first->arm))
        parse_error(p, again, "rename one of them",
                    "'%s' is defined already, in line %d", second->name->text,
                    first->line);
}

/* --- The file, outside of coroutines --- */

/* May what is before a token end without a ; as a macro does, or a body? */
static bool ends_by_macro(const struct parser *p, int first, int index)
{
    int before = type_at(p, index - 1);

    return before == ')' || before == '}' ||
           (before == T_NAME && index == first + 1);
}

/*
 * The end of a declaration: its ;, or the } of a function's body, which follows
 * a ), or a ; where parameters are declared in the old style.  A macro may need
 * no ; before a coroutine.
 */
static int declaration_end(const struct parser *p, int first)
{
    int last = p->unit->tokens.count;

    for (int i = first; i <= last; i++) {
        int type = type_at(p, i);
        int match = token_at(p->unit, i)->match;

        if (type == ';')
            return i;
        if (i > first && ends_by_macro(p, first, i) &&
            parse_find_coroutine(p, i) != 0)
            return i - 1;
        if (match < i)
            continue;
        if (type == '{' && (i == first || type_at(p, i - 1) == ')'))
            return match;
        i = match;
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

/* Members of a type that is an array */
static void note_array_members(struct parser *p, int open)
{
    bool is_array = false;

    for (int i = open; i < token_at(p->unit, open)->match; i++) {
        struct name *name = token_at(p->unit, i)->name;

        if (type_at(p, i) == ';')
            is_array = false;
        else if (type_at(p, i) == T_NAME && is_array)
            name->is_array = true;
        else if (type_at(p, i) == T_NAME)
            is_array = name->ordinary != NULL && name->ordinary->dimensions > 0;
    }
}

/* What a name in a declaration of the file declares, going by what follows */
static void declare_file_name(struct parser *p, int index, bool is_typedef,
                              int type_dimensions)
{
    enum symbol_kind kind = is_typedef                     ? SYMBOL_TYPEDEF
                            : type_at(p, index + 1) == '(' ? SYMBOL_FUNCTION
                                                           : SYMBOL_VARIABLE;
    const struct symbol *known = token_at(p->unit, index)->name->ordinary;
    struct symbol *symbol;

    if (known != NULL && known->kind == SYMBOL_COROUTINE)
        return;
    symbol = scope_declare(p->unit, NULL, kind, index);
    symbol->is_function_type = type_at(p, index + 1) == '(';
    symbol->dimensions = parse_count_subscripts(p, index);
    if (type_at(p, index - 1) != '*')
        symbol->dimensions += type_dimensions;
}

/*
 * The first name of a declaration without a type is its type, unless what
 * follows says that it is declared itself: an int, or a function.
 */
static bool names_type(const struct parser *p, int index)
{
    int close = token_at(p->unit, index + 1)->match;

    if (type_at(p, index + 1) == K_ATTRIBUTE)
        return true;
    if (!parse_ends_declarator(p, index + 1))
        return true;
    return type_at(p, index + 1) == '(' &&
           (type_at(p, index + 2) == '*' || type_at(p, close + 1) == '(' ||
            type_at(p, close + 1) == '*' || type_at(p, close + 1) == T_NAME);
}

/* Notes what a declaration between coroutines makes known, if it is one. */
static void scan_declaration(struct parser *p, int first, int last)
{
    bool is_typedef = false, is_value = false, has_type = false, is_type;
    int dimensions = 0;

    for (int i = first; i <= last; i++) {
        int type = type_at(p, i), before = type_at(p, i - 1);
        int match = token_at(p->unit, i)->match;
        const struct name *name = token_at(p->unit, i)->name;

        is_typedef |= type == K_TYPEDEF;
        if (type == P_ASSIGN || type == ',')
            is_value = type == P_ASSIGN;
        if (type >= K_STRUCT && type <= K_AUTO_TYPE)
            has_type = true;
        is_type = type == T_NAME && !has_type && names_type(p, i);
        has_type |= is_type;
        if (type == T_NAME && !is_type && !is_value && i > first &&
            before != K_STRUCT && before != K_ENUM &&
            parse_ends_declarator(p, i + 1))
            declare_file_name(p, i, is_typedef, dimensions);
        else if (type == T_NAME && name->ordinary != NULL &&
                 name->ordinary->kind == SYMBOL_TYPEDEF)
            dimensions = name->ordinary->dimensions;
        if (type == '{' && i > 1 &&
            (before == K_ENUM || type_at(p, i - 2) == K_ENUM))
            declare_enumerators(p, i);
        else if (type == '{')
            note_array_members(p, i);
        if (type == '(' && type_at(p, i + 1) == '*' &&
            type_at(p, i + 2) == T_NAME && !is_value)
            declare_file_name(p, i + 2, is_typedef, 0);
        if (match > i)
            i = match;
    }
}

/* Is it a wait for what a call gives?  libc's would be given an address. */
static bool is_wait_for_call(const struct parser *p, int index)
{
    return parse_is_word(p, index, "wait") && type_at(p, index + 1) == '(' &&
           type_at(p, index - 1) != '.' && type_at(p, index - 1) != P_ARROW &&
           type_at(p, index + 2) == T_NAME && type_at(p, index + 3) == '(' &&
           name_of(&p->unit->tokens, "coroutine", 9)->seen != NULL;
}

/* What cannot be in a declaration or a function that is no coroutine */
static void check_outside(struct parser *p, int first, int last)
{
    int body = type_at(p, last) == '}' ? token_at(p->unit, last)->match : last;

    for (int i = first; i <= last; i++) {
        if (is_wait_for_call(p, i)) {
            parse_error(p, i, "poll its future, or make this a coroutine",
                        "a wait outside of a coroutine");
        } else if (parse_is_coroutine(p, i) && i < body) {
            refuse_keyword(p, i);
            return;
        } else if (parse_is_coroutine(p, i)) {
            parse_nested_coroutine(p, i, "a function");
            while (i < last && type_at(p, i) != ';' && type_at(p, i) != '{')
                i++;
            if (token_at(p->unit, i)->match > i)
                i = token_at(p->unit, i)->match;
        }
    }
}

/* --- The head of a coroutine --- */

/* Finds the ( of coroutine ... name(...); false if there is no such thing. */
static bool find_signature(struct parser *p, struct coroutine *c, int keyword)
{
    int i = keyword + 1;

    while (!(type_at(p, i) == T_NAME && type_at(p, i + 1) == '(' &&
             token_at(p->unit, i + 1)->match > i)) {
        bool is_keyword = parse_is_coroutine(p, i);

        if (is_keyword || (type_at(p, i) != T_NAME && type_at(p, i) != '*' &&
                           type_at(p, i) < K_DECLARES)) {
            refuse_keyword(p, is_keyword ? i : keyword);
            return false;
        }
        i = skip_attributes(p, i + (type_at(p, i) != K_ATTRIBUTE));
    }
    c->name = i;
    c->open = i + 1;
    c->close = token_at(p->unit, i + 1)->match;
    return true;
}

/* void or char *, and right behind it the name */
static void check_return_type(struct parser *p, struct coroutine *c, int type)
{
    bool is_void = type_at(p, type) == K_VOID && type + 1 == c->name;
    const char *name = token_at(p->unit, c->name)->name->text;

    c->returns_string = type_at(p, type) == K_CHAR &&
                        type_at(p, type + 1) == '*' && type + 2 == c->name;
    if (is_void || c->returns_string)
        c->type = type;
    else if (type == c->name)
        parse_error(p, type, "write void or char * before it",
                    "coroutine '%s' has no return type", name);
    else
        parse_error(p, type, "`async` in chapter 10 returns what you like",
                    "coroutine '%s' must return void or char *", name);
}

static bool is_old_style(const struct parser *p, const struct coroutine *c)
{
    int next = type_at(p, c->open + 2);

    return type_at(p, c->open + 1) == T_NAME && (next == ',' || next == ')') &&
           parse_starts_type(p, c->close + 1) &&
           type_at(p, c->close + 1) != K_ATTRIBUTE;
}

/*
 * The end of a coroutine.  If its parameters are followed by something else
 * than they should, that is reported, and what may be its body is left out.
 */
static bool find_end(struct parser *p, struct coroutine *c)
{
    int after = skip_attributes(p, c->close + 1);
    bool is_good = type_at(p, after) == '{' || type_at(p, after) == ';';

    p->at = after;
    if (is_old_style(p, c))
        parse_error(p, c->open + 1, "write types and names between the ( )",
                    "parameters without types");
    else if (!is_good)
        parse_expected(p, "'{' or ';' after the parameters of a coroutine");
    while (!is_good && type_at(p, after) != '{' && type_at(p, after) != T_END &&
           !parse_is_coroutine(p, after))
        after++;
    c->is_prototype = type_at(p, after) == ';';
    c->last = is_good ? after : after - 1;
    if (token_at(p->unit, after)->match > after)
        c->last = token_at(p->unit, after)->match;
    return is_good;
}

/* Do the arms of each #if in and around it hold all of their brackets? */
static bool check_balance(struct parser *p, const struct coroutine *c)
{
    for (int i = c->first; i <= c->last; i++) {
        const struct arm *arm = token_at(p->unit, i)->arm;

        if (arm != NULL && arm->group->unbalanced) {
            report_error(p->unit->source, arm->group->at,
                         "let each arm hold whole statements",
                         "the arms of this #if do not balance their brackets");
            return false;
        }
    }
    return true;
}

/* Declares it for what follows; another of its name may be there already. */
static void declare_coroutine(struct parser *p, struct coroutine *c)
{
    struct symbol *symbol =
        scope_declare(p->unit, NULL, SYMBOL_COROUTINE, c->name);

    if (parse_is_word(p, c->name, "main"))
        parse_error(p, c->name, "let main() poll one",
                    "main() cannot be a coroutine");
    if (c->is_prototype)
        return;
    if (symbol->defined_at != 0)
        parse_check_twice(p, symbol->defined_at, c->name);
    symbol->defined_at = c->name;
}

/* --- The whole of a coroutine --- */

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
    parse_check_jumps(p);
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

/* What follows the keyword in the head is known to be right. */
static void parse_whole(struct parser *p, struct coroutine *c)
{
    struct scope *scope = scope_enter(p->unit, NULL, c->open);

    note_names(p, c);
    p->scope = scope;
    parse_parameters(p, c);
    if (!c->is_prototype)
        parse_coroutine_body(p, c);
    scope_leave(scope, c->last);
    p->scope = NULL;
}

static void parse_coroutine(struct parser *p, struct coroutine *c, int keyword)
{
    struct source *source = p->unit->source;
    bool had_failed = source->failed;

    source->failed = false;
    check_return_type(p, c, skip_storage(p, keyword + 1));
    if (find_end(p, c) && check_balance(p, c)) {
        declare_coroutine(p, c);
        parse_whole(p, c);
    }
    c->failed = source->failed;
    source->failed |= had_failed;
    if (!c->is_prototype && c->wait_count == 0 && !c->failed)
        report_warning(source, token_at(p->unit, c->name)->text,
                       "an ordinary function would do",
                       "coroutine '%s' never waits",
                       token_at(p->unit, c->name)->name->text);
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
        int first = p.at, keyword = parse_find_coroutine(&p, first);
        struct coroutine *c = new_coroutine(&p);

        if (keyword == 0) {
            p.at = declaration_end(&p, first) + 1;
            scan_declaration(&p, first, p.at - 1);
            check_outside(&p, first, p.at - 1);
        } else if (find_signature(&p, c, keyword)) {
            c->first = first;
            p.coroutine = *end = c;
            end = &c->next;
            parse_coroutine(&p, c, keyword);
            p.at = c->last + 1;
        } else {
            p.at = declaration_end(&p, first) + 1;
        }
    }
}
