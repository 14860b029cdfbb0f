#include "emit_common.h"

#include <ctype.h>

#include "scope.h"

/* --- Names --- */

static const char *own_name(struct unit *unit, const char *name)
{
    name = scope_unused(unit, name);
    scope_take(unit, name);
    return name;
}

void emit_begin(struct writer *w, struct coroutine *c)
{
    struct unit *unit = w->unit;
    char *upper;

    w->coroutine = c;
    w->name = name_exported(c->name->name);
    scope_note_names(unit, c);
    w->self = own_name(unit, "self");
    w->future = own_name(unit, unit->options->pin ? "pin" : "future");
    w->output = own_name(unit, "output");
    w->waker = own_name(unit, "waker");
    w->storage = own_name(unit, "storage");
    w->cx = own_name(unit, "cx");
    w->state = own_name(unit, "state");
    w->unwanted = own_name(unit, "unwanted");
    w->start = w->counted = w->out->length;
    w->wants_blank = false;
    w->compiler_line = w->line = c->first->line;
    upper = arena_format(unit->arena, "%s", w->name);
    for (char *p = upper; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    w->upper = upper;
}

const char *emit_future_name(const struct awaited *a)
{
    return is_boxed(a) ? "future" : name_exported(a->future);
}

/* --- States --- */

const char *emit_state_of(struct writer *w, const struct wait *wait)
{
    return w->unit->form->state_of(w, wait);
}

void emit_states(struct writer *w)
{
    const struct form *form = w->unit->form;

    write_lines(w, "enum $name_state {");
    w->line = 0;
    write_lines(w, "    $NAME_START,");
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next) {
        write_arm_start(w, wait->token->arm);
        write_lines(w, "    %s,", emit_state_of(w, wait));
        write_arm_end(w, wait->token->arm);
    }
    if (form->has_running_state)
        write_lines(w, "    $NAME_RUNNING,");
    write_lines(w,
                "    $NAME_RESOLVED,\n"
                "}%s;",
                form->packs_states ? " __attribute__((packed))" : "");
}

/* --- Heads of functions --- */

bool emit_is_static(const struct coroutine *c)
{
    const struct token *i = c->first;

    while (i < c->type && i->type != K_STATIC)
        i++;
    return i < c->type;
}

bool emit_names_itself(const struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (struct token *i = c->close; i < c->last; i++) {
        if (i->name == c->name->name)
            return true;
    }
    return false;
}

void emit_storage(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (struct token *i = c->first; i < c->type; i++) {
        if (spells(i, WORD_COROUTINE))
            continue;
        write_token(w, i);
        if (i + 1 == c->type || has_space_before(i + 1))
            write_text(w, " ");
    }
}

void emit_signature(struct writer *w, const char *type, const char *suffix,
                    const char *first)
{
    const struct coroutine *c = w->coroutine;
    bool alone = *first != '\0' && c->parameters == NULL;
    size_t start, indent;

    write_newline(w);
    start = w->out->length;
    emit_storage(w);
    write_text(w, "%s$name%s(", type, suffix);
    indent = w->out->length - start;
    buffer_print(w->out, first);
    for (const struct token *token = alone ? c->close : c->open + 1;
         token <= c->close; token++) {
        if (token == c->open + 1 && *first != '\0' && !alone)
            write_text(w, ", ");
        else if (token > c->open + 1 && has_space_before(token))
            write_text(w, " ");
        write_text(w, "%.*s", (int)token->length, token->text);
    }
    write_head(w, start, indent);
}
