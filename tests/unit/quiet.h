/* wraps: puts printf */
#ifndef QUIET_H
#define QUIET_H

/*
 * What executors and requests print is kept out between the lines of TAP:
 * linked with --wrap=puts,--wrap=printf.  (Compilers make the one of the
 * other.)  Before it parks, an executor says so.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void (*before_park)(void); /* NULL: nothing */

int __wrap_puts(const char *line);
int __wrap_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Is it for the user of the program under test? */
static int is_kept_out(const char *text)
{
    if (strstr(text, "Sleep until notified") != NULL && before_park != NULL)
        before_park();
    return strstr(text, "Sleep until notified") != NULL ||
           strstr(text, "All tasks are finished") != NULL ||
           strstr(text, "FIRST POLL") != NULL;
}

int __wrap_puts(const char *line)
{
    return is_kept_out(line) ? 0 : fprintf(stdout, "%s\n", line);
}

int __wrap_printf(const char *format, ...)
{
    va_list args;
    int length;

    if (is_kept_out(format))
        return 0;
    va_start(args, format);
    length = vprintf(format, args);
    va_end(args);
    return length;
}

#endif
