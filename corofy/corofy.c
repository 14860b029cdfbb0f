#include "corofy.h"

#include <stdlib.h>
#include <string.h>

#include "bracket.h"
#include "child.h"
#include "clash.h"
#include "emit.h"
#include "emit_common.h"
#include "emit_header.h"
#include "flow.h"
#include "layout.h"
#include "parse.h"
#include "place.h"
#include "word.h"

static const struct name *make_word(struct unit *unit, const char *text,
                                    enum word word)
{
    struct name *name = name_of(&unit->tokens.names, text, strlen(text));

    name->word = word;
    return name;
}

static void make_words(struct unit *unit)
{
    const struct form *form = unit->form;

    unit->coroutine_word = make_word(unit, form->coroutine, WORD_COROUTINE);
    unit->wait_word = make_word(unit, form->wait, WORD_WAIT);
    if (form->defer != NULL)
        make_word(unit, form->defer, WORD_DEFER);
}

/* Is it a definition, no prototype, and without an error so far? */
static bool is_sound(const struct coroutine *c)
{
    return !c->is_prototype && !c->failed;
}

/*
 * Reports names of the file that the generated code needs for itself.  For a
 * header static coroutines first get names that no other file has.
 */
static void check_names(struct writer *w)
{
    if (w->unit->options->output == COROFY_HEADER)
        emit_rename_statics(w->unit);
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        emit_begin(w, c);
        if (is_sound(c))
            clash_check_names(w);
    }
}

/*
 * For each coroutine: what lives across a wait (flow), what it awaits, where
 * each variable is kept; and the checks that need to know this.
 */
static void find_lives_and_places(struct writer *w)
{
    struct unit *unit = w->unit;

    for (struct coroutine *c = unit->coroutines; c != NULL; c = c->next) {
        emit_begin(w, c);
        if (!is_sound(c))
            continue;
        flow_find_lives(unit, c);
        if (unit->form->holds_children)
            child_check(unit, c);
        place_variables(unit, c, w->self);
        clash_check_macros(w);
    }
    w->coroutine = NULL;
    if (unit->form->holds_children)
        child_check_calls(unit);
}

/*
 * Which variables and futures that are kept share storage?  No coroutine has an
 * error here.
 */
static void find_layouts(struct unit *unit)
{
    for (struct coroutine *c = unit->coroutines; c != NULL; c = c->next) {
        if (!c->is_prototype && unit->form->holds_children)
            layout_arrange(unit, c);
    }
}

/*
 * All phases, in their order.  Each notes in the tree what it finds out.
 * Brackets that do not match stop everything.  Any other error stops only the
 * coroutine that it is in, and at the end nothing is written.
 */
static void translate(struct unit *unit, struct buffer *out)
{
    struct writer w;

    tokens_init(&unit->tokens, unit->source); /* text to tokens */
    if (!unit->source->failed)
        match_brackets(&unit->tokens);
    if (unit->source->failed)
        return;
    make_words(unit);          /* the keywords of the form */
    words_mark(&unit->tokens); /* macros such as INT for int */
    parse_file(unit);          /* tokens to trees */
    write_init(&w, unit, out);
    check_names(&w);
    find_lives_and_places(&w);
    if (unit->source->failed)
        return;
    find_layouts(unit);
    emit_file(&w);
}

int corofy_translate(const char *name, const char *text, size_t size,
                     const struct corofy_options *options, FILE *diagnostics,
                     char **output, size_t *output_size)
{
    const struct form *form = options->async ? &form_async : &form_boxed;
    struct arena arena = {0};
    struct corofy_options all = *options;
    struct buffer out = {0};
    struct source source = {.name = name,
                            .size = size,
                            .says_await = form == &form_async,
                            .arena = &arena};
    struct unit unit = {
        .source = &source, .arena = &arena, .options = &all, .form = form};
    int result = -1;

    all.stack |= all.pin || all.async;
    all.line &= all.output == COROFY_C;
    source.text = arena_copy(&arena, text, size);
    buffer_print(&out, "");
    translate(&unit, &out);
    tokens_fini(&unit.tokens);
    diagnostics_print(&source, diagnostics);
    if (!source.failed) {
        *output = out.data;
        *output_size = out.length;
        out.data = NULL;
        result = 0;
    }
    free(out.data);
    free(source.reports);
    arena_fini(&arena);
    return result;
}
