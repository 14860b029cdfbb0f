/*
 * void gt_switch(const struct context *new)
 *                rdi
 *
 * To the compiler an ordinary call.  A return takes its address from the
 * stack, so on a new stack it takes the one that we have put there.
 *
 * rbx keeps the way back: what runs on the new stack must preserve it, as every
 * function must (System V psABI for x86-64, section 3.2.1).
 */
#if defined(__x86_64__)

        .text
        .globl  gt_switch
        .type   gt_switch, %function
gt_switch:
        .cfi_startproc
        pushq   %rbx                    // save: our caller's rbx ...
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbx, 0
        movq    %rsp, %rbx              // ... and the stack we stand on
        .cfi_def_cfa_register rbx

        movq    0(%rdi), %rsp           // load: from here on, the new stack
        ret                             // leave: to the address on top of it

        .globl  gt_return
gt_return:                              // its last return leads here
        movq    %rbx, %rsp
        .cfi_def_cfa_register rsp
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbx
        ret
        .cfi_endproc
        .size   gt_switch, . - gt_switch

#endif
        .section .note.GNU-stack, "", %progbits
