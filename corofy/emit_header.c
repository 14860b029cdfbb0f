#include "emit_header.h"

#include <ctype.h>
#include <string.h>

#include "emit_common.h"
#include "emit_outline.h"

/*
 * What other files need to hold and to await the coroutines of this one: their
 * structs, with the types that these may need, and the functions of those that
 * are not static.
 */

/* The name of the file as a part of names of ours */
static char *word_of(struct unit *unit)
{
    char *word = emit_stem(unit);

    for (char *p = word; *p != '\0'; p++) {
        if (!isalnum((unsigned char)*p))
            *p = '_';
    }
    if (isalpha((unsigned char)*word))
        return word;
    return arena_format(unit->arena, "h_%s", word);
}

/* The macro by which the header is there once */
static char *guard_of(struct unit *unit)
{
    char *guard = arena_format(unit->arena, "%s_H", word_of(unit));

    for (char *p = guard; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    return guard;
}

void emit_rename_statics(struct unit *unit)
{
    const char *prefix = word_of(unit);

    for (struct coroutine *c = unit->coroutines; c != NULL; c = c->next) {
        struct name *name = c->name->name, *unique, *output;
        const char *text =
            arena_format(unit->arena, "%s_%s", prefix, name->text);

        if (!emit_is_static(c) || name->exported != NULL)
            continue;
        unique = name_of(&unit->tokens.names, text, strlen(text));
        while (unique->seen != NULL || unique->seen_tag != NULL) {
            text = arena_format(unit->arena, "%s_", text);
            unique = name_of(&unit->tokens.names, text, strlen(text));
        }
        name->exported = text;
        text = arena_format(unit->arena, "%s_output", name->text);
        output = name_of(&unit->tokens.names, text, strlen(text));
        output->exported =
            arena_format(unit->arena, "%s_output", name->exported);
    }
}

void emit_header(struct writer *w)
{
    const char *guard = guard_of(w->unit);

    write_lines(w, "#ifndef %s", guard);
    write_lines(w, "#define %s", guard);
    emit_outline(w, false);
    w->wants_blank = true;
    write_lines(w, "#endif");
    buffer_print(w->out, w->newline);
}
