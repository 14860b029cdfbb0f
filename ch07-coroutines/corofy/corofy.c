#include "corofy.h"

#include <stdlib.h>

#include "emit.h"
#include "parse.h"

/*
 * Errors of one stage would be the cause of others in the next: of brackets
 * that do not match in the whole file, of others in their own coroutine.
 */
static void translate(struct unit *unit, struct buffer *out)
{
    tokens_init(&unit->tokens, unit->source);
    if (!unit->source->failed) {
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
    struct source source = {.name = name, .size = size, .arena = &arena};
    struct unit unit = {.source = &source, .arena = &arena, .options = &all};
    int result = -1;

    all.stack |= all.pin;
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
