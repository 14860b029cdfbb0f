/*
 * What is no future, for cases in both forms: plain functions, which free the
 * texts that they are given.  Included by case.h.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *formatted(const char *format, va_list arguments)
{
    char text[200];

    vsnprintf(text, sizeof(text), format, arguments);
    return strdup(text);
}

/* The number that is in text */
static inline int value(char *text)
{
    int n = atoi(text);

    free(text);
    return n;
}

static inline bool same(char *text, const char *expected)
{
    bool equal = strcmp(text, expected) == 0;

    free(text);
    return equal;
}

static inline void print(char *text)
{
    puts(text ? text : "(null)");
    free(text);
}

/* One text after the other */
static inline char *both(char *first, char *second)
{
    char *text = malloc(strlen(first) + strlen(second) + 1);

    if (text)
        strcat(strcpy(text, first), second);
    free(first);
    free(second);
    return text;
}

/* A side effect to count: prints "mark n" and is n. */
static inline int mark(int n)
{
    printf("mark %d\n", n);
    return n;
}

/*
 * Between two polls anything may run: nothing stays on the stack where the next
 * poll would find it again, though the coroutine has not kept it.
 */
static __attribute__((noinline, unused)) void use_stack(void)
{
    char octets[20000];

    memset(octets, 0x5a, sizeof(octets));
    __asm__ volatile("" : : "r"(octets) : "memory");
}

#endif
