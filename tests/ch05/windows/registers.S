/*
 * What C cannot say about registers and stacks, for checks.c; each function is
 * called as on Windows.
 */
#if defined(__x86_64__)

        .text

/*
 * void hold_registers(struct context *from, const struct context *to,
 *                     rcx                   rdx
 *                     const struct registers *held, struct registers *found)
 *                     r8                            r9
 *
 * Fills all registers that a call preserves from held, switches, and stores
 * what is in them when the switch returns.
 */
        .globl  hold_registers
hold_registers:
        pushq   %rbx
        pushq   %rbp
        pushq   %rdi
        pushq   %rsi
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        subq    $0xd8, %rsp             // a home, found, those of the caller
        movq    %r9, 0x20(%rsp)
        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  %xmm\n, 0x30 + 0x10 * (\n - 6)(%rsp)
        .endr

        movq    0x00(%r8), %rbx
        movq    0x08(%r8), %rbp
        movq    0x10(%r8), %rdi
        movq    0x18(%r8), %rsi
        movq    0x20(%r8), %r12
        movq    0x28(%r8), %r13
        movq    0x30(%r8), %r14
        movq    0x38(%r8), %r15
        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  0x40 + 0x10 * (\n - 6)(%r8), %xmm\n
        .endr

        call    switch_context

        movq    0x20(%rsp), %r9
        movq    %rbx, 0x00(%r9)
        movq    %rbp, 0x08(%r9)
        movq    %rdi, 0x10(%r9)
        movq    %rsi, 0x18(%r9)
        movq    %r12, 0x20(%r9)
        movq    %r13, 0x28(%r9)
        movq    %r14, 0x30(%r9)
        movq    %r15, 0x38(%r9)
        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  %xmm\n, 0x40 + 0x10 * (\n - 6)(%r9)
        .endr

        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps  0x30 + 0x10 * (\n - 6)(%rsp), %xmm\n
        .endr
        addq    $0xd8, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rsi
        popq    %rdi
        popq    %rbp
        popq    %rbx
        ret

        .macro  write_over_home
        movq    $-1, 0x08(%rsp)
        movq    $-1, 0x10(%rsp)
        movq    $-1, 0x18(%rsp)
        movq    $-1, 0x20(%rsp)
        .endm

/* A fiber's function: says with which rsp it is entered, destroys its home. */
        .globl  destroy_home
destroy_home:
        movq    %rsp, function_rsp(%rip)
        write_over_home
        ret

/* The same as a guard, which goes on in C. */
        .globl  destroy_home_of_guard
destroy_home_of_guard:
        movq    %rsp, guard_rsp(%rip)
        write_over_home
        jmp     leave_for_good

#endif
#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
