#include "clash.h"

#include <string.h>

#include "emit_common.h"
#include "layout.h"

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
void clash_check_names(struct writer *w)
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

/* --- Macros --- */

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

void clash_check_macros(struct writer *w)
{
    check_macros_of_file(w);
    warn_of_macros(w);
}
