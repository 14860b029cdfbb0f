#ifndef DIAGNOSTIC_H
#define DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "memory.h"

/* The text that is translated, and what is to be said about it. */
struct source {
    const char *name;
    const char *text; /* size octets, and a 0 behind them */
    size_t size;
    bool says_await; /* and not wait, in what is said about it */
    struct arena *arena;

    /* reported so far, in any order */
    struct diagnostic *reports;
    size_t report_count;
    size_t report_capacity;
    int error_count;
    bool failed; /* there is an error among them */
};

/*
 * Reports an error, or a warning, at a place in the text.  hint says how to
 * mend it; NULL where nobody could say.
 */
void report_error(struct source *source, const char *at, const char *hint,
                  const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same of a directive that would part a statement of a coroutine */
void report_directive(struct source *source, const char *at);
void report_warning(struct source *source, const char *at, const char *hint,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* There are more than will be printed: no need to look for others. */
bool too_many_errors(const struct source *source);

/*
 * Prints all reports in the order of the text, as compilers do; but of more
 * errors than anyone will read only the first hundred.
 */
void diagnostics_print(struct source *source, FILE *file);

#endif
