#define _GNU_SOURCE /* vasprintf */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_BYTES = 64 * 1024,
    ALIGNMENT = 16,
};

struct chunk {
    struct chunk *next;
    size_t used;
    size_t size;
    char data[] __attribute__((aligned(ALIGNMENT)));
};

static void *must(void *memory)
{
    if (memory == NULL) {
        fputs("corofy: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static struct chunk *new_chunk(struct arena *arena, size_t size)
{
    struct chunk *chunk;

    if (size < CHUNK_BYTES)
        size = CHUNK_BYTES;
    chunk = must(malloc(sizeof(*chunk) + size));
    *chunk = (struct chunk){.next = arena->chunks, .size = size};
    arena->chunks = chunk;
    return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct chunk *chunk = arena->chunks;
    void *memory;

    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (chunk == NULL || chunk->size - chunk->used < size)
        chunk = new_chunk(arena, size);
    memory = chunk->data + chunk->used;
    chunk->used += size;
    return memset(memory, 0, size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    return memcpy(arena_alloc(arena, length + 1), text, length);
}

char *arena_vformat(struct arena *arena, const char *format, va_list args)
{
    char *text, *copy;
    int length = vasprintf(&text, format, args);

    if (length < 0)
        must(NULL);
    copy = arena_copy(arena, text, (size_t)length);
    free(text);
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

void arena_fini(struct arena *arena)
{
    while (arena->chunks != NULL) {
        struct chunk *chunk = arena->chunks;

        arena->chunks = chunk->next;
        free(chunk);
    }
}

void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity > 0 ? *capacity * 2 : 64;
    return must(reallocarray(items, *capacity, size));
}

void buffer_add(struct buffer *buffer, const char *text, size_t length)
{
    if (buffer->capacity - buffer->length <= length) {
        buffer->capacity = (buffer->length + length + 1) * 2;
        buffer->data = must(realloc(buffer->data, buffer->capacity));
    }
    memcpy(buffer->data + buffer->length, text, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_print(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}
