/* b-show-stack: the new stack before the switch, word by word */
#define _GNU_SOURCE /* memfd_create, program_invocation_short_name */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"

enum {
    MEMORY_BYTES = 64 * 1024 - 8, /* an end at no multiple of 16: any will do */
    LEAST_BYTES = 48,             /* what the book's stack has */
    PAINT = 0xa5,
};

/* All that there is to know of a program that waits: where its stack ends. */
struct context {
    uintptr_t sp;
};

_Static_assert(offsetof(struct context, sp) == 0, "as in gt_switch_<cpu>.S");

/*
 * Goes to the stack of new, to the address that lies there, and returns when
 * what runs there has returned to gt_return, whose address lies above.
 */
void gt_switch(const struct context *new);
void gt_return(void);

static void hello(void)
{
    puts("I LOVE WAKING UP ON A NEW STACK!");
}

/*
 * The two words that gt_switch() finds.  A block of memory may end anywhere,
 * but the ABI wants a stack to be at a multiple of 16 whenever it is handed on.
 */
static struct context prepare_stack(unsigned char *end)
{
    uintptr_t *top = (uintptr_t *)((uintptr_t)end & ~(uintptr_t)15);

    top[-1] = (uintptr_t)gt_return;
    top[-2] = (uintptr_t)hello;
    return (struct context){.sp = (uintptr_t)&top[-2]};
}

static const char *meaning(const uintptr_t *word)
{
    if (*word == (uintptr_t)hello)
        return "hello: what sp points to";
    if (*word == (uintptr_t)gt_return)
        return "gt_return: hello returns there";
    if ((uintptr_t)(word + 1) % 16 != 0)
        return "hole: over a multiple of 16";
    return "free";
}

/*
 * From the end down, as a stack grows, and not a word outside of it.  All
 * below a free word is free: nobody has stood on this stack yet.
 */
static void print_stack(const unsigned char *memory)
{
    const uintptr_t *bottom = (const uintptr_t *)memory;
    const uintptr_t *word = bottom + MEMORY_BYTES / sizeof(*word);
    const char *what;

    do {
        word--;
        what = meaning(word);
        printf("mem: %p, val: 0x%016" PRIxPTR "  %s\n", (const void *)word,
               *word, what);
    } while (word > bottom && strcmp(what, "free") != 0);
    printf("mem: %p, the last of %td more that are free\n",
           (const void *)bottom, word - bottom);
}

/* How deep the stack became: whatever nobody has written is still paint. */
static size_t count_used(const unsigned char *memory)
{
    size_t unused = 0;

    while (unused < MEMORY_BYTES && memory[unused] == PAINT)
        unused++;
    return MEMORY_BYTES - unused;
}

static unsigned char *map_memory(int fd)
{
    void *memory =
        mmap(NULL, MEMORY_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    if (memory == MAP_FAILED)
        die(errno, "map %d bytes", MEMORY_BYTES);
    return memory;
}

/*
 * The stack is the upper part of this memory; the lower stands for what a
 * program has below, such as its heap.  A second view of it is there to look:
 * what is below a stack pointer is nobody's, and valgrind says so.
 */
static void make_memory(unsigned char **memory, unsigned char **view)
{
    int fd = memfd_create("stack", MFD_CLOEXEC);

    if (fd < 0 || ftruncate(fd, MEMORY_BYTES) < 0)
        die(errno, "make a file in memory");
    *memory = map_memory(fd);
    *view = map_memory(fd);
    close(fd);
    memset(*view, PAINT, MEMORY_BYTES);
}

static void report(size_t used, size_t bytes)
{
    printf("hello() needed %zu bytes of stack; a signal may need %ld more\n",
           used, sysconf(_SC_MINSIGSTKSZ));
    if (used > bytes)
        die(0, "it had %zu: what lay in the %zu below is lost", bytes,
            used - bytes);
}

/* The size of the stack in bytes; 0 for what is none. */
static size_t parse_size(const char *text)
{
    char *end;
    unsigned long bytes = strtoul(text, &end, 10);

    if (*text < '0' || *text > '9' || *end != '\0' || bytes < LEAST_BYTES ||
        bytes > MEMORY_BYTES)
        return 0;
    return bytes;
}

int main(int argc, char **argv)
{
    size_t bytes = argc > 1 ? parse_size(argv[1]) : MEMORY_BYTES;
    unsigned char *memory, *view;
    struct context ctx;

    if (argc > 2 || bytes == 0) {
        fprintf(stderr, "usage: %s [BYTES OF STACK, %d to %d]\n",
                program_invocation_short_name, LEAST_BYTES, MEMORY_BYTES);
        return 2;
    }
    make_memory(&memory, &view);
    ctx = prepare_stack(memory + MEMORY_BYTES);
    print_stack(memory);
    gt_switch(&ctx);

    report(count_used(view), bytes);
    munmap(view, MEMORY_BYTES);
    munmap(memory, MEMORY_BYTES);
    return 0;
}
