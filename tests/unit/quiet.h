/* wraps: puts printf */
#ifndef QUIET_H
#define QUIET_H

/*
 * What executors and requests print is kept out between the lines of TAP:
 * linked with --wrap=puts,--wrap=printf.  (Compilers make the one of the
 * other; with _FORTIFY_SOURCE, headers make __printf_chk of printf, and ours
 * stands before the C library's.)  Before it parks, an executor says so.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void (*before_park)(void); /* NULL: nothing */

int __wrap_puts(const char *line);
int __wrap_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
int __printf_chk(int flag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

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

static int print(const char *format, va_list args)
{
    return is_kept_out(format) ? 0 : vprintf(format, args);
}

int __wrap_printf(const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = print(format, args);
    va_end(args);
    return length;
}

int __printf_chk(int flag, const char *format, ...)
{
    va_list args;
    int length;

    (void)flag;
    va_start(args, format);
    length = print(format, args);
    va_end(args);
    return length;
}

#endif
