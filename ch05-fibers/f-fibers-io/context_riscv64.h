#ifndef CONTEXT_RISCV64_H
#define CONTEXT_RISCV64_H

#include <stddef.h>
#include <stdint.h>

/*
 * The registers that a called function must preserve (RISC-V psABI, Register
 * Convention), where switch_riscv64.S expects them, and ra: a call leaves there
 * the address to go on at.
 */
struct context {
    uint64_t sp;
    uint64_t s0_s11[12];
    uint64_t ra;
    uint64_t fs0_fs11[12]; /* for the ABI lp64d, with doubles in registers */
    uint64_t frm;
};

_Static_assert(offsetof(struct context, sp) == 0x00, "switch_riscv64.S");
_Static_assert(offsetof(struct context, s0_s11) == 0x08, "switch_riscv64.S");
_Static_assert(offsetof(struct context, ra) == 0x68, "switch_riscv64.S");
_Static_assert(offsetof(struct context, fs0_fs11) == 0x70, "switch_riscv64.S");
_Static_assert(offsetof(struct context, frm) == 0xd0, "switch_riscv64.S");

/*
 * A call pushes nothing, so sp is a multiple of 16 at each (Integer Calling
 * Convention) and the stack of a new fiber is empty.
 */
static inline void context_init(struct context *ctx, void *top,
                                void (*f)(void *), void *arg)
{
    *ctx = (struct context){
        .sp = (uint64_t)top,
        .s0_s11 = {(uint64_t)f, (uint64_t)arg},
        .ra = (uint64_t)enter_entry,
    };
    __asm__ volatile("frrm %0" : "=r"(ctx->frm));
}

#endif
