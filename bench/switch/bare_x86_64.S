/*
 * The least that a switch of contexts can do, in three ways: what this suite
 * is compared with, and no example.  No debugger sees through it.
 *
 * void bare_switch(void **from, void *to)
 * void bare_switch_ret(void **from, void *to)
 * void bare_switch_fpu(void **from, void *to)
 *                      rdi          rsi
 *
 * All is pushed on the caller's own stack, and only where it ends is kept.
 */
#if defined(__x86_64__)

        .macro  save
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        .endm

        .macro  load
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        .endm

        .macro  function name
        .globl  \name
        .type   \name, %function
        .p2align 6
\name:
        .endm

        .text
        function bare_switch
        save
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        load
        popq    %rcx
        jmp     *%rcx
        .size   bare_switch, . - bare_switch

        function bare_switch_ret
        save
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        load
        ret
        .size   bare_switch_ret, . - bare_switch_ret

        /* and the control words of floating point, even if they do not differ */
        function bare_switch_fpu
        save
        subq    $8, %rsp
        stmxcsr 0(%rsp)
        fnstcw  4(%rsp)
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        ldmxcsr 0(%rsp)
        fldcw   4(%rsp)
        addq    $8, %rsp
        load
        popq    %rcx
        jmp     *%rcx
        .size   bare_switch_fpu, . - bare_switch_fpu

#endif
        .section .note.GNU-stack, "", %progbits
