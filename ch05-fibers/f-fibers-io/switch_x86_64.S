/*
 * void switch_context(struct context *from, const struct context *to)
 *                     rdi                   rsi
 *
 * To the compiler an ordinary call, so it already takes every register but
 * these for lost.  Offsets: struct context in context_x86_64.h.
 *
 * It does not end in ret.  The CPU guesses that a return goes behind the call
 * that came last: here behind our own, which is wrong where the other fiber
 * left off elsewhere.  Of a jump it guesses that it goes where it went before.
 * (notrack: it may go where no jump would, were Intel's branch tracking on.)
 *
 * When the stack pointer is the other fiber's, its registers still lie in to.
 * saved_at says so to a debugger, until the end: a DW_CFA_expression with the
 * value of rsi plus an offset.
 */
#if defined(__x86_64__)

        .macro  saved_at reg, offset
        .cfi_escape 0x10, \reg, 2, 0x74, \offset
        .endm

        .text
        .globl  switch_context
        .type   switch_context, %function
switch_context:
        .cfi_startproc
        movq    %rsp, 0x00(%rdi)        // save: the stack we stand on ...
        movq    %r15, 0x08(%rdi)
        movq    %r14, 0x10(%rdi)
        movq    %r13, 0x18(%rdi)
        stmxcsr 0x38(%rdi)              // ... in between, as they are slow, ...
        fnstcw  0x3c(%rdi)              // ... the control words ...
        movq    %r12, 0x20(%rdi)
        movq    %rbx, 0x28(%rdi)
        movq    %rbp, 0x30(%rdi)

        movl    0x38(%rdi), %eax        // load: the control words, if other
        movzwl  0x3c(%rdi), %edx
        xorl    0x38(%rsi), %eax
        testl   $0xffc0, %eax           // ... in more than MXCSR's flags, ...
        jnz     2f
        cmpw    0x3c(%rsi), %dx
        jne     2f
1:
        .cfi_remember_state
        movq    0x00(%rsi), %rsp        // ... and from here on, the other
        saved_at 15, 0x08
        saved_at 14, 0x10
        saved_at 13, 0x18
        saved_at 12, 0x20
        saved_at 3 /* rbx */, 0x28
        saved_at 6 /* rbp */, 0x30
        movq    0x08(%rsi), %r15
        movq    0x10(%rsi), %r14
        movq    0x18(%rsi), %r13
        movq    0x20(%rsi), %r12
        movq    0x28(%rsi), %rbx
        movq    0x30(%rsi), %rbp

        popq    %rcx                    // leave: to where the other called,
        .cfi_adjust_cfa_offset -8       //        or enter, when it is new
        .cfi_register rip, rcx
        notrack jmp *%rcx
2:
        .cfi_restore_state              // out of the way: it is hardly ever so
        ldmxcsr 0x38(%rsi)
        fclex                           // a flag of ours would trap there
        fldcw   0x3c(%rsi)
        jmp     1b
        .cfi_endproc
        .size   switch_context, . - switch_context

/*
 * Where a new fiber begins: its first switch comes here.
 *
 * No caller: the way back that a debugger shows ends here.  It looks for the
 * function at one before the address of return, so there must be something.
 */
        .globl  enter
        .type   enter, %function
enter:
        .cfi_startproc
        .cfi_undefined rip
        nop
        .globl  enter_entry
enter_entry:
        movq    %r13, %rdi
        callq   *%r12                   // f(arg), which does not return
        ud2
        .cfi_endproc
        .size   enter, . - enter

#endif
        .section .note.GNU-stack, "", %progbits
