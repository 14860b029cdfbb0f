#include "error.h"

#include <stdarg.h>
#include <stdatomic.h>
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

void die(int err, const char *format, ...)
{
    /* never cleared: exit(3) is for one thread, the others wait */
    static atomic_flag dying = ATOMIC_FLAG_INIT;
    va_list args;

    while (atomic_flag_test_and_set(&dying))
        ;
    fflush(stdout);
    fputs("e-fibers-windows: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    if (err != 0)
        fprintf(stderr, ": %s", strerror(abs(err)));
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}
