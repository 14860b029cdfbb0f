#define _GNU_SOURCE /* program_invocation_short_name */
#include "error.h"

#include <errno.h>
#include <pthread.h>
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

void die(int err, const char *format, ...)
{
    /* never unlocked: exit(3) is for one thread, the others wait */
    static pthread_mutex_t dying = PTHREAD_MUTEX_INITIALIZER;
    va_list args;

    pthread_mutex_lock(&dying);
    fflush(stdout);
    fprintf(stderr, "%s: ", program_invocation_short_name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    if (err != 0)
        fprintf(stderr, ": %s", strerror(abs(err)));
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}
