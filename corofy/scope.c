#include "scope.h"

#include <string.h>

#include "token.h"

struct scope *scope_enter(struct unit *unit, struct scope *outer,
                          struct token *first)
{
    struct scope *scope = arena_alloc(unit->arena, sizeof(*scope));

    scope->outer = outer;
    scope->first = first;
    return scope;
}

void scope_leave(struct scope *scope, struct token *last)
{
    scope->last = last;
    if (scope->outer != NULL && scope->last_wait != NULL)
        scope->outer->last_wait = scope->last_wait;
    /* the latest first, as a name may have been declared again */
    for (struct symbol *s = scope->symbols; s != NULL; s = s->next) {
        if (s->kind == SYMBOL_TAG)
            s->name->tag = s->outer;
        else
            s->name->ordinary = s->outer;
    }
}

struct symbol *scope_declare(struct unit *unit, struct scope *scope,
                             enum symbol_kind kind, struct token *token)
{
    struct name *name = token->name;
    struct symbol **meaning = kind == SYMBOL_TAG ? &name->tag : &name->ordinary;
    struct symbol *symbol = *meaning;

    if (symbol != NULL && symbol->scope == scope && symbol->kind == kind) {
        token->symbol = symbol;
        return symbol;
    }
    symbol = arena_alloc(unit->arena, sizeof(*symbol));
    *symbol = (struct symbol){
        .kind = kind,
        .name = name,
        .token = token,
        .is_local = scope != NULL,
        .scope = scope,
        .outer = *meaning,
    };
    *meaning = symbol;
    if (scope != NULL) {
        symbol->next = scope->symbols;
        scope->symbols = symbol;
        token->symbol = symbol;
    }
    return symbol;
}

/* --- Names that stand in a coroutine --- */

enum {
    MAX_DEPTH = 1000 /* of macros that use each other */
};

/* Each macro is looked into once. */
static void note_macro(const struct unit *unit, struct macro *macro, int depth)
{
    for (; macro != NULL && depth < MAX_DEPTH; macro = macro->before) {
        if (macro->noting == unit->notings)
            continue;
        macro->noting = unit->notings;
        for (int i = 0; i < macro->count; i++) {
            struct name *name = macro->body[i].name;
            int before = i > 0 ? macro->body[i - 1].type : T_END;

            if (macro->body[i].type != T_NAME || before == '.' ||
                before == P_ARROW)
                continue;
            name->used_in = unit->notings;
            note_macro(unit, name->macro, depth + 1);
        }
    }
}

void scope_note_names(struct unit *unit, const struct coroutine *c)
{
    unit->notings++;
    for (const struct token *token = c->first; token <= c->last; token++) {
        struct name *name = token->name;

        if (name != NULL)
            note_macro(unit, name->macro, 0);
        if (token->type != T_NAME)
            continue;
        if (is_ordinary(token))
            name->used_in = unit->notings;
        if (token->is_global && is_tag(token))
            name->global_tag_use = unit->notings;
        else if (token->is_global)
            name->global_use = unit->notings;
    }
    for (const struct symbol *s = c->renamed; s != NULL; s = s->renamed)
        scope_take(unit, s->emitted);
    for (const struct symbol *s = c->temporaries; s != NULL; s = s->next)
        scope_take(unit, s->name->text);
}

void scope_take(struct unit *unit, const char *name)
{
    name_of(&unit->tokens.names, name, strlen(name))->used_in = unit->notings;
}

/* A macro is not one of the coroutine's names, but would change ours. */
static bool is_used(struct unit *unit, const char *text)
{
    const struct name *name = name_of(&unit->tokens.names, text, strlen(text));

    return name->used_in == unit->notings || name->macro != NULL;
}

const char *scope_unused(struct unit *unit, const char *name)
{
    while (is_used(unit, name))
        name = arena_format(unit->arena, "%s_", name);
    return name;
}

struct symbol *scope_temporary(struct unit *unit, struct coroutine *coroutine,
                               const char *name, struct token *token)
{
    struct symbol *symbol = arena_alloc(unit->arena, sizeof(*symbol));

    name = scope_unused(unit, name);
    scope_take(unit, name);
    symbol->kind = SYMBOL_VARIABLE;
    symbol->name = name_of(&unit->tokens.names, name, strlen(name));
    symbol->token = token;
    symbol->is_local = true;
    symbol->scope = coroutine->scope;
    *coroutine->temporaries_end = symbol;
    coroutine->temporaries_end = &symbol->next;
    return symbol;
}
