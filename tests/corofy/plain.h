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

/*
 * A text that was handed out is the coroutine's.  If it is dropped before it
 * frees the text, the text is lost, and that is no leak of corofy's.
 */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#define may_be_lost(text) __lsan_ignore_object(text)
#else
#define may_be_lost(text) ((void)(text))
#endif

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
 * To follow defers: what begins is pushed, and its defer pops it.  All that is
 * pending, of all coroutines, ends in reverse order: also if a future is
 * dropped, for then the child goes first.
 */
static int pending[1000];
static size_t pending_count;

static inline void pushed(int what)
{
    if (pending_count == sizeof(pending) / sizeof(pending[0]))
        abort();
    pending[pending_count++] = what;
}

static inline void popped(int what)
{
    if (pending_count == 0 || pending[--pending_count] != what) {
        fprintf(stderr, "the defer of %d ran out of turn\n", what);
        abort();
    }
}

static inline void none_pending(void)
{
    if (pending_count > 0) {
        fprintf(stderr, "%zu defers did not run\n", pending_count);
        abort();
    }
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
