#ifndef CONTEXT_AARCH64_H
#define CONTEXT_AARCH64_H

#include <stddef.h>
#include <stdint.h>

/*
 * The registers that a called function must preserve (AAPCS64, sections 6.1.1
 * and 6.1.2), where switch_aarch64.S expects them, and x30: a call leaves there
 * the address to go on at.
 */
struct context {
    uint64_t sp;
    uint64_t x19_x28[10];
    uint64_t x29;
    uint64_t x30;
    uint64_t d8_d15[8]; /* of the vectors v8 to v15 the lower half alone */
    uint64_t fpcr;
};

_Static_assert(offsetof(struct context, sp) == 0x00, "switch_aarch64.S");
_Static_assert(offsetof(struct context, x19_x28) == 0x08, "switch_aarch64.S");
_Static_assert(offsetof(struct context, x29) == 0x58, "switch_aarch64.S");
_Static_assert(offsetof(struct context, x30) == 0x60, "switch_aarch64.S");
_Static_assert(offsetof(struct context, d8_d15) == 0x68, "switch_aarch64.S");
_Static_assert(offsetof(struct context, fpcr) == 0xa8, "switch_aarch64.S");

/*
 * A call pushes nothing, so sp is a multiple of 16 at all times (section
 * 6.4.5.1) and the stack of a new fiber is empty.
 */
static inline void context_init(struct context *ctx, void *top,
                                void (*f)(void *), void *arg)
{
    *ctx = (struct context){
        .sp = (uint64_t)top,
        .x19_x28 = {(uint64_t)f, (uint64_t)arg},
        .x30 = (uint64_t)enter_entry,
    };
    __asm__ volatile("mrs %0, fpcr" : "=r"(ctx->fpcr));
}

#endif
