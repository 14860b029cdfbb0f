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
    uint32_t mxcsr; /* bits 0 to 5 are flags, which no call preserves */
    uint16_t x87_control;
};

_Static_assert(offsetof(struct context, rsp) == 0x00, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r15) == 0x08, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r14) == 0x10, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r13) == 0x18, "switch_x86_64.S");
_Static_assert(offsetof(struct context, r12) == 0x20, "switch_x86_64.S");
_Static_assert(offsetof(struct context, rbx) == 0x28, "switch_x86_64.S");
_Static_assert(offsetof(struct context, rbp) == 0x30, "switch_x86_64.S");
_Static_assert(offsetof(struct context, mxcsr) == 0x38, "switch_x86_64.S");
_Static_assert(offsetof(struct context, x87_control) == 0x3c,
               "switch_x86_64.S");

/* The first switch goes to enter, on an empty stack. */
static inline void context_init(struct context *ctx, void *top,
                                void (*f)(void *), void *arg)
{
    uint64_t *word = top;

    word[-1] = (uint64_t)enter_entry;
    *ctx = (struct context){
        .rsp = (uint64_t)&word[-1],
        .r12 = (uint64_t)f,
        .r13 = (uint64_t)arg,
    };
    __asm__ volatile("stmxcsr %0" : "=m"(ctx->mxcsr));
    __asm__ volatile("fnstcw %0" : "=m"(ctx->x87_control));
}

#endif
