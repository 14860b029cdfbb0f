#include "emit.h"

#include <string.h>

#include "emit_common.h"
#include "emit_header.h"
#include "emit_sizes.h"

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

/* --- Around coroutines --- */

/* The source in lines of //, in which no comment of its own can end it */
static void put_annotation(struct writer *w)
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

static void put_coroutine(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    if (c->is_prototype) {
        w->unit->form->write_prototype(w);
        return;
    }
    if (w->unit->options->annotate)
        put_annotation(w);
    write_lost_comments(w, c->first, c->body->first, true);
    w->unit->form->write_coroutine(w);
}

/* What all that is written begins with: so nobody edits it by mistake. */
static void put_banner(struct writer *w)
{
    write_text(w, COROFY_BANNER);
    write_file_name(w, false);
    write_text(w, ": edit that */");
}

static void copy_until(struct writer *w, const char *from, const char *to)
{
    buffer_add(w->out, from, (size_t)(to - from));
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

static void put_c(struct writer *w)
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
        put_coroutine(w);
        at = last->text + last->length;
        put_line_after(w, last);
    }
    copy_until(w, at, source->text + source->size);
}

void emit_file(struct writer *w)
{
    w->aligns = file_aligns(w->unit);
    put_banner(w);
    switch (w->unit->options->output) {
    case COROFY_C:
        put_c(w);
        break;
    case COROFY_HEADER:
        emit_header(w);
        break;
    case COROFY_SIZES:
        emit_sizes(w);
        break;
    }
}
