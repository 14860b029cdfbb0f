#include "corofy.h"

#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "parse.h"
#include "word.h"

static const struct name *make_word(struct unit *unit, const char *text,
                                    enum word word)
{
    struct name *name = name_of(&unit->tokens, text, strlen(text));

    name->word = word;
    return name;
}

/* Chapter 10 goes from the words of the book to those of Rust, as the book. */
static void make_words(struct unit *unit)
{
    bool async = unit->options->async;

    unit->coroutine_word =
        make_word(unit, async ? "async" : "coroutine", WORD_COROUTINE);
    unit->wait_word = make_word(unit, async ? "await" : "wait", WORD_WAIT);
    if (async)
        make_word(unit, "defer", WORD_DEFER);
}

/*
 * Errors of one stage would be the cause of others in the next: of brackets
 * that do not match in the whole file, of others in their own coroutine.
 */
static void translate(struct unit *unit, struct buffer *out)
{
    tokens_init(&unit->tokens, unit->source);
    if (!unit->source->failed) {
        make_words(unit);
        words_mark(&unit->tokens);
        parse_file(unit);
        emit_file(unit, out);
    }
    tokens_fini(&unit->tokens);
}

int corofy_translate(const char *name, const char *text, size_t size,
                     const struct corofy_options *options, FILE *diagnostics,
                     char **output, size_t *output_size)
{
    struct arena arena = {0};
    struct corofy_options all = *options;
    struct buffer out = {0};
    struct source source = {.name = name,
                            .size = size,
                            .says_await = options->async,
                            .arena = &arena};
    struct unit unit = {.source = &source, .arena = &arena, .options = &all};
    int result = -1;

    all.stack |= all.pin || all.async;
    all.line &= all.output == COROFY_C;
    source.text = arena_copy(&arena, text, size);
    buffer_print(&out, "");
    translate(&unit, &out);
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
