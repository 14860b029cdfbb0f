#include "clash.h"

#include <string.h>

#include "emit_common.h"

/* --- Names that the generated code takes --- */

static struct name *needed_name(struct writer *w, const char *stem,
                                const char *suffix)
{
    const char *text = arena_format(w->unit->arena, "%s%s", stem, suffix);
    struct name *name = name_of(&w->unit->tokens.names, text, strlen(text));

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

/* For which coroutine is the name of a state needed? */
static struct coroutine **needed_for(struct writer *w, const struct name *name)
{
    return name_note(w->unit->arena, &w->unit->needed, name,
                     sizeof(struct coroutine *));
}

/* Names that differ only in capitals have the same states. */
static void check_states(struct writer *w)
{
    const struct name *name = needed_name(w, w->upper, "_START");
    struct coroutine **user = needed_for(w, name);
    const char *other = w->name;

    if (*user != NULL)
        other = coroutine_name(*user);
    *user = w->coroutine;
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
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future) {
            for (size_t i = 0; i < sizeof(called) / sizeof(*called); i++)
                check_hidden(w, a->future->text, called[i]);
        }
    }
}

static void check_state_names(struct writer *w)
{
    check_name(w, w->upper, "_START");
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next)
        check_name(w, emit_state_of(w, wait), "");
    if (w->unit->form->has_running_state)
        check_name(w, w->upper, "_RUNNING");
    check_name(w, w->upper, "_RESOLVED");
    check_states(w);
}

/* How many names are made of the coroutine's own by a suffix */
static int suffix_count(const struct unit *unit)
{
    const struct corofy_options *options = unit->options;

    return unit->form->suffix_counts[options->pin ? 2 : options->stack ? 1 : 0];
}

void clash_check_names(struct writer *w)
{
    const struct form *form = w->unit->form;

    for (int i = 0; i < suffix_count(w->unit); i++)
        check_name(w, w->name, form->suffixes[i]);
    for (const char *const *i = form->used; *i != NULL; i++)
        check_hidden(w, *i, "");
    for (const char *const *i = form->suffixes; *i != NULL; i++)
        check_hidden(w, w->name, *i);
    if (form->holds_children)
        check_children(w);
    check_state_names(w);
    check_tag(w, "");
    check_tag(w, "_state");
}

/* --- Macros --- */

/* A macro stands for all that has its name, members of structs as well. */
static void check_macro(struct writer *w, const char *text)
{
    const struct name *name =
        name_of(&w->unit->tokens.names, text, strlen(text));

    if (name->macro != NULL && !name->macro->has_parameters)
        report_error(w->unit->source, name->macro->at, "rename it",
                     "macro '%s' would change what corofy writes", text);
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
    check_macro(w, "self");
    check_macro(w, "state");
    check_macro(w, "poll");
    check_macro(w, "drop");
    w->unit->form->check_members(w, check_macro);
    warn_of_macros(w);
}
