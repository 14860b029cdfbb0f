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
 * The memory costs nothing until it is touched, unless the kernel is told to
 * lock it or not to overcommit.  The guard costs page tables, 2 KiB, or two of
 * the mappings that a process may have: has_guard_markers.
 */
enum {
    STACK_GUARD_BYTES = 1024 * 1024,
};

/* Stands right above the stack, which grows down from it. */
struct stack {
    char *bottom; /* the lowest octet of the stack; below is the guard */
    struct annotation annotation;
} __attribute__((aligned(64)));

/* What all stacks have in common.  It belongs to one thread. */
struct stack_kind {
    size_t stack_bytes; /* what a user of a stack has, at least */
    size_t page_bytes;
    /*
     * Can pages be guarded inside of a mapping (MADV_GUARD_INSTALL, from Linux
     * 6.13 on)?  Else a guard is a mapping of its own, and 65,530 mappings
     * (vm.max_map_count) end at about 32,000 stacks.
     */
    bool has_guard_markers;
    size_t mapped_count; /* ever */
};

/*
 * Stacks of stack_bytes, rounded up to whole pages.  0, or -EINVAL if that is 0
 * or out of reach.
 */
int stack_kind_init(struct stack_kind *kind, size_t stack_bytes);

/* 0 with a new stack, or -ENOMEM; -EAGAIN if it had to be locked, mlock(2). */
int stack_map(struct stack_kind *kind, struct stack **stack);

/*
 * Nobody may stand on it.  0, or -ENOMEM: it stays, as to take a piece out of
 * the middle of a mapping makes two of one, and a process may not have any
 * number.  Once a neighbour has gone, it can go too.
 */
int stack_unmap(const struct stack_kind *kind, struct stack *stack);

/* Is the address in the guard of the stack? */
bool stack_is_guard(const struct stack *stack, const void *address);

#endif
