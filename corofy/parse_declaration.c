#include "parse_declaration.h"

#include "parse_expression.h"
#include "parse_macro.h"
#include "parse_name.h"
#include "parse_operand.h"

/* --- Specifiers --- */

static void read_declarator(struct parser *p, struct declaration *declaration,
                            struct declarator *d);

static struct declaration *new_declaration(struct parser *p)
{
    struct declaration *declaration =
        arena_alloc(p->unit->arena, sizeof(*declaration));

    declaration->first = p->at;
    declaration->scope = p->scope;
    return declaration;
}

static void read_specifiers(struct parser *p, struct declaration *declaration);

/*
 * struct-declaration: specifiers [declarator [: width], ...] ; (C17 6.7.2.1)
 *
 * Their types may be ours, the names of the members mean nothing else.
 */
static void read_members(struct parser *p, struct token *close)
{
    while (p->at < close && !p->gave_up) {
        struct declaration *member = new_declaration(p);
        struct token *start = p->at;

        read_specifiers(p, member);
        while (p->at < close && p->at->type != ';') {
            struct declarator d = {0};

            read_declarator(p, member, &d);
            if (parse_accept(p, ':'))
                parse_assignment(p);
            if (p->at->type != ';' && !parse_accept(p, ','))
                break;
        }
        if (!parse_accept(p, ';') || p->at == start) {
            parse_expected(p, "';'");
            p->at = close;
        }
    }
}

/* enumerator-list: constant [= constant-expression], ... (C17 6.7.2.2) */
static void read_enumerators(struct parser *p, struct token *close)
{
    while (p->at < close && !p->gave_up) {
        struct token *name = p->at;

        if (!parse_accept(p, T_NAME)) {
            parse_expected(p, "the name of a constant");
            break;
        }
        if (parse_accept(p, P_ASSIGN))
            parse_assignment(p);
        scope_declare(p->unit, p->scope, SYMBOL_ENUMERATOR, name);
        if (!parse_accept(p, ','))
            break;
    }
    p->at = close;
}

/* The outermost declaration is the one that may have to go elsewhere. */
static void declare_types_within(struct declaration *declaration,
                                 struct token *open, struct token *close)
{
    for (struct token *i = open; i < close; i++) {
        struct symbol *symbol = i->symbol;

        if (symbol != NULL && symbol->token == i)
            symbol->declaration = declaration;
    }
}

static void skip_parentheses(struct parser *p)
{
    if (p->at->type == '(' && p->at->match != NULL)
        p->at = p->at->match + 1;
}

/* Is there a cleanup attribute, or a macro of the file with it? */
static bool has_cleanup(const struct parser *p, const struct token *first,
                        const struct token *last)
{
    static const char cleanup[] = "cleanup __cleanup__";

    for (const struct token *token = first; token <= last && !p->gave_up;
         token++) {
        const struct macro *macro =
            token->name != NULL ? token->name->macro : NULL;

        if (is_name(token, cleanup) &&
            (token[-1].type == '(' || token[-1].type == ','))
            return true;
        for (int i = 0; macro != NULL && i < macro->count; i++) {
            if (is_name(&macro->body[i], cleanup))
                return true;
        }
    }
    return false;
}

/*
 * What an attribute is given may name what is ours, as in aligned(sizeof(n)),
 * and is not evaluated.  A word alone, as in mode(byte), is the attribute's
 * own.
 */
static void read_attribute_arguments(struct parser *p, struct token *open)
{
    p->enclosing.is_unevaluated = true;
    for (struct token *i = open + 1; i < open->match; i = p->at + 1) {
        p->at = find_comma(i, open->match);
        if (p->at > i + 1)
            parse_names_between(p, i);
    }
}

/* Those in (( )), each with or without arguments */
static void read_attributes(struct parser *p, struct token *open)
{
    struct token *end = p->at;

    for (struct token *i = open + 2; i < end; i++) {
        if (i->type != '(')
            continue;
        read_attribute_arguments(p, i);
        i = i->match;
    }
    p->at = end;
}

/* attribute-specifier: __attribute__ (( ... )) | a macro for it (GNU C) */
static void read_attribute(struct parser *p)
{
    struct enclosing outside = p->enclosing;
    struct token *first = p->at++;

    if (first->type == K_ATTRIBUTES)
        return;
    skip_parentheses(p);
    p->enclosing.no_wait = "an attribute";
    parse_check_no_wait(p, first, p->at);
    read_attributes(p, first + 1);
    p->enclosing = outside;
}

/* What a tag means, or is declared to mean, going by what follows it */
static void read_tag(struct parser *p, struct declaration *declaration,
                     struct token *tag)
{
    struct symbol *symbol = tag->name->tag;

    if (p->at->type == '{' || p->at->type == ';') {
        symbol = scope_declare(p->unit, p->scope, SYMBOL_TAG, tag);
        if (p->at->type == '{')
            symbol->token = tag; /* and not where it was announced */
        else
            declaration->announced = symbol;
    } else if (symbol != NULL && symbol->is_local) {
        parse_check_defined(p, tag, symbol);
        tag->symbol = symbol;
    } else {
        tag->is_global = true;
    }
}

/* { members } or { constants } */
static void read_type_body(struct parser *p, bool is_enum)
{
    struct enclosing outside = p->enclosing;
    struct token *close = p->at->match;

    p->at++;
    p->enclosing.no_wait = "the definition of a type";
    if (!parse_nest(p))
        p->at = close;
    else if (is_enum)
        read_enumerators(p, close);
    else
        read_members(p, close);
    p->nesting--;
    p->at = close + 1;
    p->enclosing = outside;
}

/*
 * struct-or-union-specifier (C17 6.7.2.1) | enum-specifier (C17 6.7.2.2)
 *
 * struct tag { ... }, struct tag, struct { ... }, and so with union and enum.
 */
static void read_tagged(struct parser *p, struct declaration *declaration)
{
    struct token *keyword = p->at++, *tag = 0;

    while (is_attribute(p->at))
        read_attribute(p);
    if (p->at->type == T_NAME) {
        tag = p->at++;
        read_tag(p, declaration, tag);
    }
    if (p->at->type != '{')
        return;
    declaration->type_keyword = keyword;
    declaration->type_tag = tag;
    declaration->type_open = p->at;
    read_type_body(p, keyword->type == K_ENUM);
    if (!p->gave_up)
        declare_types_within(declaration, keyword, p->at - 1);
    while (is_attribute(p->at))
        read_attribute(p);
    declaration->type_last = p->at - 1;
}

/*
 * typeof ( expression | type-name ) (GNU C); so are _Alignas and _Atomic
 *
 * The operand is never evaluated.
 */
static void read_type_operand(struct parser *p, const char *what)
{
    struct enclosing outside = p->enclosing;
    struct token *close = p->at[1].match;

    p->at++;
    if (!parse_accept(p, '(') || !parse_nest(p))
        return;
    p->enclosing.no_wait = what;
    p->enclosing.is_unevaluated = true;
    if (parse_starts_type(p->at))
        parse_type_name(p, close);
    else
        parse_expression(p);
    p->nesting--;
    p->at = close + 1;
    p->enclosing = outside;
}

/* Is typeof(...) an array?  Of an expression that is hard to say. */
static void note_typeof(struct declaration *declaration, struct token *first,
                        struct token *last)
{
    const struct symbol *symbol = first->symbol;
    bool is_value = !parse_starts_type(first);
    int dimensions = is_value && first->type != '&';

    for (struct token *i = first; i <= last; i++)
        dimensions += i->type == '[';
    if (first == last && symbol != NULL)
        dimensions = symbol->is_parameter ? 0 : symbol->dimensions;
    declaration->type_dimensions = dimensions;
    declaration->may_be_array = dimensions > 0;
}

/* _Atomic(int), which is a type, where others only qualify one */
static bool is_atomic_type(const struct token *token)
{
    return token->type == K_QUALIFIER && token[1].type == '(' &&
           is_among(token->name, "_Atomic");
}

/* declaration-specifier: storage-class | type | qualifier | ... (C17 6.7) */
static bool read_specifier(struct parser *p, struct declaration *declaration)
{
    struct token *first = p->at;

    switch (p->at->type) {
    case K_STRUCT:
    case K_ENUM:
        read_tagged(p, declaration);
        return true;
    case K_TYPEOF:
        read_type_operand(p, "typeof");
        note_typeof(declaration, first + 2, p->at - 2);
        return true;
    case K_ALIGNAS:
        read_type_operand(p, "_Alignas");
        return true;
    case K_ATTRIBUTE:
    case K_ATTRIBUTES:
        read_attribute(p);
        return true;
    case K_QUALIFIER:
        if (is_atomic_type(p->at))
            read_type_operand(p, "_Atomic");
        else
            p->at++;
        return true;
    case K_TYPEDEF:
        declaration->is_typedef = true;
        break;
    case K_STATIC:
    case K_THREAD_LOCAL:
        declaration->is_static = true;
        break;
    case K_EXTERN:
        declaration->is_extern = true;
        break;
    case K_AUTO_TYPE:
        declaration->is_auto_type = true;
        break;
    }
    if (p->at->type < K_DECLARES)
        return false;
    p->at++;
    return true;
}

/*
 * typedef-name (C17 6.7.8)
 *
 * The typedef is here or in a header.
 */
static void read_typedef_name(struct parser *p, struct declaration *declaration)
{
    struct symbol *symbol = p->at->name->ordinary;
    bool is_known = symbol != NULL && symbol->token != NULL;

    declaration->type_dimensions = is_known ? symbol->dimensions : 0;
    declaration->may_be_array = !is_known || symbol->dimensions > 0;
    declaration->is_function_type = is_known && symbol->is_function_type;
    parse_check_macro(p, p->at);
    if (symbol != NULL && symbol->is_local)
        p->at->symbol = symbol;
    else
        p->at->is_global = true;
    p->at++;
}

/* declaration-specifiers: declaration-specifier... (C17 6.7) */
static void read_specifiers(struct parser *p, struct declaration *declaration)
{
    bool has_type = false, is_char = false, is_plain = true;

    for (;;) {
        int type = p->at->type;

        if (has_type && is_name(p->at, "complex") &&
            (p->at[1].type == T_NAME || p->at[1].type == '*')) {
            p->at++; /* of <complex.h> */
            continue;
        }
        if (type == T_NAME) {
            if (has_type)
                break;
            has_type = p->at[1].type < K_STRUCT || p->at[1].type > K_AUTO_TYPE;
            is_plain = false;
            read_typedef_name(p, declaration);
            continue;
        }
        if ((type >= K_STRUCT && type <= K_AUTO_TYPE) || is_atomic_type(p->at))
            has_type = true; /* _Atomic(int) is one, too */
        if (type == K_CHAR)
            is_char = true;
        else if (type != K_STATIC && type != K_AUTO && type != K_EXTERN)
            is_plain &= type < K_DECLARES;
        if (!read_specifier(p, declaration))
            break;
    }
    declaration->is_char = is_char && is_plain;
    declaration->specifiers_last = p->at - 1;
    declaration->is_opaque =
        has_cleanup(p, declaration->first, declaration->specifiers_last);
}

/* --- Declarators --- */

/*
 * Can the size of an array change from one run to the next?  A macro measures
 * the array that it is given; if it does more, a compiler says so.
 */
static bool is_variable_size(struct token *open)
{
    const struct token *close = open->match, *macro_end = open;

    for (const struct token *token = open + 1; token < close; token++) {
        const struct symbol *symbol;

        if (token->type == K_SIZEOF || token->type == K_OFFSETOF) {
            if (token[1].type == '(')
                token = token[1].match;
            else
                token++;
            continue;
        }
        if (token->type != T_NAME)
            continue;
        if (parse_may_be_macro(token) && token[1].type == '(' &&
            token > macro_end)
            macro_end = token[1].match;
        symbol = token->symbol != NULL ? token->symbol : token->name->ordinary;
        if (symbol == NULL ||
            (token < macro_end && parse_names_array(token, symbol)))
            continue;
        if (symbol->kind == SYMBOL_VARIABLE || symbol->kind == SYMBOL_FUNCTION)
            return true;
    }
    return false;
}

/* [ [static] [qualifier...] [assignment-expression] ] (C17 6.7.6.2) */
static void read_size(struct parser *p, struct declarator *d, bool is_first)
{
    struct enclosing outside = p->enclosing;
    struct token *open = p->at, *close = p->at->match;

    p->enclosing.no_wait = "the size of an array";
    p->enclosing.is_unevaluated =
        false; /* as the size is, also in sizeof(int[n]) */
    p->at++;
    while (p->at->type == K_STATIC || p->at->type == K_CONST ||
           p->at->type == K_QUALIFIER)
        p->at++;
    if (p->at < close)
        parse_expression(p);
    p->at = close + 1;
    p->enclosing = outside;
    if (is_variable_size(open)) {
        d->is_variable_length = true;
        d->is_variable_within |= !is_first;
    }
}

/*
 * ( [parameter-type-list] ) (C17 6.7.6.3)
 *
 * The parameters of a function that is only declared have a scope of their own.
 */
static void read_prototype(struct parser *p)
{
    struct scope *scope = p->scope;
    struct token *close = p->at->match;

    p->scope = scope_enter(p->unit, scope, p->at);
    p->at++;
    while (p->at < close && parse_nest(p)) {
        struct declaration *parameter = new_declaration(p);
        struct declarator d = {0};

        read_specifiers(p, parameter);
        read_declarator(p, parameter, &d);
        if (d.name != NULL)
            scope_declare(p->unit, p->scope, SYMBOL_VARIABLE, d.name);
        if (!parse_accept(p, ','))
            p->at = close;
        p->nesting--;
    }
    scope_leave(p->scope, close);
    p->scope = scope;
    p->at = close + 1;
}

/* (array-size | parameters)... behind a direct-declarator (C17 6.7.6) */
static void read_suffixes(struct parser *p, struct declarator *d,
                          bool is_outermost)
{
    while (p->at->type == '[' || p->at->type == '(') {
        if (p->at->type == '[') {
            bool is_size = is_outermost && !d->is_function;

            if (is_size && d->dimensions == 0 && p->at->match == p->at + 1)
                d->open_size = p->at;
            d->dimensions += is_size;
            read_size(p, d, is_size && d->dimensions == 1);
        } else {
            d->is_function |= is_outermost && d->dimensions == 0;
            read_prototype(p);
        }
    }
}

/* ( as in (*name), and not as in a parameter list */
static bool is_nested_declarator(const struct parser *p)
{
    int next = p->at[1].type;

    if (p->at->type != '(')
        return false;
    return next == '*' || next == '(' || is_attribute(p->at + 1) ||
           (next == T_NAME && !parse_is_typedef_name(p->at + 1));
}

/*
 * [pointer] direct-declarator: identifier | ( declarator ), suffixes
 * (C17 6.7.6)
 */
static void read_direct_declarator(struct parser *p, struct declarator *d)
{
    bool is_outermost = true;

    while (p->at->type == '*' || p->at->type == K_CONST ||
           p->at->type == K_QUALIFIER || is_attribute(p->at)) {
        if (is_attribute(p->at)) {
            read_attribute(p);
            continue;
        }
        d->pointers += p->at->type == '*';
        p->at++;
    }
    if (p->at->type == T_NAME) {
        d->name = p->at++;
    } else if (is_nested_declarator(p) && parse_nest(p)) {
        struct token *close = p->at->match;
        int pointers = d->pointers;

        p->at++;
        read_direct_declarator(p, d);
        p->at = close + 1;
        p->nesting--;
        is_outermost = d->pointers == pointers && d->dimensions == 0;
    }
    read_suffixes(p, d, is_outermost);
}

/* declarator: [pointer] direct-declarator [asm] [attribute...] (C17 6.7.6) */
static void read_declarator(struct parser *p, struct declaration *declaration,
                            struct declarator *d)
{
    d->first = p->at;
    d->declaration = declaration;
    read_direct_declarator(p, d);
    while (is_attribute(p->at) || p->at->type == K_ASM ||
           (d->name != NULL && parse_may_be_macro(p->at))) {
        if (is_attribute(p->at)) {
            read_attribute(p);
        } else {
            p->at++; /* asm(...), or a macro for an attribute */
            skip_parentheses(p);
        }
    }
    d->last = p->at - 1;
    d->has_cleanup = has_cleanup(p, d->first, d->last);
}

/* A type that an expression defines is known where that is, and nowhere else.
 */
static void note_defined(const struct declaration *declaration)
{
    for (struct token *i = declaration->type_keyword;
         i != NULL && i < declaration->type_last; i++) {
        if (i->symbol != NULL && i->symbol->token == i)
            i->symbol->is_in_expression = true;
    }
}

/* type-name: specifier-qualifier-list [abstract-declarator] (C17 6.7.7) */
int parse_type_name(struct parser *p, struct token *last)
{
    struct declaration *declaration = new_declaration(p);
    struct enclosing outside = p->enclosing;
    struct declarator d = {0};

    read_specifiers(p, declaration);
    note_defined(declaration);
    read_declarator(p, declaration, &d);
    if (p->at < last && p->at->type != ',' && p->at->type != ':') {
        p->enclosing.no_wait = "what looks like a type";
        parse_check_no_wait(p, p->at, last);
        p->enclosing = outside;
        p->at = last;
    }
    return d.dimensions + (d.pointers == 0 ? declaration->type_dimensions : 0);
}

/* --- Declarations in a block --- */

/* How many [] lead to what is no array?  Types that we do not know have none,
 * unless something of the name is used with []. */
static int array_dimensions(const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;
    int of_type = declaration->type_dimensions;

    if (declaration->may_be_array && of_type == 0 && d->dimensions == 0)
        of_type = d->name->name->is_array;
    return d->dimensions + (d->pointers == 0 ? of_type : 0);
}

/* May a name be declared again in its scope?  An extern variable may. */
static bool is_again(const struct parser *p, const struct symbol *before,
                     const struct declarator *d)
{
    if (before == NULL || d->declaration->is_extern || d->is_function ||
        d->declaration->is_typedef)
        return false;
    return before->scope == p->scope ||
           (before->is_parameter && p->scope == p->coroutine->scope);
}

static void declare(struct parser *p, struct declarator *d)
{
    struct declaration *declaration = d->declaration;
    const struct symbol *before = d->name->name->ordinary;
    enum symbol_kind kind = SYMBOL_VARIABLE;

    d->is_function |=
        declaration->is_function_type && d->pointers + d->dimensions == 0;
    if (declaration->is_typedef)
        kind = SYMBOL_TYPEDEF;
    else if (d->is_function)
        kind = SYMBOL_FUNCTION;
    if (is_again(p, before, d))
        parse_check_twice(p, before->token, d->name);
    d->symbol = scope_declare(p->unit, p->scope, kind, d->name);
    d->symbol->dimensions = array_dimensions(d);
    d->symbol->is_function_type = d->is_function;
    if (d->symbol->declarator == NULL) {
        d->symbol->declarator = d;
        d->symbol->declaration = declaration;
    }
}

static void read_value(struct parser *p, struct declarator *d)
{
    struct enclosing outside = p->enclosing;

    if (d->declaration->is_static)
        p->enclosing.no_wait = "the initializer of a static variable";
    d->initializer = p->at;
    d->value = parse_whole_initializer(p);
    d->initializer_last = p->at - 1;
    p->enclosing = outside;
}

/* init-declarator-list: declarator [= initializer], ... (C17 6.7) */
static void read_declarators(struct parser *p, struct declaration *declaration)
{
    struct declarator **end = &declaration->declarators;

    while (p->at->type != ';' && !p->gave_up) {
        struct declarator *d = arena_alloc(p->unit->arena, sizeof(*d));
        struct token *start = p->at;

        read_declarator(p, declaration, d);
        if (d->name == NULL || p->at == start) {
            parse_expected(p, "a name to declare");
            return;
        }
        declare(p, d);
        *end = d;
        end = &d->next;
        if (p->at->type == P_ASSIGN && p->at->text[0] == '=') {
            p->at++;
            read_value(p, d);
        }
        if (!parse_accept(p, ','))
            return;
    }
}

/*
 * In `int a = x, x = 1;` the first x is that of outside.  It is no more when
 * both are declared before they get their values.
 */
static void note_hidden(struct parser *p, const struct declaration *declaration)
{
    for (const struct token *token = declaration->first; token < p->at;
         token++) {
        if (is_ordinary(token) && token->name->ordinary != NULL &&
            token->name->ordinary->declaration == declaration &&
            token->name->ordinary->token > token)
            token->name->ordinary->hides = true;
    }
}

static void add_declaration(struct parser *p, struct declaration *declaration)
{
    struct coroutine *c = p->coroutine;

    if (p->enclosing.inside != NULL)
        return; /* it is copied */
    declaration->previous = c->last_declaration;
    c->last_declaration = declaration;
    if (declaration->previous != NULL)
        declaration->previous->next = declaration;
    else
        c->declarations = declaration;
}

/*
 * static_assert-declaration (C17 6.7.10) | __label__ identifier ; (GNU C)
 *
 * Neither makes anything.
 */
static void read_other(struct parser *p, struct declaration *declaration)
{
    declaration->is_assert = p->at->type == K_STATIC_ASSERT;
    if (!declaration->is_assert)
        parse_error(p, p->at, "name the label otherwise than all others",
                    "__label__ cannot be used in a coroutine");
    else if (p->at[1].type == '(')
        read_type_operand(p, "_Static_assert");
    while (p->at->type != ';' && p->at->type != T_END)
        p->at++;
}

static void refuse_nested_function(struct parser *p,
                                   const struct declaration *declaration)
{
    const struct declarator *d = declaration->declarators;

    while (d != NULL && d->next != NULL)
        d = d->next;
    parse_error(p, d != NULL ? d->name : declaration->first,
                "move it out, to the file", "a function within a coroutine");
}

/* `defre free(text);`, which were the declaration of a function */
static bool refuse_slip(struct parser *p)
{
    struct token *token = p->at;

    if (p->unit->form->defer == NULL || !parse_is_unknown(token) ||
        !is_slip(token->name, p->unit->form->defer) ||
        token[1].type != T_NAME || token[2].type != '(')
        return false;
    parse_error(p, token, NULL, "'%s' is unknown: did you mean `defer`?",
                token->name->text);
    while (p->at->type != ';' && p->at->type != T_END)
        p->at++;
    return true;
}

/* declaration: declaration-specifiers [init-declarator-list] ; (C17 6.7) */
struct declaration *parse_declaration(struct parser *p)
{
    struct declaration *declaration = new_declaration(p);
    struct token *keyword = parse_find_coroutine(p->at);

    if (p->at->type == K_LOCAL_LABEL || p->at->type == K_STATIC_ASSERT) {
        read_other(p, declaration);
    } else if (keyword == NULL && !refuse_slip(p)) {
        read_specifiers(p, declaration);
        read_declarators(p, declaration);
        note_hidden(p, declaration);
    }
    add_declaration(p, declaration);
    if (keyword != NULL)
        parse_nested_coroutine(p, keyword, "a coroutine");
    else if (p->at->type == '{')
        refuse_nested_function(p, declaration);
    else if (p->at->type != ';')
        parse_error(p, p->at,
                    "if this is a macro: corofy takes the text as it is "
                    "before the preprocessor",
                    "expected ';' after a declaration");
    declaration->last = parse_skip(p);
    return declaration;
}

/* --- Parameters of a coroutine --- */

/* What a va_list reads are arguments of a call that is over at the first poll.
 */
static void refuse_va_list(struct parser *p, const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;

    for (const struct token *i = declaration->first;
         d->pointers == 0 && i <= declaration->specifiers_last; i++) {
        if (i->name != NULL &&
            is_among(i->name, "va_list __builtin_va_list __gnuc_va_list"))
            parse_error(p, i,
                        "make a text of it before, as vasprintf() does, and "
                        "pass that",
                        "a coroutine cannot take a va_list: the arguments in "
                        "it are gone when it runs");
    }
}

static void add_parameter(struct parser *p, struct coroutine *coroutine,
                          struct declarator *d)
{
    *coroutine->parameters_end = d;
    coroutine->parameters_end = &d->next;
    if (d->name == NULL) {
        if (!coroutine->is_prototype)
            parse_error(p, d->declaration->first, "give it a name",
                        "parameter without a name");
        return;
    }
    if (d->is_variable_within && !coroutine->is_prototype)
        parse_error(p, d->name,
                    "pass a pointer to the elements, and multiply: "
                    "p[i * n + k]",
                    "parameter '%s' points to a variable-length array",
                    d->name->name->text);
    declare(p, d);
    d->symbol->is_parameter = true;
    if (d->declaration->type_dimensions == 0)
        d->symbol->dimensions =
            d->dimensions; /* no guess, as it has a member */
}

static bool is_void_only(const struct parser *p, struct token *close)
{
    return p->at->type == K_VOID && p->at + 1 == close;
}

/* parameter-type-list: (specifiers declarator), ... (C17 6.7.6.3) */
void parse_parameters(struct parser *p, struct coroutine *coroutine)
{
    struct token *close = coroutine->close;

    p->at = coroutine->open + 1;
    p->enclosing.no_wait = "a parameter";
    if (is_void_only(p, close))
        p->at = close;
    while (p->at < close && !p->gave_up) {
        struct declaration *declaration = new_declaration(p);
        struct declarator *d = arena_alloc(p->unit->arena, sizeof(*d));

        if (p->at->type == P_ELLIPSIS) {
            parse_error(p, p->at, "pass a struct, or an array and its length",
                        "a coroutine cannot take a variable number of "
                        "arguments");
            break;
        }
        read_specifiers(p, declaration);
        if (declaration->type_keyword != NULL)
            parse_error(p, declaration->type_keyword,
                        "define it before the coroutine",
                        "a type is defined in a parameter");
        read_declarator(p, declaration, d);
        declaration->last = p->at - 1;
        refuse_va_list(p, d);
        add_parameter(p, coroutine, d);
        if (!parse_accept(p, ','))
            break;
    }
    if (p->at < close && p->at->type != P_ELLIPSIS)
        parse_expected(p, "',' or ')'");
    p->at = close + 1;
    p->enclosing.no_wait = NULL;
}
