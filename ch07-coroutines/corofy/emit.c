#include "emit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "flow.h"
#include "place.h"
#include "scope.h"

static const char *coroutine_name(const struct writer *w)
{
    return token_at(w->unit, w->coroutine->name)->name->text;
}

/* --- Names that the generated code takes --- */

static void check_name(struct writer *w, const char *suffix, const char *stem)
{
    const char *text = arena_format(w->unit->arena, "%s%s", stem, suffix);
    const struct name *name = name_of(&w->unit->tokens, text, strlen(text));

    if (name->ordinary != NULL || name->macro != NULL)
        report_error(w->unit->source, name->seen, "rename one of them",
                     "'%s' is needed for coroutine '%s'", text,
                     coroutine_name(w));
}

static void check_names(struct writer *w)
{
    const struct name *name = token_at(w->unit, w->coroutine->name)->name;

    check_name(w, "_poll", name->text);
    check_name(w, "_drop", name->text);
    check_name(w, "_START", w->upper);
    check_name(w, "_RESOLVED", w->upper);
    if (name->seen_tag != NULL)
        report_error(w->unit->source, name->seen_tag, "rename one of them",
                     "'struct %s' is needed for coroutine '%s'", name->text,
                     name->text);
}

static void warn_of_macros(struct writer *w)
{
    const struct unit *unit = w->unit;

    for (const struct macro *m = unit->tokens.macros; m != NULL; m = m->next) {
        if (m->name->used_in != w->coroutine->id)
            continue;
        for (int i = 0; i < m->count; i++) {
            const struct name *name = m->body[i].name;

            if (name != NULL && name->kept_in == w->coroutine->id)
                report_warning(unit->source, m->at,
                               "give the macro an argument for it",
                               "macro '%s' names '%s', which coroutine '%s' "
                               "has in another place",
                               m->name->text, name->text, coroutine_name(w));
        }
    }
}

static void begin_coroutine(struct writer *w, struct coroutine *c)
{
    struct unit *unit = w->unit;
    char *upper;

    w->coroutine = c;
    w->self = scope_unused(unit, c, "self");
    w->future = scope_unused(unit, c, "future");
    w->output = scope_unused(unit, c, "output");
    w->waker = scope_unused(unit, c, "waker");
    upper = arena_format(unit->arena, "%s", coroutine_name(w));
    for (char *p = upper; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    w->upper = upper;
}

/* --- The parts of a coroutine --- */

static void emit_states(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_line(w, "enum %s_state {", coroutine_name(w));
    w->depth++;
    write_line(w, "%s_START,", w->upper);
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        write_arm_start(w, wait->arm);
        write_line(w, "%s_WAIT%d,", w->upper, wait->number);
        write_arm_end(w, wait->arm);
    }
    write_line(w, "%s_RESOLVED,", w->upper);
    w->depth--;
    write_line(w, "};");
}

static bool has_start(const struct coroutine *c)
{
    for (int i = 0; i < c->parameter_count; i++) {
        if (c->parameter_list[i]->symbol->lives_across == NULL)
            return true;
    }
    return false;
}

static void emit_start(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_line(w, "struct {");
    w->depth++;
    for (int i = 0; i < c->parameter_count; i++) {
        const struct declarator *d = c->parameter_list[i];

        if (d->symbol->lives_across != NULL)
            continue;
        write_newline(w);
        emit_parameter_member(w, d, d->symbol->name->text);
        write_text(w, ";");
    }
    w->depth--;
    write_line(w, "} start;");
}

static void emit_struct(struct writer *w)
{
    const char *name = coroutine_name(w);

    write_line(w, "struct %s {", name);
    w->depth++;
    write_line(w, "struct future future;");
    write_line(w, "enum %s_state state;", name);
    write_line(w, "struct future *child;");
    if (has_start(w->coroutine))
        emit_start(w);
    if (emit_has_stack(w->coroutine)) {
        write_line(w, "struct {");
        w->depth++;
        emit_stack(w);
        w->depth--;
        write_line(w, "} stack;");
    }
    w->depth--;
    write_line(w, "};");
}

static void emit_poll(struct writer *w)
{
    const char *name = coroutine_name(w);

    write_line(w, "static enum poll_state %s_poll(struct future *%s, ", name,
               w->future);
    if (w->unit->options->waker)
        write_text(w, "const struct waker *%s, ", w->waker);
    write_text(w, "char **%s)", w->output);
    write_line(w, "{");
    w->depth++;
    write_line(w, "struct %s *%s = (struct %s *)%s;", name, w->self, name,
               w->future);
    emit_top(w);
    w->wants_blank = true;
    if (w->unit->options->waker && w->coroutine->wait_count == 0)
        write_line(w, "(void)%s;", w->waker);
    write_line(w, "switch (%s->state) {", w->self);
    w->depth++;
    emit_body(w);
    w->depth--;
    write_line(w, "}");
    write_line(w, "panic(\"coroutine %s was polled after it was ready\");",
               name);
    w->depth--;
    write_line(w, "}");
}

static void emit_drop(struct writer *w)
{
    const char *name = coroutine_name(w);

    write_line(w, "static void %s_drop(struct future *future)", name);
    write_line(w, "{");
    w->depth++;
    write_line(w, "struct %s *self = (struct %s *)future;", name, name);
    w->wants_blank = true;
    write_line(w, "future_drop(self->child);");
    write_line(w, "free(self);");
    w->depth--;
    write_line(w, "}");
}

/* What stands before the type of the function, `coroutine` left out */
static void put_storage(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (int i = c->first; i < c->type; i++) {
        const struct name *name = token_at(w->unit, i)->name;

        if (name != NULL && strcmp(name->text, "coroutine") == 0)
            continue;
        write_token(w, i);
        if (token_at(w->unit, i + 1)->type != '(' &&
            token_at(w->unit, i + 1)->type != ')')
            write_text(w, " ");
    }
}

/* The parameters as they are written, whatever is read from them is elsewhere
 */
static void put_signature(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    put_storage(w);
    write_text(w, "struct future *%s", coroutine_name(w));
    for (int i = c->open; i <= c->close; i++) {
        const struct token *token = token_at(w->unit, i);

        if (i > c->open && token->space < token->text)
            write_text(w, " ");
        write_text(w, "%.*s", (int)token->length, token->text);
    }
}

static void put_arguments(struct writer *w, bool on_stack)
{
    const struct coroutine *c = w->coroutine;
    const char *comma = "";

    for (int i = 0; i < c->parameter_count; i++) {
        const struct symbol *symbol = c->parameter_list[i]->symbol;
        const char *member;

        if ((symbol->lives_across != NULL) != on_stack)
            continue;
        member = strrchr(symbol->emitted, '.') + 1;
        write_text(w, on_stack ? "%s.%s = %s" : "%s%.0s%s", comma,
                   on_stack ? member : "", symbol->name->text);
        comma = ", ";
    }
}

static bool has_stack_parameter(const struct coroutine *c)
{
    for (int i = 0; i < c->parameter_count; i++) {
        if (c->parameter_list[i]->symbol->lives_across != NULL)
            return true;
    }
    return false;
}

static void emit_fields(struct writer *w)
{
    const char *name = coroutine_name(w);

    write_line(w, ".future = {%s_poll, %s_drop},", name, name);
    write_line(w, ".state = %s_START,", w->upper);
    if (has_start(w->coroutine)) {
        write_line(w, ".start = {");
        put_arguments(w, false);
        write_text(w, "},");
    }
    if (has_stack_parameter(w->coroutine)) {
        write_line(w, ".stack = {");
        put_arguments(w, true);
        write_text(w, "},");
    }
}

static bool is_aligned(const struct coroutine *c)
{
    for (const struct declaration *d = c->declarations; d != NULL;
         d = d->next) {
        if (d->is_alignas)
            return true;
    }
    return false;
}

static void emit_constructor(struct writer *w)
{
    const char *name = coroutine_name(w);

    write_newline(w);
    put_signature(w);
    write_line(w, "{");
    w->depth++;
    if (is_aligned(w->coroutine))
        write_line(w,
                   "struct %s *%s = aligned_alloc(_Alignof(struct %s), "
                   "sizeof(*%s));",
                   name, w->self, name, w->self);
    else
        write_line(w, "struct %s *%s = future_alloc(sizeof(*%s));", name,
                   w->self, w->self);
    w->wants_blank = true;
    if (is_aligned(w->coroutine)) {
        write_line(w, "if (%s == NULL)", w->self);
        write_text(w, " panic(\"no memory for coroutine %s\");", name);
    }
    write_line(w, "*%s = (struct %s){", w->self, name);
    w->depth++;
    emit_fields(w);
    w->depth--;
    write_line(w, "};");
    write_line(w, "return &%s->future;", w->self);
    w->depth--;
    write_line(w, "}");
}

/* --- Around coroutines --- */

/* The source in lines of //, in which no comment of its own can end it */
static void emit_annotation(struct writer *w)
{
    const struct unit *unit = w->unit;
    const char *p = token_at(unit, w->coroutine->first)->text;
    const struct token *last = token_at(unit, w->coroutine->last);
    const char *end = last->text + last->length;

    write_line(w, "// corofy rewrites this:");
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline != NULL ? newline : end;
        size_t length = (size_t)(stop - p);

        if (length > 0 && p[length - 1] == '\r')
            length--;
        write_line(w, length > 0 ? "// %.*s%s" : "//", (int)length, p,
                   length > 0 && p[length - 1] == '\\' ? " //" : "");
        p = stop + 1;
    }
    w->wants_blank = true;
    write_line(w, "// into this:");
}

/* Then poll() needs a declaration of what stands behind it. */
static bool names_itself(const struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (int i = c->close; i < c->last; i++) {
        if (token_at(w->unit, i)->name == token_at(w->unit, c->name)->name)
            return true;
    }
    return false;
}

static void emit_coroutine(struct writer *w)
{
    struct coroutine *c = w->coroutine;
    void (*const parts[])(struct writer *) = {
        emit_states, emit_struct, emit_poll, emit_drop, emit_constructor};

    if (c->is_prototype) {
        write_newline(w);
        put_signature(w);
        write_text(w, ";");
        return;
    }
    if (w->unit->options->annotate)
        emit_annotation(w);
    if (names_itself(w)) {
        write_newline(w);
        put_signature(w);
        write_text(w, ";");
        w->wants_blank = true;
    }
    emit_outside_types(w);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        parts[i](w);
        w->wants_blank = true;
    }
    w->wants_blank = false;
}

/* Everything up to the coroutine, which begins its own line */
static const char *copy_until(struct writer *w, const char *from,
                              const char *to)
{
    size_t length = (size_t)(to - from);

    buffer_add(w->out, from, length);
    return to;
}

static void prepare(struct writer *w)
{
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        begin_coroutine(w, c);
        if (c->is_prototype)
            continue;
        check_names(w);
        flow_find_lives(w->unit, c);
        place_variables(w->unit, c, w->self);
        warn_of_macros(w);
    }
    w->coroutine = NULL;
}

static void emit_one(struct writer *w, struct coroutine *c, struct buffer *out)
{
    struct buffer text = {0};

    begin_coroutine(w, c);
    w->out = &text;
    w->wants_blank = false;
    emit_coroutine(w);
    w->out = out;
    buffer_add(out, text.data, text.length);
    free(text.data);
}

void emit_file(struct unit *unit, struct buffer *out)
{
    struct writer w;
    const char *at = unit->source->text;

    write_init(&w, unit, out);
    prepare(&w);
    if (unit->source->failed)
        return;
    for (struct coroutine *c = unit->coroutines; c != NULL; c = c->next) {
        const struct token *last = token_at(unit, c->last);

        copy_until(&w, at, token_at(unit, c->first)->text);
        emit_one(&w, c, out);
        at = last->text + last->length;
        if (unit->options->line && last[1].type != T_END)
            write_text(&w, "%s#line %d \"%s\"", w.newline, last->line,
                       unit->source->name);
    }
    copy_until(&w, at, unit->source->text + unit->source->size);
}
