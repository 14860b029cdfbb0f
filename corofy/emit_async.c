#include "emit_async.h"

#include "emit_about.h"
#include "emit_await.h"
#include "emit_common.h"
#include "emit_declaration.h"
#include "emit_expression.h"
#include "emit_statement.h"
#include "emit_task.h"
#include "emit_wait.h"
#include "layout.h"
#include "scope.h"

/*
 * What an async coroutine becomes: a future by value.  What it keeps, and the
 * future that it awaits, are members of its struct.
 */

/* Does the const there mean the output, and not what it points to? */
static bool is_const_output(const struct token *token, const struct token *name)
{
    if (token->type != K_CONST)
        return false;
    while (token < name && token->type != '*')
        token++;
    return token == name;
}

/* The type of the output, as it is written; without a const of its own */
static void put_output(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_lines(w, "typedef ");
    if (!c->returns_value) {
        write_text(w, "void $name_output;");
        return;
    }
    for (struct token *i = c->type; i < c->name; i++) {
        if (is_const_output(i, c->name))
            continue;
        write_token(w, i);
        if (i + 1 == c->name ? i->type != '*' : has_space_before(i + 1))
            write_text(w, " ");
    }
    write_text(w, "$name_output;");
}

enum {
    WAITS_BESIDE_PLACE = 253 /* with three more states that is an octet */
};

static void put_struct(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_lines(w, "struct $name {");
    w->line = 0;
    w->depth++;
    for (const struct layout *i = c->layout->members; i != NULL; i = i->next)
        emit_member(w, i);
    if (layout_pinned_by(c) != NULL)
        write_lines(w, "uintptr_t pinned : 56; /* see future_place() */");
    if (layout_pinned_by(c) != NULL && c->wait_count <= WAITS_BESIDE_PLACE)
        write_lines(w, "enum $name_state state : 8;");
    else
        write_lines(w, "enum $name_state state;");
    for (int i = 1; i <= c->turn_count; i++)
        write_lines(w, "uint8_t turn%d; /* who is first in select_fair() */",
                    i);
    w->depth--;
    write_lines(w, "};");
}

void emit_async_members(struct writer *w,
                        void (*check)(struct writer *w, const char *name))
{
    check(w, "cx");
    check(w, "output");
    check(w, "is_ready");
    if (layout_pinned_by(w->coroutine) != NULL)
        check(w, "pinned");
    for (int i = 1; i <= w->coroutine->turn_count; i++)
        check(w, arena_format(w->unit->arena, "turn%d", i));
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next) {
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future) {
            if (is_owned(a))
                check(w, a->member);
        }
    }
}

/* --- Heads of functions --- */

static void put_init_head(struct writer *w)
{
    emit_signature(
        w, "void ", "_init",
        arena_format(w->unit->arena, "struct %s *%s", w->name, w->self));
}

/* Of a function with parameters of its own; where it begins in the output */
static size_t begin_head(struct writer *w)
{
    size_t start;

    write_newline(w);
    start = w->out->length;
    emit_storage(w);
    return start;
}

static void put_poll_head(struct writer *w)
{
    size_t start = begin_head(w), indent;

    write_text(w, "struct poll $name_poll(");
    indent = w->out->length - start;
    write_text(
        w, "struct $name *$self, struct context *$cx, $name_output *$output)");
    write_head(w, start, indent);
}

static void put_drop_head(struct writer *w)
{
    size_t start = begin_head(w), indent;

    write_text(w, "void $name_drop(");
    indent = w->out->length - start;
    write_text(w, "struct $name *$self)");
    write_head(w, start, indent);
}

/* A static one may have no use for it. */
static void put_new_head(struct writer *w)
{
    emit_signature(w,
                   emit_is_static(w->coroutine)
                       ? "__attribute__((unused)) struct future "
                       : "struct future ",
                   "_new", "");
}

/* --- Awaits --- */

/* Debuggers show where it waits. */
const char *emit_async_state(struct writer *w, const struct wait *wait)
{
    return arena_format(w->unit->arena, "%s_AWAIT%d_LINE%d", w->upper,
                        wait->number, wait->token->line);
}

void emit_async_wait(struct writer *w, const struct step *step)
{
    emit_futures_start(w, step->wait);
    emit_wait_comments(w, step);
    emit_wait_label(w, step->wait);
    emit_futures_poll(w, step->wait);
}

/* --- Functions --- */

static void put_init(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    put_init_head(w);
    write_lines(w, "{");
    w->depth++;
    for (const struct declarator *d = c->parameters; d != NULL; d = d->next)
        write_lines(w, "$self->%s = %s;", d->symbol->member,
                    d->symbol->name->text);
    for (int i = 1; i <= c->turn_count; i++)
        write_lines(w, "$self->turn%d = 0;", i);
    write_lines(w, "$self->state = $NAME_START;");
    w->depth--;
    write_lines(w, "}");
}

/* What has been moved has pointers that lead to where it was. */
static void put_check_of_place(struct writer *w, const char *state)
{
    write_lines(w,
                "if (%s != $NAME_START && %s != $NAME_RESOLVED &&\n"
                "    $self->pinned != future_place($self))",
                state, state);
    w->depth++;
    write_panic(w, "moved after its first poll");
    w->depth--;
}

/* Whatever the #ifs leave out */
static bool is_cx_used(const struct coroutine *c)
{
    const struct wait *wait = c->waits;

    while (wait != NULL && wait->token->arm != c->name->arm)
        wait = wait->next;
    return wait != NULL;
}

static void put_top(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    emit_top(w);
    w->line = 0;
    if (c->returns_value)
        write_lines(w, "$name_output $unwanted;");
    write_lines(w, "enum $name_state $state = $self->state;\n");
    if (c->returns_value)
        write_lines(w, "if ($output == NULL)\n"
                       "    $output = &$unwanted;");
    else
        write_lines(w, "(void)$output;");
    if (!is_cx_used(c))
        write_lines(w, "(void)$cx;");
    if (layout_pinned_by(c) != NULL) {
        put_check_of_place(w, w->state);
        write_lines(w, "$self->pinned = future_place($self);");
    }
    write_lines(w, "$self->state = $NAME_RUNNING;\n");
}

static void put_poll(struct writer *w)
{
    put_poll_head(w);
    write_lines(w, "{");
    w->depth++;
    put_top(w);
    write_at(w, w->coroutine->name);
    write_lines(w, "switch ($state) {");
    w->depth++;
    emit_body(w);
    w->depth--;
    write_lines(w, "}");
    write_panic(w, "was polled after it was ready or dropped");
    w->depth--;
    write_lines(w, "}");
}

static void put_drop_at(struct writer *w, const struct wait *wait)
{
    write_arm_start(w, wait->token->arm);
    write_label(w, "case %s:", emit_state_of(w, wait));
    emit_futures_drop(w, wait);
    emit_defers(w, wait->pending, NULL);
    write_lines(w, "break;");
    write_arm_end(w, wait->token->arm);
}

static void put_drop(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    put_drop_head(w);
    write_lines(w, "{");
    w->depth++;
    if (layout_pinned_by(c) != NULL) {
        put_check_of_place(w,
                           arena_format(w->unit->arena, "%s->state", w->self));
        w->wants_blank = true;
    }
    write_lines(w, "switch ($self->state) {");
    w->depth++;
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next)
        put_drop_at(w, wait);
    if (c->pending != NULL) {
        write_label(w, "case $NAME_START:");
        emit_defers(w, c->pending, NULL);
        write_lines(w, "break;");
    }
    write_label(w, "case $NAME_RUNNING:");
    write_panic(w, "was dropped while it runs");
    if (c->pending == NULL)
        write_label(w, "case $NAME_START:");
    write_label(w, "case $NAME_RESOLVED:");
    write_lines(w, "break;");
    w->depth--;
    write_lines(w, "}\n"
                   "$self->state = $NAME_RESOLVED;");
    w->depth--;
    write_lines(w, "}");
}

/* The functions of a struct future know nothing of its type. */
static void put_boxed(struct writer *w)
{
    write_lines(w, "static struct poll $name_poll_boxed(void *self, "
                   "struct context *cx, void *output)\n"
                   "{\n"
                   "    return $name_poll(self, cx, output);\n"
                   "}\n"
                   "\n"
                   "static void $name_drop_boxed(void *self)\n"
                   "{\n"
                   "    $name_drop(self);\n"
                   "    free(self);\n"
                   "}");
}

/* Directives stand at the left. */
static void put_about_member(struct writer *w)
{
    w->depth--;
    write_lines(w, "#ifdef COROFY_RUNTIME\n"
                   "        .about = &$name_about,\n"
                   "#endif");
    w->depth++;
}

static void put_new(struct writer *w)
{
    const struct coroutine *c = w->coroutine;
    const char *vtable = scope_unused(w->unit, "vtable");

    put_new_head(w);
    write_lines(w, "{");
    w->depth++;
    write_lines(w,
                "static const struct future_vtable %s = {\n"
                "    .poll = $name_poll_boxed,\n"
                "    .drop = $name_drop_boxed,",
                vtable);
    if (!w->unit->options->no_about)
        put_about_member(w);
    write_lines(w, "};\n"
                   "struct $name *$self = "
                   "future_alloc(_Alignof(struct $name), sizeof(*$self));\n");
    if (!w->unit->options->no_about)
        write_lines(w, "if ($self == NULL)\n"
                       "    return (struct future){NULL, NULL};");
    write_lines(w, "$name_init($self");
    for (const struct declarator *d = c->parameters; d != NULL; d = d->next)
        write_text(w, ", %s", d->symbol->name->text);
    write_text(w, ");");
    write_lines(w, "return (struct future){$self, &%s};", vtable);
    w->depth--;
    write_lines(w, "}");
}

static void put_about(struct writer *w)
{
    if (!w->unit->options->no_about)
        emit_about(w);
}

static void put_task(struct writer *w)
{
    if (!w->unit->options->no_about)
        emit_task(w);
}

/* --- The whole --- */

static void put_functions(struct writer *w)
{
    put_init_head(w);
    write_text(w, ";");
    put_poll_head(w);
    write_text(w, ";");
    put_drop_head(w);
    write_text(w, ";");
    put_new_head(w);
    write_text(w, ";");
}

void emit_async_prototype(struct writer *w)
{
    put_output(w);
    write_lines(w, "struct $name;");
    put_functions(w);
}

static void put_types(struct writer *w)
{
    w->wants_blank = true;
    emit_states(w);
    w->wants_blank = true;
    put_struct(w);
    w->wants_blank = true;
}

void emit_async(struct writer *w)
{
    void (*const parts[])(struct writer *) = {
        put_init, put_poll, put_drop, put_boxed, put_about, put_new, put_task};

    emit_outside_types(w);
    if (emit_names_itself(w))
        emit_async_prototype(w);
    else
        put_output(w);
    put_types(w);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        write_at(w, w->coroutine->name);
        parts[i](w);
        w->wants_blank = true;
    }
    w->wants_blank = false;
}

void emit_async_declarations(struct writer *w)
{
    bool is_for_others = !emit_is_static(w->coroutine);

    if (w->coroutine->is_prototype) {
        if (is_for_others)
            emit_async_prototype(w);
        return;
    }
    emit_outside_types(w);
    put_output(w);
    put_types(w);
    if (is_for_others) {
        put_functions(w);
        if (!w->unit->options->no_about)
            emit_task_declaration(w);
    }
}
