/*
 * void gt_switch(const struct context *new)
 *                x0
 *
 * To the compiler an ordinary call.  A return goes to where x30 points, so we
 * take both addresses from the new stack: where to go, and where that returns.
 *
 * x19 keeps the way back: what runs on the new stack must preserve it, as every
 * function must (AAPCS64, section 6.1.1).
 */
#if defined(__aarch64__)

        .text
        .globl  gt_switch
        .type   gt_switch, %function
gt_switch:
        .cfi_startproc
        stp     x19, x30, [sp, #-16]!   // save: our caller's x19 and x30 ...
        .cfi_adjust_cfa_offset 16
        .cfi_rel_offset x19, 0
        .cfi_rel_offset x30, 8
        mov     x19, sp                 // ... and the stack we stand on
        .cfi_def_cfa_register x19

        ldr     x9, [x0]                // load: from here on, the new stack
        mov     sp, x9
        ldp     x16, x30, [sp], #16
        br      x16                     // leave: to the address on top of it

        .globl  gt_return
gt_return:                              // its last return leads here
        mov     sp, x19
        .cfi_def_cfa_register sp
        ldp     x19, x30, [sp], #16
        .cfi_adjust_cfa_offset -16
        .cfi_restore x19
        .cfi_restore x30
        ret
        .cfi_endproc
        .size   gt_switch, . - gt_switch

#endif
        .section .note.GNU-stack, "", %progbits
