#include "parse.h"

#include <string.h>

#include "parse_declaration.h"
#include "parse_operand.h"
#include "parse_statement.h"
#include "parse_token.h"
#include "parse_wait.h"
#include "prototype.h"

static void refuse_keyword(struct parser *p, const struct token *token)
{
    const char *word = p->unit->coroutine_word->text;

    parse_error(p, token,
                arena_format(p->unit->arena, "%s void name(...) { ... }", word),
                "`%s` belongs before a function", word);
}

/* --- The file, outside of coroutines --- */

/* May what is before a token end without a ; as a macro does, or a body? */
static bool ends_by_macro(const struct token *first, const struct token *token)
{
    int before = token[-1].type;

    return before == ')' || before == '}' ||
           (before == T_NAME && token == first + 1);
}

/* Of a function, behind its parameters: not struct __attribute__((packed)) { */
static bool opens_body(const struct token *first, const struct token *brace)
{
    return brace == first ||
           (brace[-1].type == ')' && !parse_opens_type(brace));
}

/*
 * The end of a declaration: its ;, or the } of a function's body, which follows
 * a ), or a ; where parameters are declared in the old style.  A macro may need
 * no ; before a coroutine.
 */
static struct token *declaration_end(struct token *first)
{
    struct token *i;

    for (i = first; i->type != T_END; i = group_end(i) + 1) {
        if (i->type == ';')
            return i;
        if (i > first && ends_by_macro(first, i) &&
            parse_find_coroutine(i) != NULL)
            return i - 1;
        if (i->type == '{' && i->match != NULL && opens_body(first, i))
            return i->match;
    }
    return i - 1;
}

static void declare_enumerators(struct parser *p, struct token *open)
{
    for (struct token *i = open + 1; i < group_end(open); i++) {
        if (i->type == T_NAME && (i[-1].type == '{' || i[-1].type == ','))
            scope_declare(p->unit, NULL, SYMBOL_ENUMERATOR, i);
        i = group_end(i); /* in which a comma may stand, too */
    }
}

static bool opens_enum(const struct token *open)
{
    const struct token *before = before_attributes(open);

    if (is_tag(before))
        before = before_attributes(before);
    return before->type == K_ENUM;
}

/* Members of a type that is an array */
static void note_array_members(struct token *open)
{
    bool is_array = false;

    for (const struct token *i = open; i < group_end(open); i++) {
        struct name *name = i->name;

        if (i->type == ';')
            is_array = false;
        else if (i->type == T_NAME && is_array)
            name->is_array = true;
        else if (i->type == T_NAME)
            is_array = name->ordinary != NULL && name->ordinary->dimensions > 0;
    }
}

/* What a name in a declaration of the file declares, going by what follows */
static void declare_file_name(struct parser *p, struct token *token,
                              bool is_typedef, int type_dimensions)
{
    enum symbol_kind kind = is_typedef             ? SYMBOL_TYPEDEF
                            : token[1].type == '(' ? SYMBOL_FUNCTION
                                                   : SYMBOL_VARIABLE;
    const struct symbol *known = token->name->ordinary;
    struct symbol *symbol;

    if (known != NULL && known->kind == SYMBOL_COROUTINE)
        return;
    symbol = scope_declare(p->unit, NULL, kind, token);
    symbol->is_function_type = token[1].type == '(';
    symbol->dimensions = parse_count_subscripts(token);
    if (token[-1].type != '*')
        symbol->dimensions += type_dimensions;
}

/*
 * The first name of a declaration without a type is its type, unless what
 * follows says that it is declared itself: an int, or a function.
 */
static bool names_type(const struct token *token)
{
    const struct token *close = token[1].match;

    if (is_attribute(token + 1) || !parse_ends_declarator(token + 1))
        return true;
    return token[1].type == '(' && close != NULL &&
           (token[2].type == '*' || close[1].type == '(' ||
            close[1].type == '*' || close[1].type == T_NAME);
}

/* Notes what a declaration between coroutines makes known, if it is one. */
static void scan_declaration(struct parser *p, struct token *first,
                             struct token *last)
{
    bool is_typedef = false, is_value = false, has_type = false, is_type;
    int dimensions = 0;

    for (struct token *i = first; i <= last; i++) {
        int type = i->type;
        const struct name *name = i->name;

        is_typedef |= type == K_TYPEDEF;
        if (type == P_ASSIGN || type == ',')
            is_value = type == P_ASSIGN;
        if (type >= K_STRUCT && type <= K_AUTO_TYPE)
            has_type = true;
        is_type = type == T_NAME && !has_type && names_type(i);
        has_type |= is_type;
        if (type == T_NAME && !is_type && !is_value && i > first &&
            !is_tag(i) && parse_ends_declarator(i + 1))
            declare_file_name(p, i, is_typedef, dimensions);
        else if (type == T_NAME && name->ordinary != NULL &&
                 name->ordinary->kind == SYMBOL_TYPEDEF)
            dimensions = name->ordinary->dimensions;
        if (type == '{' && opens_enum(i))
            declare_enumerators(p, i);
        else if (type == '{')
            note_array_members(i);
        if (type == '(' && i[1].type == '*' && i[2].type == T_NAME && !is_value)
            declare_file_name(p, i + 2, is_typedef, 0);
        i = group_end(i);
    }
}

/* Does what begins here begin with a slip for the keyword? */
static bool begins_with_slip(const struct parser *p, struct token *first)
{
    first = parse_skip_storage(first);
    return parse_is_unknown(first) &&
           is_slip(first->name, p->unit->coroutine_word->text);
}

/*
 * Is it a wait for what a call gives, in what begins at first?  libc's would be
 * given an address, and may well be used in a file without coroutines; of
 * await() no header has another one.
 */
static bool is_wait_for_call(const struct parser *p, const struct token *token,
                             struct token *first)
{
    if (!spells(token, WORD_WAIT) || token[1].type != '(' ||
        token[-1].type == '.' || token[-1].type == P_ARROW ||
        token[2].type != T_NAME || token[3].type != '(')
        return false;
    return p->unit->coroutine_word->seen != NULL ||
           (p->unit->form->wait_is_ours && parse_is_unknown(token)) ||
           begins_with_slip(p, first);
}

/* In a function that begins at first */
static void refuse_wait(struct parser *p, const struct token *wait,
                        struct token *first)
{
    const char *word = p->unit->coroutine_word->text;

    if (begins_with_slip(p, first)) {
        first = parse_skip_storage(first);
        parse_error(p, first, NULL, "'%s' is unknown: did you mean `%s`?",
                    first->name->text, word);
    } else {
        parse_error(p, wait, "poll its future, or make this a coroutine",
                    "a wait outside of a coroutine");
    }
}

/* What cannot be in a declaration or a function that is no coroutine */
static void check_outside(struct parser *p, struct token *first,
                          struct token *last)
{
    struct token *body = last->type == '}' ? last->match : last;

    for (struct token *i = first; i <= last; i++) {
        if (is_wait_for_call(p, i, first)) {
            refuse_wait(p, i, first);
            return;
        } else if (parse_is_coroutine(i) && i < body) {
            refuse_keyword(p, i);
            return;
        } else if (parse_is_coroutine(i) && i[1].type != ';') {
            parse_nested_coroutine(p, i, "a function");
            while (i < last && i->type != ';' && i->type != '{')
                i++;
            i = group_end(i);
        }
    }
}

/* --- The head of a coroutine --- */

/* What stands before the name is all of the type of an output. */
static void refuse_type(struct parser *p, const struct token *token)
{
    parse_error(
        p, token, "give the type a name before, and write that here",
        token->type == '{'
            ? "a type is defined where a coroutine's output is named"
            : "a coroutine's output whose type goes on behind its name");
}

/* ( as in int (*f(void))(int) */
static bool is_around_name(const struct token *token)
{
    const struct token *i = token + 1;

    if (token->type != '(' || i->type != '*')
        return false;
    while (i->type == '*' || i->type == K_CONST || i->type == '(')
        i++;
    return i->type == T_NAME && i[1].type == '(';
}

/* Finds the ( of coroutine ... name(...); false if there is no such thing. */
static bool find_signature(struct parser *p, struct coroutine *c,
                           struct token *keyword)
{
    struct token *i = keyword + 1;

    while (!(i->type == T_NAME && i[1].type == '(' && i[1].match != NULL)) {
        bool is_keyword = parse_is_coroutine(i);
        struct token *after = parse_skip_attributes(i);

        if (is_keyword || (i->type != T_NAME && i->type != '*' &&
                           i->type < K_DECLARES && after == i)) {
            if (i->type == '{' && !parse_opens_type(i) &&
                i[-1].type == T_NAME && !is_keyword)
                parse_error(p, i, "write (void) if it takes nothing",
                            "coroutine '%s' has no list of parameters",
                            i[-1].name->text);
            else if (i->type == '{' || is_around_name(i))
                refuse_type(p, i);
            else
                refuse_keyword(p, is_keyword ? i : keyword);
            return false;
        }
        i = after > i ? after : parse_skip_attributes(i + 1);
    }
    c->name = i;
    c->open = i + 1;
    c->close = i[1].match;
    return true;
}

/* Is it a typedef of this file for void? */
static bool is_void_type(const struct token *token)
{
    const struct symbol *symbol = token->name->ordinary;

    if (symbol == NULL || symbol->kind != SYMBOL_TYPEDEF ||
        symbol->token == NULL || symbol->token[-2].type != K_TYPEDEF)
        return false;
    token = symbol->token - 1;
    return token->type == K_VOID;
}

/* Does it return nothing, whatever macros and attributes say besides? */
static bool returns_void(struct token *type, const struct token *name)
{
    bool is_void = false;

    for (; type < name; type++) {
        type = parse_skip_attributes(type);
        if (type->type == '*')
            return false;
        is_void |= type->type == K_VOID ||
                   (type->type == T_NAME && type < name && is_void_type(type));
    }
    return is_void;
}

/* void or char *, and right behind it the name; what you like, for async */
static void check_return_type(struct parser *p, struct coroutine *c,
                              struct token *type)
{
    const struct form *form = p->unit->form;
    bool is_string =
        type->type == K_CHAR && type[1].type == '*' && type + 2 == c->name;
    const char *name = c->name->name->text;

    c->returns_value = !returns_void(type, c->name);
    if (type == c->name)
        parse_error(p, type, form->no_type_hint,
                    "coroutine '%s' has no return type", name);
    else if (form->has_typed_outputs || is_string || !c->returns_value)
        c->type = type;
    else
        parse_error(p, type, "`async` in chapter 10 returns what you like",
                    "coroutine '%s' must return void or char *", name);
}

static bool is_old_style(const struct coroutine *c)
{
    int next = c->open[2].type;

    return c->open[1].type == T_NAME && (next == ',' || next == ')') &&
           parse_starts_type(c->close + 1) && !is_attribute(c->close + 1);
}

/*
 * The end of a coroutine.  If its parameters are followed by something else
 * than they should, that is reported, and what may be its body is left out.
 */
static bool find_end(struct parser *p, struct coroutine *c)
{
    struct token *after = parse_skip_attributes(c->close + 1);
    bool is_good = after->type == '{' || after->type == ';';

    p->at = after;
    if (is_old_style(c))
        parse_error(p, c->open + 1, "write types and names between the ( )",
                    "parameters without types");
    else if (!is_good)
        parse_expected(p, "'{' or ';' after the parameters of a coroutine");
    while (!is_good && after->type != '{' && after->type != T_END &&
           !parse_is_coroutine(after))
        after++;
    c->is_prototype = after->type == ';';
    c->last = is_good ? after : after - 1;
    if (group_end(after) > after)
        c->last = after->match;
    return is_good;
}

/* Do the arms of each #if in and around it hold all of their brackets? */
static bool check_balance(struct parser *p, const struct coroutine *c)
{
    for (struct token *i = c->first; i <= c->last; i++) {
        const struct arm *arm = i->arm;

        if (arm != NULL && arm->group->unbalanced) {
            report_error(p->unit->source, arm->group->at,
                         "let each arm hold whole statements",
                         "the arms of this #if do not balance their brackets");
            return false;
        }
    }
    return true;
}

/* Of what C has since 2023 the parser knows nothing. */
static bool check_new_attributes(struct parser *p, const struct coroutine *c)
{
    bool is_good = true;

    for (struct token *i = c->first; i <= c->last; i++) {
        if (!parse_is_new_attribute(i))
            continue;
        parse_error(p, i, "write __attribute__((...))",
                    "an attribute in [[ ]] is C of 2023");
        is_good = false;
    }
    return is_good;
}

/* Declares it for what follows; another of its name may be there already. */
static void declare_coroutine(struct parser *p, struct coroutine *c)
{
    struct symbol *symbol =
        scope_declare(p->unit, NULL, SYMBOL_COROUTINE, c->name);

    if (is_name(c->name, "main"))
        parse_error(p, c->name, "let main() poll one",
                    "main() cannot be a coroutine");
    if (c->is_prototype)
        return;
    if (symbol->defined_at != NULL)
        parse_check_twice(p, symbol->defined_at, c->name);
    else
        c->name->name->coroutine = c;
    symbol->defined_at = c->name;
}

/* --- The whole of a coroutine --- */

/*
 * A defer that stands before the first other statement is pending from init on:
 * a parameter is the coroutine's then, also if it is dropped before its first
 * poll.
 */
static void note_pending(struct coroutine *c)
{
    const struct statement *s = c->body->body;

    for (; s != NULL && s->kind == STATEMENT_DEFER &&
           s->first->arm == c->body->first->arm;
         s = s->next) {
        for (struct defer *d = c->defers; d != NULL; d = d->next) {
            if (d->statement == s)
                c->pending = d;
        }
    }
}

static void read_coroutine_body(struct parser *p, struct coroutine *c)
{
    struct token *open = c->close + 1;

    while (open->type != '{')
        open++;
    c->body = arena_alloc(p->unit->arena, sizeof(*c->body));
    c->body->kind = STATEMENT_BLOCK;
    c->body->first = open;
    c->body->last = open->match;
    p->at = open + 1;
    parse_block(p, c->body);
    note_pending(c);
    parse_check_jumps(p);
}

static struct coroutine *new_coroutine(struct parser *p)
{
    struct coroutine *c = arena_alloc(p->unit->arena, sizeof(*c));

    c->id = p->coroutine != NULL ? p->coroutine->id + 1 : 1;
    c->waits_end = &c->waits;
    c->temporaries_end = &c->temporaries;
    c->parameters_end = &c->parameters;
    return c;
}

/* What follows the keyword in the head is known to be right. */
static void read_whole(struct parser *p, struct coroutine *c)
{
    struct scope *scope = scope_enter(p->unit, NULL, c->open);

    p->scope = scope;
    parse_parameters(p, c);
    if (!c->is_prototype)
        read_coroutine_body(p, c);
    scope_leave(scope, c->last);
    p->scope = NULL;
}

/* Both arms of an #if may declare it, each in its own way. */
static void check_name(struct parser *p, const struct coroutine *c)
{
    if (p->unit->form->holds_children && parse_is_word_of_await(c->name))
        parse_error(p, c->name, "call it otherwise",
                    "a coroutine called '%s' could not be awaited, as that is "
                    "a word of await",
                    coroutine_name(c));
}

static void check_prototype(struct parser *p, struct coroutine *c)
{
    const struct coroutine *before = c->name->name->declared;

    if (before == NULL)
        c->name->name->declared = c;
    else if (before->name->arm == c->name->arm)
        prototype_check(p->unit, before, c);
}

/* coroutine-definition: coroutine function-definition (ours) */
static void read_coroutine(struct parser *p, struct coroutine *c,
                           struct token *keyword)
{
    struct source *source = p->unit->source;
    bool had_failed = source->failed;

    source->failed = false;
    check_name(p, c);
    check_return_type(p, c, parse_skip_storage(keyword + 1));
    if (find_end(p, c) && check_new_attributes(p, c) && check_balance(p, c)) {
        declare_coroutine(p, c);
        read_whole(p, c);
        check_prototype(p, c);
    }
    c->failed = source->failed;
    source->failed |= had_failed;
    if (!c->is_prototype && c->wait_count == 0 && !c->failed && !c->has_slip &&
        !p->unit->form
             ->has_typed_outputs) /* where a future of nothing may be wanted */
        report_warning(source, c->name->text, "an ordinary function would do",
                       "coroutine '%s' never waits", c->name->name->text);
}

static void note_seen(const struct tokens *tokens)
{
    for (const struct token *token = tokens->end; token > tokens->list;
         token--) {
        int before = token[-1].type;

        if (token->type != T_NAME)
            continue;
        if (token[1].type == '[' && before != '.' && before != P_ARROW)
            token->name->is_array = true;
        if (!is_tag(token))
            token->name->seen = token->text;
        else if (token[1].type == '{')
            token->name->seen_tag = token->text;
    }
}

static void declare_typedefs(struct unit *unit)
{
    for (size_t i = 0; i < unit->options->typedef_count; i++) {
        const char *text = unit->options->typedefs[i];
        struct symbol *symbol = arena_alloc(unit->arena, sizeof(*symbol));

        symbol->kind = SYMBOL_TYPEDEF;
        symbol->name = name_of(&unit->tokens.names, text, strlen(text));
        symbol->name->ordinary = symbol;
    }
}

/* Does `name type name(` begin here? */
static bool begins_function(const struct token *token)
{
    const struct token *i = token + 1;

    while (i->type == T_NAME || i->type == '*' || i->type >= K_DECLARES)
        i++;
    return i > token + 2 && i[-1].type == T_NAME && i->type == '(';
}

/* The words of the other form are those of another chapter. */
static void refuse_other_form(struct parser *p, struct token *first)
{
    const struct form *form = p->unit->form;

    first = parse_skip_storage(first);
    if (parse_is_unknown(first) && is_name(first, form->other_coroutine) &&
        begins_function(first))
        parse_error(p, first, form->other_coroutine_hint, "%s",
                    form->other_coroutine_error);
}

/*
 * external-declaration: function-definition | declaration (C17 6.9)
 *
 * Goes on behind it.
 */
static void read_part(struct parser *p, struct file_part *part)
{
    struct token *first = p->at, *keyword = parse_find_coroutine(first);
    struct coroutine *c = keyword != NULL ? new_coroutine(p) : NULL;

    part->first = first;
    if (c != NULL && find_signature(p, c, keyword)) {
        c->first = first;
        p->coroutine = part->coroutine = c;
        read_coroutine(p, c, keyword);
        part->last = c->last;
    } else {
        part->last = declaration_end(first);
    }
    p->at = part->last + 1;
    if (c == NULL) {
        refuse_other_form(p, first);
        scan_declaration(p, first, part->last);
        check_outside(p, first, part->last);
    }
}

/* translation-unit: external-declaration... (C17 6.9) */
void parse_file(struct unit *unit)
{
    struct parser p = {.unit = unit,
                       .at = unit->tokens.list + 1,
                       .read_type_name = parse_type_name,
                       .read_block = parse_block,
                       .read_wait = parse_wait};
    struct coroutine **end = &unit->coroutines;
    struct file_part **parts_end = &unit->parts;

    note_seen(&unit->tokens);
    declare_typedefs(unit);
    while (p.at->type != T_END && !p.gave_up) {
        struct file_part *part = arena_alloc(unit->arena, sizeof(*part));

        read_part(&p, part);
        *parts_end = part;
        parts_end = &part->next;
        if (part->coroutine != NULL) {
            *end = part->coroutine;
            end = &part->coroutine->next;
        }
    }
}
