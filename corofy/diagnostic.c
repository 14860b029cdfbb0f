#include "diagnostic.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_ERRORS = 100,
    SHOWN_BEFORE = 100, /* octets of a very long line, left of the caret */
    SHOWN_AFTER = 60,
};

struct diagnostic {
    const char *at;
    const char *hint;
    const char *text;
    bool is_error;
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/*
 * A message as it is said with --async, where the word is await: for "a wait"
 * it says "an await".  What stands in quotes is the user's and stays.
 */
static const char *say_await(struct arena *arena, const char *text)
{
    char *said = arena_alloc(arena, 2 * strlen(text) + 1), *to = said;
    bool is_quoted = false;

    for (const char *p = text; *p != '\0'; p++) {
        bool begins = p == text || !is_letter(p[-1]);

        if (*p == '\'' && (is_quoted || begins)) /* and not in poll()'s */
            is_quoted = !is_quoted;
        if (!is_quoted && begins && strncmp(p, "wait", 4) == 0 &&
            (!is_letter(p[4]) || (p[4] == 's' && !is_letter(p[5])))) {
            if (p - text >= 2 && p[-2] == 'a' &&
                (p - text == 2 || !is_letter(p[-3])))
                to = stpcpy(to - 1, "n ");
            *to++ = 'a';
        }
        *to++ = *p;
    }
    *to = '\0';
    return said;
}

static void report(struct source *source, bool is_error, const char *at,
                   const char *hint, const char *format, va_list args)
{
    const char *text = arena_vformat(source->arena, format, args);

    if (source->says_await) {
        text = say_await(source->arena, text);
        hint = hint != NULL ? say_await(source->arena, hint) : NULL;
    }
    source->reports = grow(source->reports, source->report_count,
                           &source->report_capacity, sizeof(*source->reports));
    source->reports[source->report_count++] = (struct diagnostic){
        .at = at,
        .hint = hint,
        .text = text,
        .is_error = is_error,
    };
}

void report_error(struct source *source, const char *at, const char *hint,
                  const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(source, true, at, hint, format, args);
    va_end(args);
    source->error_count++;
    source->failed = true;
}

void report_directive(struct source *source, const char *at)
{
    report_error(source, at, "let each arm hold whole statements",
                 "this directive stands within a statement of a coroutine");
}

void report_warning(struct source *source, const char *at, const char *hint,
                    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(source, false, at, hint, format, args);
    va_end(args);
}

bool too_many_errors(const struct source *source)
{
    return source->error_count > MAX_ERRORS;
}

/* Octets that do not begin a character of UTF-8 take no room. */
static bool is_continuation(char c)
{
    return (c & 0xc0) == 0x80;
}

/* Is the end of the line here, or the end of the text? */
static bool is_line_end(const struct source *source, const char *p)
{
    return p == source->text + source->size || *p == '\n' ||
           (*p == '\r' && p[1] == '\n');
}

static int compare(const void *a, const void *b)
{
    const struct diagnostic *left = a;
    const struct diagnostic *right = b;

    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return strcmp(left->text, right->text);
}

/* A place in the text, on the way through it */
struct place {
    const char *at;
    const char *line; /* where its line begins */
    int number;
};

static void move_on(struct place *place, const char *at)
{
    const char *newline;

    while ((newline = memchr(place->at, '\n', (size_t)(at - place->at)))) {
        place->at = place->line = newline + 1;
        place->number++;
    }
    place->at = at;
}

/*
 * The line of a place, or what of a very long one is near it, and below it a
 * caret; tabs stay tabs, so that both agree.
 */
static void print_line(const struct source *source, FILE *file,
                       const struct place *place)
{
    const char *at = place->at, *start = place->line;

    if (at - start > SHOWN_BEFORE)
        start = at - SHOWN_BEFORE;
    while (start < at && is_continuation(*start))
        start++;
    fprintf(file, "%5d | ", place->number);
    for (const char *p = start; !is_line_end(source, p); p++) {
        if (p - at >= SHOWN_AFTER && !is_continuation(*p))
            break;
        fputc(*p != '\t' && iscntrl((unsigned char)*p) ? '?' : *p, file);
    }
    fputs("\n      | ", file);
    for (const char *p = start; p < at; p++) {
        if (!is_continuation(*p))
            fputc(*p == '\t' ? '\t' : ' ', file);
    }
    fputs("^\n", file);
}

static void print_report(const struct source *source, FILE *file,
                         const struct place *place, const struct diagnostic *d)
{
    fprintf(file, "%s:%d:%d: %s: %s\n", source->name, place->number,
            (int)(place->at - place->line) + 1,
            d->is_error ? "error" : "warning", d->text);
    print_line(source, file, place);
    if (d->hint != NULL)
        fprintf(file, "    hint: %s\n", d->hint);
}

void diagnostics_print(struct source *source, FILE *file)
{
    struct place place = {source->text, source->text, 1};
    int errors = 0;

    if (source->report_count == 0)
        return;
    qsort(source->reports, source->report_count, sizeof(*source->reports),
          compare);
    for (size_t i = 0; i < source->report_count; i++) {
        const struct diagnostic *d = &source->reports[i];

        if (i > 0 && compare(d - 1, d) == 0)
            continue; /* found twice */
        errors += d->is_error;
        if (errors > MAX_ERRORS) {
            fprintf(file, "%s: error: too many errors\n", source->name);
            return;
        }
        move_on(&place, d->at);
        print_report(source, file, &place, d);
    }
}
