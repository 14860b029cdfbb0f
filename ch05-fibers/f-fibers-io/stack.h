#ifndef STACK_H
#define STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "annotate.h"

/*
 * Stacks for fibers, all of one size.
 *
 *     low                                                         high
 *     | guard: 1 MiB, a fault to touch | the stack <-- | struct stack |
 *
 * A stack grows into the guard when it is too small, and the program is stopped
 * there.  But a single frame that is larger than the guard can step over it,
 * unless the compiler touches each page of it in turn
 * (-fstack-clash-protection).
 *
 * The memory costs nothing until it is touched.  The guard costs page tables,
 * 2 KiB, or two of the mappings that a process may have (vm.max_map_count):
 * see has_guard_markers.
 *
 * A pool belongs to one thread.
 */

enum {
    STACK_GUARD_BYTES = 1024 * 1024,
    STACK_POOL_KEEPS = 1024, /* so many that nobody uses stay mapped */
};

/* Stands right above the stack, which grows down from it. */
struct stack {
    struct stack *next; /* in the pool */
    char *bottom;       /* the lowest octet of the stack; below is the guard */
    struct annotation annotation;
} __attribute__((aligned(64)));

struct stack_pool {
    size_t stack_bytes; /* what a user of a stack has, at least */
    size_t page_bytes;
    /*
     * Can pages be guarded inside a mapping (MADV_GUARD_INSTALL, from Linux
     * 6.13 on)?  Else each guard is a mapping of its own, and 65,530 mappings
     * end at about 32,000 stacks.
     */
    bool has_guard_markers;
    struct stack *unused;
    size_t unused_count;
    size_t mapped_count; /* ever */
};

/*
 * Makes an empty pool of stacks of stack_bytes, rounded up to whole pages.
 * 0, or -EINVAL if that is 0 or too much to have a guard as well.
 */
int stack_pool_init(struct stack_pool *pool, size_t stack_bytes);

/* Unmaps the stacks that were given back; all should be. */
void stack_pool_fini(struct stack_pool *pool);

/* 0 with a stack, a used one or a new one; or -ENOMEM. */
int stack_take(struct stack_pool *pool, struct stack **stack);

/*
 * Gives it back.  It stays mapped until the next call of stack_take(),
 * stack_give() or stack_pool_fini(): the caller may still stand on it.
 */
void stack_give(struct stack_pool *pool, struct stack *stack);

/* Is the address in the guard of the stack? */
bool stack_is_guard(const struct stack *stack, const void *address);

#endif
