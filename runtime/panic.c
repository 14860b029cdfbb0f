#define _GNU_SOURCE /* strerrorname_np */
#include "panic.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void panic(const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("panic: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

const char *error_name(int err)
{
    static _Thread_local char number[12];
    const char *name = strerrorname_np(abs(err));

    if (name != NULL)
        return name;
    snprintf(number, sizeof(number), "%d", err);
    return number;
}
