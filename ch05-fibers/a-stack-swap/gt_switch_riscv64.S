/*
 * void gt_switch(const struct context *new)
 *                a0
 *
 * To the compiler an ordinary call.  A return goes to where ra points, so we
 * take both addresses from the new stack: where to go, and where that returns.
 *
 * s1 keeps the way back: what runs on the new stack must preserve it, as every
 * function must (RISC-V psABI, Integer Register Convention).
 */
#if defined(__riscv) && __riscv_xlen == 64

        .text
        .globl  gt_switch
        .type   gt_switch, %function
gt_switch:
        .cfi_startproc
        addi    sp, sp, -16             // save: our caller's s1 and ra ...
        .cfi_adjust_cfa_offset 16
        sd      s1, 0(sp)
        .cfi_rel_offset s1, 0
        sd      ra, 8(sp)
        .cfi_rel_offset ra, 8
        mv      s1, sp                  // ... and the stack we stand on
        .cfi_def_cfa_register s1

        ld      sp, 0(a0)               // load: from here on, the new stack
        ld      t1, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        jr      t1                      // leave: to the address on top of it

        .globl  gt_return
gt_return:                              // its last return leads here
        mv      sp, s1
        .cfi_def_cfa_register sp
        ld      s1, 0(sp)
        .cfi_restore s1
        ld      ra, 8(sp)
        .cfi_restore ra
        addi    sp, sp, 16
        .cfi_adjust_cfa_offset -16
        ret
        .cfi_endproc
        .size   gt_switch, . - gt_switch

#endif
        .section .note.GNU-stack, "", %progbits
