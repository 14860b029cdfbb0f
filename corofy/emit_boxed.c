#include "emit_boxed.h"

#include <ctype.h>
#include <string.h>

#include "emit_common.h"
#include "emit_declaration.h"
#include "emit_expression.h"
#include "emit_statement.h"
#include "emit_wait.h"
#include "place.h"
#include "scope.h"

/*
 * What a coroutine of chapters 7 to 9 becomes: a `struct future` on the heap.
 * What it keeps is in its stack, and it has one pointer to what it waits for.
 */

/* --- Its struct --- */

void emit_boxed_members(struct writer *w,
                        void (*check)(struct writer *w, const char *name))
{
    const struct coroutine *c = w->coroutine;

    check(w, "future");
    if (c->wait_count > 0)
        check(w, "child");
    if (c->has_stack)
        check(w, "stack");
    if (c->has_start)
        check(w, "start");
}

static void put_start(struct writer *w)
{
    write_lines(w, "struct {");
    w->depth++;
    emit_parameters(w, false);
    w->depth--;
    write_lines(w, "} start;");
}

/* --- Alignment: future_alloc() gives what malloc() does --- */

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

static void put_struct(struct writer *w)
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
        put_start(w);
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

/* --- poll() and drop() --- */

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

static void put_poll(struct writer *w)
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
static void put_drop(struct writer *w)
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

/* --- Waits --- */

const char *emit_boxed_state(struct writer *w, const struct wait *wait)
{
    return arena_format(w->unit->arena, "%s_WAIT%d", w->upper, wait->number);
}

void emit_boxed_wait(struct writer *w, const struct step *step)
{
    struct wait *wait = step->wait;

    write_lines(w, "$self->child = ");
    emit_rest(w, step->expression);
    write_text(w, ";");
    emit_wait_comments(w, step);
    write_lines(w, "$self->state = %s;", emit_state_of(w, wait));
    emit_wait_label(w, wait);
    write_lines(w, "if (future_poll(&$self->child, ");
    if (w->unit->options->waker)
        write_text(w, "$waker, ");
    emit_target(w, wait);
    write_text(w, ") == POLL_NOT_READY)");
    write_lines(w, "    return POLL_NOT_READY;");
}

/* --- The constructor --- */

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

static void put_size(struct writer *w)
{
    if (!w->unit->options->pin)
        return;
    put_size_signature(w);
    write_lines(w, "{\n"
                   "    return sizeof(struct $name);\n"
                   "}");
}

static void put_init(struct writer *w)
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

static void put_constructor(struct writer *w)
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

/* --- The whole --- */

/* A prototype of a coroutine declares all that can be called of it. */
void emit_boxed_prototype(struct writer *w)
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

void emit_boxed(struct writer *w)
{
    void (*const parts[])(struct writer *) = {
        emit_states, put_struct, put_poll,       put_drop,
        put_size,    put_init,   put_constructor};

    if (emit_names_itself(w)) {
        put_constructor_signature(w);
        write_text(w, ";");
        w->wants_blank = true;
    }
    emit_outside_types(w);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        write_at(w, w->coroutine->name);
        parts[i](w);
        w->wants_blank = true;
    }
    w->wants_blank = false;
}
