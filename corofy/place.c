#include "place.h"

#include <string.h>

#include "parse_operand.h"

enum place place_of(const struct declarator *d)
{
    if (d->symbol->kind == SYMBOL_VARIABLE && d->symbol->lives_across != NULL)
        return PLACE_STACK;
    return d->declaration->is_body ? PLACE_TOP : PLACE_HERE;
}

bool place_has(const struct declaration *declaration, enum place place)
{
    const struct declarator *d = declaration->declarators;

    while (d != NULL && place_of(d) != place)
        d = d->next;
    return d != NULL;
}

bool place_is_unchanged(const struct declaration *declaration)
{
    return !declaration->is_body && !declaration->is_outside &&
           !declaration->is_jumped_over && !place_has(declaration, PLACE_STACK);
}

/* What is known of a name; coroutines by their ids */
struct placed {
    int kept_in;             /* the last coroutine whose stack has the name */
    int kept_count;          /* how many variables of this name it has there */
    int deferred_in;         /* the last coroutine with a defer that has it */
    struct symbol *deferred; /* what it means there, at one place */
    bool is_deferred_twice;  /* at another place it means something else */
};

static struct placed *placed(struct unit *unit, const struct name *name)
{
    return name_note(unit->arena, &unit->placed, name, sizeof(struct placed));
}

/* --- Errors --- */

static void refuse(struct unit *unit, const struct declarator *d,
                   const char *hint, const char *text)
{
    report_error(unit->source, d->name->text, hint, text,
                 d->symbol->name->text);
}

/* Without --stack nothing may live across a wait. */
static void check_life(struct unit *unit, const struct symbol *symbol)
{
    int line;

    if (symbol->lives_across == NULL || unit->options->stack)
        return;
    line = symbol->lives_across->token->line;
    report_error(
        unit->source, symbol->token->text,
        "end its scope before the wait, or let corofy --stack keep it "
        "(chapter 9)",
        symbol->escapes
            ? "variable '%s' lives across the wait in line %d: its address is "
              "taken in line %d"
            : "variable '%s' lives across the wait in line %d: it is used in "
              "line %d",
        symbol->name->text, line, symbol->used_at->line);
}

static void check_temporary(struct unit *unit, const struct symbol *symbol)
{
    if (symbol->lives_across != NULL && !unit->options->stack)
        report_error(
            unit->source, symbol->lives_across->token->text,
            "name the first: char *first = wait(...), or use --stack "
            "(chapter 9)",
            "two waits in one expression: the output of one lives across the "
            "other");
}

/* What has no assignment that could stand for its initializer */
static void check_declarator(struct unit *unit, const struct coroutine *c,
                             const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;
    bool moves = declaration->is_jumped_over || place_of(d) != PLACE_HERE;

    if (c->wait_count == 0 && !declaration->is_auto_type)
        moves = d->has_cleanup && declaration->is_body;
    if (!moves || is_elsewhere(declaration))
        return;
    if (d->is_variable_length)
        refuse(unit, d, "use malloc(), or end its block before the wait",
               "variable-length array '%s' across a wait");
    if (d->has_cleanup || declaration->is_opaque)
        refuse(unit, d, "put it into a block of its own, without a wait",
               "'%s' has a cleanup attribute, and a wait is in its scope");
    if (declaration->is_auto_type)
        refuse(unit, d, "write its type",
               "the type of '%s' is known by its initializer only, from which "
               "it must be parted");
}

/* --- Types of the stack --- */

static bool is_used(const struct name *name)
{
    return name->seen != NULL || name->seen_tag != NULL || name->is_generated;
}

/* A name of the file, which nothing else in it has */
static const char *type_name(struct unit *unit, const struct coroutine *c,
                             const char *what)
{
    const char *text =
        arena_format(unit->arena, "%s_%s", name_exported(c->name->name), what);
    struct name *unique = name_of(&unit->tokens.names, text, strlen(text));

    for (int n = 2; is_used(unique); n++) {
        const char *other = arena_format(unit->arena, "%s_%d", text, n);

        unique = name_of(&unit->tokens.names, other, strlen(other));
    }
    unique->seen = unit->source->text;
    return unique->text;
}

static void mark_stack_types(struct unit *unit, const struct coroutine *c,
                             const struct declarator *d);

/*
 * sizeof x needs only the type of x; so does a macro that is given an array, or
 * a compiler says what else it needs.
 */
static void mark_type_of(struct unit *unit, const struct coroutine *c,
                         const struct token *token)
{
    struct symbol *symbol = token->symbol;

    if (token->role != ROLE_NONE && !parse_names_array(token, symbol)) {
        report_error(unit->source, token->text, "write the type without it",
                     "a type that is kept across a wait depends on variable "
                     "'%s'",
                     symbol->name->text);
    } else if (symbol->type == NULL) {
        symbol->type = type_name(unit, c, symbol->name->text);
        mark_stack_types(unit, c, symbol->declarator);
    }
}

/* Marks the declarations of the types that tokens name. */
static void mark_types_outside(struct unit *unit, const struct coroutine *c,
                               const struct symbol *user, struct token *first,
                               struct token *last)
{
    for (struct token *i = first; i <= last; i++) {
        struct symbol *symbol = i->symbol;

        if (symbol == NULL || symbol == user)
            continue;
        if (symbol->name == NULL) {
            report_error(unit->source, i->text, "write a number",
                         "a type that is kept across a wait depends on a "
                         "compound literal");
            continue;
        }
        if (symbol->kind == SYMBOL_VARIABLE && symbol->scope->last > last)
            mark_type_of(unit, c, i);
        else if (symbol->declaration != NULL && symbol->kind != SYMBOL_VARIABLE)
            symbol->declaration->is_outside = true;
    }
}

/*
 * What is outside needs the types that it names itself.  These mostly stand
 * before it, so that one pass from the last on finds almost all.
 */
static void take_types_outside(struct unit *unit, const struct coroutine *c)
{
    bool again = true;

    while (again) {
        again = false;
        for (struct declaration *d = c->last_declaration; d != NULL;
             d = d->previous) {
            if (!d->is_outside || d->has_marked_types)
                continue;
            d->has_marked_types = again = true;
            mark_types_outside(unit, c, NULL, d->first,
                               d->is_typedef ? d->last : d->specifiers_last);
        }
    }
}

/* What the body of a coroutine defines means nothing before it. */
static void check_macros(struct unit *unit, const struct coroutine *c,
                         const struct declarator *d)
{
    for (const struct token *token = d->declaration->first; token <= d->last;
         token++) {
        if (token->name != NULL && token->name->macro != NULL &&
            token->name->macro->at > c->open->text &&
            (token <= d->declaration->specifiers_last || token >= d->first))
            report_error(unit->source, token->text,
                         "define it before the coroutine",
                         "macro '%s' is needed where '%s' is kept, which is "
                         "before its definition",
                         token->name->text, d->symbol->name->text);
    }
}

static void mark_stack_types(struct unit *unit, const struct coroutine *c,
                             const struct declarator *d)
{
    struct declaration *declaration = d->declaration;

    check_macros(unit, c, d);
    if (declaration->type_keyword != NULL)
        declaration->is_outside = true;
    mark_types_outside(unit, c, d->symbol, declaration->first,
                       declaration->specifiers_last);
    mark_types_outside(unit, c, d->symbol, d->first, d->last);
}

/* Of await(future(f, type)): the output is declared before all statements. */
static void mark_output_types(struct unit *unit, const struct coroutine *c)
{
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future) {
            if (a->type_first != NULL)
                mark_types_outside(unit, c, NULL, a->type_first, a->type_last);
        }
    }
}

/* --- What drop() needs --- */

static void check_dropped(struct unit *unit, struct token *token)
{
    struct symbol *symbol = token->symbol;

    if (symbol->kind == SYMBOL_FUNCTION ||
        (symbol->kind == SYMBOL_VARIABLE && symbol->declaration != NULL &&
         is_elsewhere(symbol->declaration)))
        report_error(unit->source, token->text,
                     "declare it in the file, outside of the coroutine",
                     "'%s' is needed in drop(), which cannot see it here",
                     symbol->name->text);
    else if (symbol->kind != SYMBOL_VARIABLE && symbol->declaration != NULL)
        symbol->declaration->is_outside = true;
}

/* What a defer names must mean the same in drop(), if that may run it. */
static void prepare_drop(struct unit *unit, const struct coroutine *c)
{
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        for (struct defer *d = wait->pending; d != NULL; d = d->outer)
            d->is_dropped = true;
    }
    for (struct defer *d = c->pending; d != NULL; d = d->outer)
        d->is_dropped = true;
    for (const struct defer *d = c->defers; d != NULL; d = d->next) {
        const struct statement *s = d->statement;

        for (struct token *i = s->first; d->is_dropped && i <= s->last; i++) {
            const struct symbol *symbol = i->symbol;

            if (symbol != NULL && symbol->is_local && symbol->name != NULL &&
                !symbol->is_parameter && symbol->token < s->first)
                check_dropped(unit, i);
        }
    }
}

/* --- Names --- */

/* The same name twice on the stack, from scopes that may overlap */
static const char *stack_name(struct unit *unit, const struct coroutine *c,
                              struct name *name)
{
    struct placed *known = placed(unit, name);
    struct name *unique = name;

    if (known->kept_in != c->id)
        known->kept_count = 1;
    while (placed(unit, unique)->kept_in == c->id) {
        const char *text =
            arena_format(unit->arena, "%s_%d", name->text, ++known->kept_count);

        unique = name_of(&unit->tokens.names, text, strlen(text));
    }
    placed(unit, unique)->kept_in = c->id;
    return unique->text;
}

/* Names in the struct that are not for variables */
static void take_name(struct unit *unit, const struct coroutine *c,
                      const char *text)
{
    struct placed *known =
        placed(unit, name_of(&unit->tokens.names, text, strlen(text)));

    known->kept_in = c->id;
    known->kept_count = 1;
}

/*
 * A member called like a type of the file hides it from clang in what is left
 * of the struct, if it is one of a struct without a name.
 */
static void avoid_type(struct unit *unit, const struct coroutine *c,
                       const struct name *name)
{
    if (name->ordinary != NULL && name->ordinary->kind == SYMBOL_TYPEDEF &&
        placed(unit, name)->kept_in != c->id)
        take_name(unit, c, name->text);
}

static void name_variable(struct unit *unit, const struct coroutine *c,
                          struct symbol *symbol, const char *self)
{
    bool shares = unit->form->holds_children;

    if (symbol->emitted != NULL)
        return;
    if (symbol->lives_across == NULL && !symbol->is_parameter)
        return;
    if (shares)
        avoid_type(unit, c, symbol->name);
    if (symbol->lives_across != NULL || shares)
        symbol->member = stack_name(unit, c, symbol->name);
    else
        symbol->member = symbol->name->text;
    symbol->emitted = arena_format(unit->arena, "%s->%s%s", self,
                                   shares                         ? ""
                                   : symbol->lives_across != NULL ? "stack."
                                                                  : "start.",
                                   symbol->member);
}

/* To a name that nothing else in the coroutine has */
static void rename_symbol(struct unit *unit, struct coroutine *c,
                          struct symbol *symbol)
{
    const char *text = scope_unused(
        unit, arena_format(unit->arena, "%s_", symbol->name->text));

    if (symbol->emitted != NULL)
        return;
    symbol->emitted = text;
    symbol->renamed = c->renamed;
    c->renamed = symbol;
    scope_take(unit, text);
}

/* At the top of poll() a name also hides what it did not hide where it was. */
static void name_hoisted(struct unit *unit, struct coroutine *c,
                         struct symbol *symbol)
{
    int outer = symbol->kind == SYMBOL_TAG ? symbol->name->global_tag_use
                                           : symbol->name->global_use;

    if (symbol->kind == SYMBOL_FUNCTION ||
        (symbol->declaration != NULL && symbol->declaration->is_extern))
        return; /* its name is what others know it by */
    if (outer == unit->notings)
        rename_symbol(unit, c, symbol);
}

/* The copies of what is deferred stand behind that definition. */
static void check_deferred_macro(struct unit *unit, const struct coroutine *c,
                                 const struct defer *d,
                                 const struct token *token)
{
    const struct macro *macro = token->name->macro;

    if (macro != NULL && macro->at > d->statement->last->text &&
        macro->at < c->last->text)
        report_error(unit->source, token->text,
                     "define it once, before the coroutine",
                     "macro '%s' is defined behind the defer, where that runs",
                     token->name->text);
}

static void note_deferred(struct placed *known, const struct coroutine *c,
                          struct symbol *symbol)
{
    if (known->deferred_in != c->id) {
        known->deferred_in = c->id;
        known->deferred = symbol;
        known->is_deferred_twice = false;
    }
    known->is_deferred_twice |= known->deferred != symbol;
}

/* What is deferred is written where its names may mean something else. */
static void note_deferred_names(struct unit *unit, const struct coroutine *c)
{
    for (const struct defer *d = c->defers; d != NULL; d = d->next) {
        for (struct token *i = d->statement->first; i <= d->statement->last;
             i++) {
            if (i->name == NULL)
                continue;
            check_deferred_macro(unit, c, d, i);
            note_deferred(placed(unit, i->name), c, i->symbol);
        }
    }
}

static void avoid_deferred(struct unit *unit, struct coroutine *c,
                           struct symbol *symbol)
{
    const struct placed *known = placed(unit, symbol->name);

    if (known->deferred_in == c->id && symbol->kind != SYMBOL_FUNCTION &&
        (known->deferred != symbol || known->is_deferred_twice) &&
        (symbol->declaration == NULL || !symbol->declaration->is_extern))
        rename_symbol(unit, c, symbol);
}

static void name_type(struct unit *unit, struct coroutine *c,
                      const struct token *token)
{
    struct symbol *symbol = token->symbol;

    if (symbol == NULL || symbol->token != token || !symbol->is_local ||
        symbol->name == NULL)
        return;
    if (symbol->declaration->is_outside && symbol->kind != SYMBOL_VARIABLE)
        symbol->emitted = type_name(unit, c, symbol->name->text);
    else if (symbol->declaration->is_body)
        name_hoisted(unit, c, symbol);
    avoid_deferred(unit, c, symbol);
}

static void name_declaration(struct unit *unit, struct coroutine *c,
                             struct declaration *declaration, const char *self)
{
    for (struct declarator *d = declaration->declarators; d != NULL;
         d = d->next) {
        if (d->symbol->kind == SYMBOL_VARIABLE)
            name_variable(unit, c, d->symbol, self);
        if (d->symbol->hides && declaration->is_jumped_over)
            rename_symbol(unit, c, d->symbol);
    }
    for (struct token *i = declaration->first; i <= declaration->last; i++) {
        if (i->symbol != NULL && i->symbol->declaration == declaration)
            name_type(unit, c, i);
    }
    if (declaration->type_keyword != NULL && declaration->type_tag == NULL &&
        !declaration->is_typedef && !place_is_unchanged(declaration))
        declaration->type_name = type_name(
            unit, c, arena_format(unit->arena, "type%d", ++c->type_count));
}

static void name_future(struct unit *unit, const struct coroutine *c,
                        struct awaited *a)
{
    int number = a->wait->number;

    if (!is_owned(a))
        return;
    a->member = a->parent == NULL ? arena_format(unit->arena, "await%d", number)
                                  : arena_format(unit->arena, "await%d_%d",
                                                 number, a->number + 1);
    take_name(unit, c, a->member);
}

static void name_children(struct unit *unit, struct coroutine *c)
{
    take_name(unit, c, "state");
    take_name(unit, c, "pinned");
    for (int i = 1; i <= c->turn_count; i++)
        take_name(unit, c, arena_format(unit->arena, "turn%d", i));
    for (struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        for (struct awaited *a = wait->futures; a != NULL; a = a->next_future)
            name_future(unit, c, a);
    }
}

/* --- The whole --- */

static void settle_declaration(struct unit *unit, struct coroutine *c,
                               struct declaration *declaration)
{
    const struct token *last_wait = declaration->scope->last_wait;

    declaration->is_jumped_over =
        last_wait != NULL && last_wait >= declaration->first &&
        !is_elsewhere(declaration) && declaration->declarators != NULL;
    for (struct declarator *d = declaration->declarators; d != NULL;
         d = d->next) {
        check_declarator(unit, c, d);
        if (d->symbol->declarator == d)
            check_life(unit, d->symbol);
        c->has_stack |= place_of(d) == PLACE_STACK;
        if (place_of(d) == PLACE_STACK && !d->is_variable_length)
            mark_stack_types(unit, c, d);
    }
    if (declaration->is_typedef)
        declaration->is_jumped_over = false;
}

static void settle_parameter(struct unit *unit, struct coroutine *c,
                             struct symbol *symbol, const char *self)
{
    bool is_kept = symbol->lives_across != NULL;

    check_life(unit, symbol);
    name_variable(unit, c, symbol, self);
    c->has_start |= !is_kept;
    c->has_stack_parameter |= is_kept;
    c->has_stack |= is_kept;
}

static void settle_temporary(struct unit *unit, struct coroutine *c,
                             struct symbol *symbol, const char *self)
{
    check_temporary(unit, symbol);
    if (symbol->lives_across == NULL)
        return;
    name_variable(unit, c, symbol, self);
    c->has_stack = true;
}

void place_variables(struct unit *unit, struct coroutine *c, const char *self)
{
    if (unit->form->holds_children)
        name_children(unit, c);
    for (struct declarator *d = c->parameters; d != NULL; d = d->next)
        settle_parameter(unit, c, d->symbol, self);
    for (struct declaration *d = c->declarations; d != NULL; d = d->next)
        settle_declaration(unit, c, d);
    mark_output_types(unit, c);
    prepare_drop(unit, c);
    take_types_outside(unit, c);
    note_deferred_names(unit, c);
    for (struct declaration *d = c->declarations; d != NULL; d = d->next)
        name_declaration(unit, c, d, self);
    for (struct symbol *s = c->temporaries; s != NULL; s = s->next)
        settle_temporary(unit, c, s, self);
}
