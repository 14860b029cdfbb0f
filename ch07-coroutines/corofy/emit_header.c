#define _GNU_SOURCE /* memmem */
#include <ctype.h>
#include <string.h>

#include "emit.h"
#include "parse.h"

/*
 * What other files need to hold and to await the coroutines of this one: their
 * structs, with the types that these may need, and the functions of those that
 * are not static.  All directives stay, so that all includes, macros and #ifs
 * are as they are in the file itself.
 */

/* The name of the file without what is behind its dot: fetch.co is fetch. */
static char *stem_of(const struct writer *w)
{
    const char *name = w->unit->source->name;
    const char *slash = strrchr(name, '/');
    char *stem =
        arena_format(w->unit->arena, "%s", slash != NULL ? slash + 1 : name);
    char *dot = strrchr(stem, '.');

    if (dot != NULL && dot > stem)
        *dot = '\0';
    return stem;
}

/* The macro by which the header is there once */
static char *guard_of(const struct writer *w)
{
    char *guard = arena_format(w->unit->arena, "%s_H", stem_of(w));

    for (char *p = guard; *p != '\0'; p++)
        *p =
            isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';
    if (isalpha((unsigned char)*guard))
        return guard;
    return arena_format(w->unit->arena, "H_%s", guard); /* a name of ours */
}

/* With it the file would define all that is in it a second time. */
static void check_include(struct writer *w, const char *directive,
                          size_t length)
{
    const char *header = arena_format(w->unit->arena, "\"%s.h\"", stem_of(w));

    if (memmem(directive, length, "include", 7) != NULL &&
        memmem(directive, length, header, strlen(header)) != NULL)
        report_error(w->unit->source, directive,
                     "leave it out: what is in it stands here",
                     "the file includes its own header");
}

/* The { of what a struct or an enum is defined to be, or last */
static struct token *find_body(struct token *keyword, struct token *last)
{
    struct token *i = keyword;

    while (i < last && i->type != '{' && i->type != P_ASSIGN)
        i = group_end(i) + 1;
    return i->type == '{' ? i : last;
}

/* A type that is defined or announced, and nothing else with it */
static bool is_type(const struct file_part *part)
{
    struct token *first = part->first, *last = part->last, *body;

    if (first->name != NULL && is_among(first->name, "__extension__"))
        first++;
    if (first->type == K_TYPEDEF)
        return true;
    if ((first->type != K_STRUCT && first->type != K_ENUM) || last->type != ';')
        return false;
    body = find_body(first, last);
    return last == first + 2 ||
           (body < last && parse_skip_attributes(body->match + 1) == last);
}

static bool at_directive(const char *p)
{
    return *p == '#' || (*p == '%' && p[1] == ':');
}

/* #if and the others that belong to it: none else begins so. */
static bool is_conditional(const char *directive)
{
    const char *word = directive + strcspn(directive, "#:") + 1;

    word += strspn(word, " \t");
    return strncmp(word, "if", 2) == 0 || strncmp(word, "el", 2) == 0 ||
           strncmp(word, "endif", 5) == 0;
}

static void put_directive(struct writer *w, const char *directive,
                          const char *end)
{
    check_include(w, directive, (size_t)(end - directive));
    write_newline(w);
    buffer_add(w->out, directive,
               (size_t)(end - directive) - (end[-1] == '\r'));
}

/* All of them, or the conditional ones; returns whether there are any. */
static bool put_directives_before(struct writer *w, const struct token *token,
                                  bool all)
{
    const char *p = token->space;
    bool any = false;

    while (p < token->text) {
        if (at_directive(p)) {
            const char *end = end_of_directive(p, token->text);

            if (all || is_conditional(p)) {
                put_directive(w, p, end);
                any = true;
            }
            p = end;
        } else {
            const char *end = end_of_comment(p, token->text);

            p = end > p ? end : end_of_character(p, token->text);
        }
    }
    return any;
}

/* What begins in one arm of an #if and ends in another leaves these behind. */
static void put_arms_in(struct writer *w, const struct file_part *part)
{
    if (part->first->arm == part->last->arm)
        return;
    for (struct token *i = part->first + 1; i <= part->last; i++)
        put_directives_before(w, i, false);
}

static void put_part(struct writer *w, struct file_part *part)
{
    bool is_behind_directive = put_directives_before(w, part->first, true);

    if (part->coroutine != NULL) {
        emit_begin(w, part->coroutine);
        w->wants_blank = true;
        w->line = 0;
        emit_async_declarations(w);
    } else if (is_type(part)) {
        w->wants_blank = !is_behind_directive;
        write_newline(w);
        write_source(w, part->first, part->last);
    } else {
        put_arms_in(w, part);
    }
}

void emit_outline(struct writer *w)
{
    for (struct file_part *i = w->unit->parts; i != NULL; i = i->next)
        put_part(w, i);
    put_directives_before(w, w->unit->tokens.end, true);
}

void emit_header(struct writer *w)
{
    const char *guard = guard_of(w);

    write_lines(w, "#ifndef %s", guard);
    write_lines(w, "#define %s", guard);
    emit_outline(w);
    w->wants_blank = true;
    write_lines(w, "#endif");
    buffer_print(w->out, w->newline);
}
