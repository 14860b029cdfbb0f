#include "emit.h"

#include <ctype.h>
#include <string.h>

#include "child.h"
#include "flow.h"
#include "place.h"
#include "scope.h"

/* --- Names that the generated code takes --- */

static struct name *needed_name(struct writer *w, const char *stem,
                                const char *suffix)
{
    const char *text = arena_format(w->unit->arena, "%s%s", stem, suffix);
    struct name *name = name_of(&w->unit->tokens, text, strlen(text));

    name->is_generated = true;
    return name;
}

static void check_name(struct writer *w, const char *stem, const char *suffix)
{
    const struct name *name = needed_name(w, stem, suffix);
    const char *at = name->seen;

    if (name->ordinary == NULL && name->macro == NULL)
        return;
    if (at == NULL) /* it stands in a #define, or in --typedef */
        at = name->macro != NULL ? name->macro->at : w->coroutine->name->text;
    report_error(w->unit->source, at, "rename one of them",
                 "'%s' is needed for coroutine '%s'", name->text, w->name);
}

/* A macro stands for all that has its name, members of structs as well. */
static void check_macro(struct writer *w, const char *text)
{
    const struct name *name = name_of(&w->unit->tokens, text, strlen(text));

    if (name->macro != NULL && !name->macro->has_parameters)
        report_error(w->unit->source, name->macro->at, "rename it",
                     "macro '%s' would change what corofy writes", text);
}

/* After all places are known */
static void check_macros_of_file(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    check_macro(w, "self");
    check_macro(w, "state");
    check_macro(w, "poll");
    check_macro(w, "drop");
    if (!w->unit->options->async) {
        check_macro(w, "future");
        if (c->wait_count > 0)
            check_macro(w, "child");
        if (c->has_stack)
            check_macro(w, "stack");
        if (c->has_start)
            check_macro(w, "start");
        return;
    }
    check_macro(w, "cx");
    check_macro(w, "output");
    check_macro(w, "is_ready");
    if (layout_pinned_by(c) != NULL)
        check_macro(w, "pinned");
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next)
        check_macro(w, wait->member);
}

/* Names that differ only in capitals have the same states. */
static void check_states(struct writer *w)
{
    struct name *name = needed_name(w, w->upper, "_START");
    const char *other = w->name;

    if (name->needed_for != NULL)
        other = coroutine_name(name->needed_for);
    name->needed_for = w->coroutine;
    if (strcmp(other, w->name) != 0)
        report_error(w->unit->source, w->coroutine->name->text,
                     "rename one of them",
                     "'%s' is needed for coroutine '%s' and for this one",
                     name->text, other);
}

static void check_tag(struct writer *w, const char *suffix)
{
    const struct name *name = needed_name(w, w->name, suffix);

    if (name->seen_tag != NULL)
        report_error(w->unit->source, name->seen_tag, "rename one of them",
                     "'%s' is needed for coroutine '%s'", name->text, w->name);
}

/* A local of this name would hide what poll() and the constructor use. */
static void check_hidden(struct writer *w, const char *stem, const char *suffix)
{
    const struct name *name = needed_name(w, stem, suffix);
    const struct coroutine *c = w->coroutine;

    for (const struct token *token = c->open;
         name->used_in == w->unit->notings && token < c->last; token++) {
        if (token->name == name && token->symbol != NULL &&
            token->symbol->token == token && token->symbol->kind != SYMBOL_TAG)
            report_error(w->unit->source, token->text, "rename it",
                         "'%s' hides what the code of coroutine '%s' uses",
                         name->text, w->name);
    }
}

/* What awaits call */
static void check_children(struct writer *w)
{
    static const char *const called[] = {"_init", "_poll", "_drop", "_new"};

    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next) {
        for (size_t i = 0; i < sizeof(called) / sizeof(*called); i++)
            check_hidden(w, wait->future->name->text, called[i]);
    }
}

static void check_state_names(struct writer *w)
{
    check_name(w, w->upper, "_START");
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next)
        check_name(w, emit_state_of(w, wait), "");
    if (w->unit->options->async)
        check_name(w, w->upper, "_RUNNING");
    check_name(w, w->upper, "_RESOLVED");
    check_states(w);
}

/* Lists of names end with NULL. */
static void check_names(struct writer *w)
{
    static const char *const used[] = {
        "panic",          "future_poll",   "future_drop",
        "future_alloc",   "aligned_alloc", "POLL_READY",
        "POLL_NOT_READY", "NULL",          NULL};
    static const char *const used_async[] = {"panic",        "future_poll",
                                             "future_drop",  "future_alloc",
                                             "future_place", "POLL_PENDING",
                                             "POLL_READY",   "NULL",
                                             "free",         NULL};
    static const char *const own[] = {"_poll", "_drop", "_init",
                                      "_free", "_size", NULL};
    static const char *const own_async[] = {
        "_init",   "_poll",       "_drop",       "_new",
        "_output", "_poll_boxed", "_drop_boxed", NULL};
    const struct corofy_options *options = w->unit->options;
    size_t made = options->async   ? 7
                  : options->pin   ? 5
                  : options->stack ? 4
                                   : 2;

    for (size_t i = 0; i < made; i++)
        check_name(w, w->name, (options->async ? own_async : own)[i]);
    for (const char *const *i = options->async ? used_async : used; *i != NULL;
         i++)
        check_hidden(w, *i, "");
    for (const char *const *i = options->async ? own_async : own; *i != NULL;
         i++)
        check_hidden(w, w->name, *i);
    if (options->async)
        check_children(w);
    check_state_names(w);
    check_tag(w, "");
    check_tag(w, "_state");
}

/* A macro of the file that names what is self->stack.x finds another, or none.
 */
static void warn_of_macros(struct writer *w)
{
    for (const struct token *token = w->coroutine->open;
         token < w->coroutine->last; token++) {
        for (const struct hidden_use *use = token->hidden; use != NULL;
             use = use->next) {
            if (use->symbol->emitted != NULL)
                report_warning(w->unit->source, token->name->macro->at,
                               "give the macro an argument for it",
                               "macro '%s' names '%s', which coroutine '%s' "
                               "has in another place",
                               token->name->text, use->symbol->name->text,
                               w->name);
        }
    }
}

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

/* --- The parts of a coroutine --- */

const char *emit_state_of(struct writer *w, const struct wait *wait)
{
    struct arena *arena = w->unit->arena;

    if (w->unit->options->async) /* debuggers show where it waits */
        return arena_format(arena, "%s_AWAIT%d_LINE%d", w->upper, wait->number,
                            wait->token->line);
    return arena_format(arena, "%s_WAIT%d", w->upper, wait->number);
}

void emit_states(struct writer *w)
{
    bool async = w->unit->options->async;

    write_lines(w, "enum $name_state {");
    w->line = 0;
    write_lines(w, "    $NAME_START,");
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next) {
        write_arm_start(w, wait->token->arm);
        write_lines(w, "    %s,", emit_state_of(w, wait));
        write_arm_end(w, wait->token->arm);
    }
    if (async)
        write_lines(w, "    $NAME_RUNNING,");
    write_lines(w,
                "    $NAME_RESOLVED,\n"
                "}%s;",
                async ? " __attribute__((packed))" : "");
}

static void emit_start(struct writer *w)
{
    write_lines(w, "struct {");
    w->depth++;
    emit_parameters(w, false);
    w->depth--;
    write_lines(w, "} start;");
}

/* --- Alignment: future_alloc() gives what malloc() does --- */

/* Does anything in the file ask for an alignment of its own? */
static bool file_aligns(struct unit *unit)
{
    for (const struct token *token = unit->tokens.list + 1;
         token->type != T_END; token++) {
        if (token->type == K_ALIGNAS ||
            is_name(token, "aligned __aligned__ vector_size __vector_size__"))
            return true;
    }
    return false;
}

/* A number of libc: size_t, uint8_t, intptr_t and their kin */
static bool is_number_of_libc(const struct token *token)
{
    const char *text = token->name->text + (token->name->text[0] == 'u');

    return is_name(token, "bool size_t ssize_t ptrdiff_t wchar_t wint_t time_t "
                          "off_t pid_t uid_t gid_t mode_t clock_t socklen_t "
                          "intptr_t intmax_t uintptr_t uintmax_t") ||
           (strncmp(text, "int", 3) == 0 && isdigit((unsigned char)text[3]));
}

/* Is the type defined elsewhere, so that it may ask for any alignment? */
static bool is_foreign(const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;

    for (struct token *token = declaration->first;
         d->pointers == 0 && token <= declaration->specifiers_last; token++) {
        int before = before_attributes(token)->type;

        token = group_end(token);
        if (token->type == T_NAME && token->symbol == NULL &&
            before != K_ENUM &&
            (before == K_STRUCT
                 ? token->name->seen_tag == NULL
                 : token->name->ordinary == NULL && !is_number_of_libc(token)))
            return true;
    }
    return false;
}

static bool has_foreign(const struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (const struct declarator *d = c->parameters; d != NULL; d = d->next) {
        if (is_foreign(d))
            return true;
    }
    for (const struct declaration *declaration = c->declarations;
         declaration != NULL; declaration = declaration->next) {
        for (const struct declarator *d = declaration->declarators; d != NULL;
             d = d->next) {
            if (place_of(d) == PLACE_STACK && is_foreign(d))
                return true;
        }
    }
    return false;
}

static void emit_struct(struct writer *w)
{
    write_lines(w, "struct $name {");
    w->line = 0;
    w->depth++;
    write_lines(w, "struct future future;\n"
                   "enum $name_state state;\n"
                   "struct future *child;");
    if (w->unit->options->pin)
        write_lines(w, "struct $name *pinned;");
    if (w->coroutine->has_start)
        emit_start(w);
    if (w->coroutine->has_stack) {
        write_lines(w, "struct {");
        w->depth++;
        emit_stack(w);
        w->line = 0;
        w->depth--;
        write_lines(w, "} stack;");
    }
    w->depth--;
    write_lines(w, "};");
    if (!w->aligns && has_foreign(w))
        write_lines(w, "\n"
                       "_Static_assert(_Alignof(struct $name) <= "
                       "_Alignof(max_align_t),\n"
                       "               \"struct $name is aligned for more than "
                       "future_alloc() gives\");");
}

static void put_poll_head(struct writer *w)
{
    const struct corofy_options *options = w->unit->options;
    size_t start, indent;

    write_newline(w);
    start = w->out->length;
    write_text(w, "static enum poll_state $name_poll(");
    indent = w->out->length - start;
    write_text(w, options->pin ? "struct pin $future, "
                               : "struct future *$future, ");
    if (options->waker)
        write_text(w, "const struct waker *$waker, ");
    write_text(w, "char **$output)");
    write_head(w, start, indent);
}

static void emit_poll(struct writer *w)
{
    const struct corofy_options *options = w->unit->options;

    put_poll_head(w);
    write_lines(w, "{");
    w->depth++;
    write_lines(w, "struct $name *$self = (struct $name *)$future%s;",
                options->pin ? ".future" : "");
    emit_top(w);
    write_at(w, w->coroutine->name);
    w->wants_blank = true;
    if (options->waker && w->coroutine->wait_count == 0)
        write_lines(w, "(void)$waker;");
    if (options->pin)
        write_lines(w, "if ($self->pinned == NULL)\n"
                       "    $self->pinned = $self;\n"
                       "if ($self->pinned != $self)\n"
                       "    panic(\"coroutine $name moved after its first "
                       "poll\");\n");
    write_lines(w, "switch ($self->state) {");
    w->depth++;
    emit_body(w);
    w->depth--;
    write_lines(w, "}\n"
                   "panic(\"coroutine $name was polled after it was ready\");");
    w->depth--;
    write_lines(w, "}");
}

/*
 * With --stack the storage may be the caller's: then drop() does not free it,
 * and what the constructor made has a drop() of its own that does.
 */
static void emit_drop(struct writer *w)
{
    bool stack = w->unit->options->stack;

    write_lines(w,
                "static void $name_drop(struct future *future)\n"
                "{\n"
                "    struct $name *self = (struct $name *)future;\n"
                "\n"
                "    future_drop(self->child);%s\n"
                "}",
                stack ? "" : "\n    free(self);");
    if (stack)
        write_lines(w, "\n"
                       "static void $name_free(struct future *future)\n"
                       "{\n"
                       "    $name_drop(future);\n"
                       "    free(future);\n"
                       "}");
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

/* How the future is made in storage of the caller */
static void put_init_signature(struct writer *w)
{
    struct arena *arena = w->unit->arena;

    if (w->unit->options->pin)
        emit_signature(w, "struct future *", "_init",
                       arena_format(arena, "void *%s", w->storage));
    else
        emit_signature(w, "void ", "_init",
                       arena_format(arena, "struct %s *%s", w->name, w->self));
}

static void put_size_signature(struct writer *w)
{
    write_newline(w);
    emit_storage(w);
    write_text(w, "size_t $name_size(void)");
}

/* The parameters of one place */
static void put_arguments(struct writer *w, bool on_stack)
{
    const struct coroutine *c = w->coroutine;
    const char *comma = "";

    for (const struct declarator *d = c->parameters; d != NULL; d = d->next) {
        const struct symbol *symbol = d->symbol;

        if ((symbol->lives_across != NULL) != on_stack)
            continue;
        write_text(w, "%s", comma);
        if (on_stack) /* where it is not alone */
            write_text(w, ".%s = ", symbol->member);
        write_text(w, "%s", symbol->name->text);
        comma = ", ";
    }
}

static void put_fields(struct writer *w)
{
    write_lines(w, "*$self = (struct $name){\n"
                   "    .future = {$name_poll, $name_drop},\n"
                   "    .state = $NAME_START,");
    if (w->coroutine->has_start) {
        write_lines(w, "    .start = {");
        put_arguments(w, false);
        write_text(w, "},");
    }
    if (w->coroutine->has_stack_parameter) {
        write_lines(w, "    .stack = {");
        put_arguments(w, true);
        write_text(w, "},");
    }
    write_lines(w, "};");
}

static void emit_size(struct writer *w)
{
    if (!w->unit->options->pin)
        return;
    put_size_signature(w);
    write_lines(w, "{\n"
                   "    return sizeof(struct $name);\n"
                   "}");
}

static void emit_init(struct writer *w)
{
    bool pin = w->unit->options->pin;

    if (!w->unit->options->stack)
        return;
    put_init_signature(w);
    write_lines(w, "{");
    w->depth++;
    if (pin)
        write_lines(w, "struct $name *$self = $storage;\n");
    put_fields(w);
    if (pin)
        write_lines(w, "return &$self->future;");
    w->depth--;
    write_lines(w, "}");
}

static void put_allocation(struct writer *w)
{
    bool aligned =
        w->aligns && (w->coroutine->has_start || w->coroutine->has_stack);

    write_lines(w, "struct $name *$self = ");
    if (aligned)
        write_text(w, "aligned_alloc(_Alignof(struct $name), ");
    else
        write_text(w, "future_alloc(");
    if (w->unit->options->pin)
        write_text(w, "$name_size());");
    else
        write_text(w, "sizeof(*$self));");
    w->wants_blank = true;
    if (aligned)
        write_lines(w, "if ($self == NULL)\n"
                       "    panic(\"no memory for coroutine $name\");");
}

static void put_init_call(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_lines(w, "$name_init($self");
    for (const struct declarator *d = c->parameters; d != NULL; d = d->next)
        write_text(w, ", %s", d->symbol->name->text);
    write_text(w, ");");
    write_lines(w, "$self->future.drop = $name_free;");
}

static void put_constructor_signature(struct writer *w)
{
    emit_signature(w, "struct future *", "", "");
}

static void emit_constructor(struct writer *w)
{
    put_constructor_signature(w);
    write_lines(w, "{");
    w->depth++;
    put_allocation(w);
    if (w->unit->options->stack)
        put_init_call(w);
    else
        put_fields(w);
    write_lines(w, "return &$self->future;");
    w->depth--;
    write_lines(w, "}");
}

/* --- Around coroutines --- */

/* The source in lines of //, in which no comment of its own can end it */
static void emit_annotation(struct writer *w)
{
    const char *p = w->coroutine->first->text;
    const struct token *last = w->coroutine->last;
    const char *end = last->text + last->length;

    w->line = 0;
    write_lines(w, "// corofy rewrites this:");
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline != NULL ? newline : end;
        size_t length = (size_t)(stop - p);

        if (length > 0 && p[length - 1] == '\r')
            length--;
        write_lines(w, length > 0 ? "// %.*s%s" : "//", (int)length, p,
                    length > 0 && p[length - 1] == '\\' ? " //" : "");
        p = stop + 1;
    }
    w->wants_blank = true;
    write_lines(w, "// into this:");
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

/* A prototype of a coroutine declares all that can be called of it. */
static void emit_prototype(struct writer *w)
{
    if (w->unit->options->stack) {
        write_lines(w, "struct $name;");
        put_init_signature(w);
        write_text(w, ";");
    }
    if (w->unit->options->pin) {
        put_size_signature(w);
        write_text(w, ";");
    }
    put_constructor_signature(w);
    write_text(w, ";");
}

static void emit_coroutine(struct writer *w)
{
    struct coroutine *c = w->coroutine;
    void (*const parts[])(struct writer *) = {
        emit_states, emit_struct, emit_poll,       emit_drop,
        emit_size,   emit_init,   emit_constructor};

    if (c->is_prototype && w->unit->options->async) {
        emit_async_prototype(w);
        return;
    }
    if (c->is_prototype) {
        emit_prototype(w);
        return;
    }
    if (w->unit->options->annotate)
        emit_annotation(w);
    write_lost_comments(w, c->first, c->body->first, true);
    if (w->unit->options->async) {
        emit_async(w);
        return;
    }
    if (emit_names_itself(w)) {
        put_constructor_signature(w);
        write_text(w, ";");
        w->wants_blank = true;
    }
    emit_outside_types(w);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        write_at(w, c->name);
        parts[i](w);
        w->wants_blank = true;
    }
    w->wants_blank = false;
}

/* What all that is written begins with: so nobody edits it by mistake. */
static void emit_banner(struct writer *w)
{
    write_text(w, COROFY_BANNER);
    write_file_name(w, false);
    write_text(w, ": edit that */");
}

static void copy_until(struct writer *w, const char *from, const char *to)
{
    buffer_add(w->out, from, (size_t)(to - from));
}

static void prepare(struct writer *w)
{
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        emit_begin(w, c);
        if (!c->is_prototype && !c->failed)
            check_names(w);
    }
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        emit_begin(w, c);
        if (c->is_prototype || c->failed)
            continue;
        flow_find_lives(w->unit, c);
        if (w->unit->options->async)
            child_check(w->unit, c);
        place_variables(w->unit, c, w->self);
        check_macros_of_file(w);
        warn_of_macros(w);
    }
    w->coroutine = NULL;
}

/* Behind a coroutine the lines of the source are those that are written. */
static void put_line_after(struct writer *w, const struct token *last)
{
    const char *rest = last->text + last->length;

    if (!w->unit->options->line || last[1].type == T_END)
        return;
    buffer_print(w->out, w->newline);
    if (*rest == '\n' || *rest == '\r') {
        write_line_directive(w, last->line + 1);
    } else {
        write_line_directive(w, last->line);
        buffer_print(w->out, w->newline);
    }
}

static void emit_c(struct writer *w)
{
    const struct source *source = w->unit->source;
    const char *at = w->unit->tokens.list->line_start;

    buffer_print(w->out, w->newline);
    if (w->unit->options->line) {
        write_line_directive(w, 1);
        buffer_print(w->out, w->newline);
    }
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        const struct token *last = c->last;

        copy_until(w, at, c->first->text);
        emit_begin(w, c);
        emit_coroutine(w);
        at = last->text + last->length;
        put_line_after(w, last);
    }
    copy_until(w, at, source->text + source->size);
}

void emit_file(struct unit *unit, struct buffer *out)
{
    struct writer w;

    write_init(&w, unit, out);
    w.aligns = file_aligns(unit);
    if (unit->options->output == COROFY_HEADER)
        emit_rename_statics(unit);
    prepare(&w);
    if (unit->options->async)
        child_check_calls(unit);
    if (unit->source->failed)
        return;
    emit_banner(&w);
    switch (unit->options->output) {
    case COROFY_C:
        emit_c(&w);
        break;
    case COROFY_HEADER:
        emit_header(&w);
        break;
    case COROFY_SIZES:
        emit_sizes(&w);
        break;
    }
}
