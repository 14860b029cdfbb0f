#define _GNU_SOURCE /* vasprintf, memrchr */
#include "diagnostic.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN_BEFORE = 100, /* octets of a very long line, left of the caret */
    SHOWN_AFTER = 60,
};

struct diagnostic {
    const char *at;
    const char *hint;
    const char *text;
    const char *severity;
};

static void report(struct source *source, const char *severity, const char *at,
                   const char *hint, const char *format, va_list args)
{
    struct diagnostic *diagnostic;
    char *text;

    if (vasprintf(&text, format, args) < 0) {
        fputs("corofy: out of memory\n", stderr);
        exit(1);
    }
    source->reports = grow(source->reports, source->report_count,
                           &source->report_capacity, sizeof(*source->reports));
    diagnostic = &source->reports[source->report_count++];
    *diagnostic = (struct diagnostic){
        .at = at,
        .hint = hint,
        .text = arena_copy(source->arena, text, strlen(text)),
        .severity = severity,
    };
    free(text);
}

void report_error(struct source *source, const char *at, const char *hint,
                  const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(source, "error", at, hint, format, args);
    va_end(args);
    source->failed = true;
}

void report_warning(struct source *source, const char *at, const char *hint,
                    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(source, "warning", at, hint, format, args);
    va_end(args);
}

/* Where the line that at is in begins */
static const char *line_start(const struct source *source, const char *at)
{
    const char *newline =
        memrchr(source->text, '\n', (size_t)(at - source->text));

    return newline != NULL ? newline + 1 : source->text;
}

/* Octets that do not begin a character of UTF-8 take no room. */
static bool is_continuation(char c)
{
    return (c & 0xc0) == 0x80;
}

/* The line, and below it a caret; tabs stay tabs, so that both agree. */
static void print_line(FILE *file, int number, const char *start,
                       const char *at)
{
    int length = (int)strcspn(start, "\r\n");
    int before = (int)(at - start);

    if (before > SHOWN_BEFORE) {
        start = at - SHOWN_BEFORE;
        while (is_continuation(*start))
            start++;
        length -= before - (int)(at - start);
        before = (int)(at - start);
    }
    if (length - before > SHOWN_AFTER)
        length = before + SHOWN_AFTER;
    fprintf(file, "%5d | %.*s\n      | ", number, length, start);
    for (const char *p = start; p < at; p++) {
        if (!is_continuation(*p))
            fputc(*p == '\t' ? '\t' : ' ', file);
    }
    fputs("^\n", file);
}

static int compare(const void *a, const void *b)
{
    const struct diagnostic *left = a;
    const struct diagnostic *right = b;

    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return strcmp(left->text, right->text);
}

void diagnostics_print(struct source *source, FILE *file)
{
    const struct diagnostic *last = NULL;
    const char *counted = source->text;
    int number = 1;

    if (source->report_count == 0)
        return;
    qsort(source->reports, source->report_count, sizeof(*source->reports),
          compare);
    for (size_t i = 0; i < source->report_count; i++) {
        const struct diagnostic *d = &source->reports[i];
        const char *start = line_start(source, d->at);

        if (last != NULL && compare(last, d) == 0)
            continue; /* found twice */
        last = d;
        while ((counted = memchr(counted, '\n', (size_t)(start - counted))) !=
               NULL)
            number++, counted++;
        counted = start;
        fprintf(file, "%s:%d:%d: %s: %s\n", source->name, number,
                (int)(d->at - start) + 1, d->severity, d->text);
        print_line(file, number, start, d->at);
        if (d->hint != NULL)
            fprintf(file, "    hint: %s\n", d->hint);
    }
}
