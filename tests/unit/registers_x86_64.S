/*
 * void registers_around(uint64_t words[REGISTERS], void (*f)(void), ...)
 *                       rdi                        rsi              rdx, rcx
 */
#if defined(__x86_64__)

        .text
        .globl  registers_around
        .type   registers_around, %function
registers_around:
        .cfi_startproc
        .irp    reg, rbx, rbp, r12, r13, r14, r15
        pushq   %\reg
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset \reg, 0
        .endr
        pushq   %rdi
        .cfi_adjust_cfa_offset 8

        movq    0x00(%rdi), %rbx
        movq    0x08(%rdi), %rbp
        movq    0x10(%rdi), %r12
        movq    0x18(%rdi), %r13
        movq    0x20(%rdi), %r14
        movq    0x28(%rdi), %r15
        movq    %rsi, %rax
        movq    %rdx, %rdi
        movq    %rcx, %rsi
        callq   *%rax                   // f
        popq    %rdi
        .cfi_adjust_cfa_offset -8
        movq    %rbx, 0x00(%rdi)
        movq    %rbp, 0x08(%rdi)
        movq    %r12, 0x10(%rdi)
        movq    %r13, 0x18(%rdi)
        movq    %r14, 0x20(%rdi)
        movq    %r15, 0x28(%rdi)

        .irp    reg, r15, r14, r13, r12, rbp, rbx
        popq    %\reg
        .cfi_adjust_cfa_offset -8
        .cfi_restore \reg
        .endr
        ret
        .cfi_endproc
        .size   registers_around, . - registers_around

#endif
        .section .note.GNU-stack, "", %progbits
