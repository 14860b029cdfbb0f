/*
 * wraps: malloc calloc realloc aligned_alloc free strdup strndup asprintf
 * wraps: vasprintf
 */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

/*
 * Memory, counted: linked with --wrap of what is defined here, which is all by
 * which the programs take some.  What the C library takes for itself is not
 * counted.  Each, and what else asks is_failing(), can be made to fail.
 */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static atomic_int blocks;            /* in use */
static atomic_int attempts, failing; /* the one of that number fails; 0: none */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __real_free(void *block);
void __wrap_free(void *block);
char *__wrap_strdup(const char *text);
char *__real_strndup(const char *text, size_t max);
char *__wrap_strndup(const char *text, size_t max);
int __real_vasprintf(char **text, const char *format, va_list args);
int __wrap_vasprintf(char **text, const char *format, va_list args);
int __wrap_asprintf(char **text, const char *format, ...);
int __asprintf_chk(char **text, int flag, const char *format, ...);
int __vasprintf_chk(char **text, int flag, const char *format, va_list args);

/* Relaxed: counting shall not hide from TSan that two threads have no order. */
static inline void count_blocks(int more)
{
    atomic_fetch_add_explicit(&blocks, more, memory_order_relaxed);
}

static inline bool is_failing(void)
{
    int before = atomic_fetch_add_explicit(&attempts, 1, memory_order_relaxed);

    return before + 1 == atomic_load_explicit(&failing, memory_order_relaxed);
}

/* From now on, the first attempt is number 1. */
static inline void fail_at(int number)
{
    attempts = 0;
    failing = number;
}

void *__wrap_malloc(size_t size)
{
    void *block = is_failing() ? NULL : __real_malloc(size);

    count_blocks(block != NULL);
    return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *block = is_failing() ? NULL : __real_calloc(count, size);

    count_blocks(block != NULL);
    return block;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    void *block = is_failing() ? NULL : __real_aligned_alloc(alignment, size);

    count_blocks(block != NULL);
    return block;
}

void *__wrap_realloc(void *old, size_t size)
{
    void *block = is_failing() ? NULL : __real_realloc(old, size);

    count_blocks(old == NULL && block != NULL);
    return block;
}

void __wrap_free(void *block)
{
    count_blocks(-(block != NULL));
    __real_free(block);
}

char *__wrap_strndup(const char *text, size_t max)
{
    char *copy = is_failing() ? NULL : __real_strndup(text, max);

    count_blocks(copy != NULL);
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, SIZE_MAX);
}

int __wrap_vasprintf(char **text, const char *format, va_list args)
{
    int length = is_failing() ? -1 : __real_vasprintf(text, format, args);

    count_blocks(length >= 0);
    return length;
}

int __wrap_asprintf(char **text, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = __wrap_vasprintf(text, format, args);
    va_end(args);
    return length;
}

/*
 * With _FORTIFY_SOURCE, which some compilers define by themselves, the headers
 * call these instead.  Ours stand before the C library's.
 */
int __asprintf_chk(char **text, int flag, const char *format, ...)
{
    va_list args;
    int length;

    (void)flag;
    va_start(args, format);
    length = __wrap_vasprintf(text, format, args);
    va_end(args);
    return length;
}

int __vasprintf_chk(char **text, int flag, const char *format, va_list args)
{
    (void)flag;
    return __wrap_vasprintf(text, format, args);
}

#endif
