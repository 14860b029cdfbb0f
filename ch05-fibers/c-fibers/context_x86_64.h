#ifndef CONTEXT_X86_64_H
#define CONTEXT_X86_64_H

#include <stddef.h>
#include <stdint.h>

/*
 * The registers that a called function must preserve (System V psABI for
 * x86-64, section 3.2.1), where switch_x86_64.S expects them.  The address to
 * go on at is none of them: a call leaves it on the stack.
 */
struct context {
    uint64_t rsp;
    uint64_t r15;
    uint64_t r14;
    uint64_t r13;
    uint64_t r12;
    uint64_t rbx;
    uint64_t rbp;
};

_Static_assert(offsetof(struct context, rsp) == 0x00, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r15) == 0x08, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r14) == 0x10, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r13) == 0x18, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r12) == 0x20, "switch_x86_64.S");
_Static_assert(offsetof(struct context, rbx) == 0x28, "switch_x86_64.S");
_Static_assert(offsetof(struct context, rbp) == 0x30, "switch_x86_64.S");

/*
 * Each return takes a word and leaves rsp 8 higher.  A function must be entered
 * with rsp 8 below a multiple of 16 (section 3.2.2), as by a call: so it is
 * with f, and so with guard, because skip stands between them.  The one before
 * f is for a debugger: in the first switch it finds skip waiting, not f, which
 * nobody has called yet.
 */
static inline void context_init(struct context *ctx, void *top, void (*f)(void),
                                void (*guard)(void))
{
    uint64_t *word = top;

    word[-1] = (uint64_t)skip_entry; /* never used, but by a debugger */
    word[-2] = (uint64_t)guard;
    word[-3] = (uint64_t)skip_entry;
    word[-4] = (uint64_t)f;
    word[-5] = (uint64_t)skip_entry;
    *ctx = (struct context){.rsp = (uint64_t)&word[-5]};
}

#endif
