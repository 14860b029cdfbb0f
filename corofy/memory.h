#ifndef MEMORY_H
#define MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory for one translation.  Nothing is freed before the end of it, so that
 * nobody has to own anything.  Where there is no memory, the program ends with
 * a message and status 1; nothing has been written then.
 */
struct arena {
    struct chunk *chunks;
};

/* size octets, all zero, aligned for any type that corofy has */
void *arena_alloc(struct arena *arena, size_t size);

/* A copy of length octets of text, with a 0 behind them */
char *arena_copy(struct arena *arena, const char *text, size_t length);

char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

void arena_fini(struct arena *arena);

/*
 * A growing list's memory: items, of which count are in use, of size octets
 * each.  Returns them with room for one more; the old place must be forgotten.
 */
void *grow(void *items, size_t count, size_t *capacity, size_t size);

/* Text that grows.  All zero is an empty one; data is the owner's to free. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
};

void buffer_add(struct buffer *buffer, const char *text, size_t length);
void buffer_print(struct buffer *buffer, const char *text);

#endif
