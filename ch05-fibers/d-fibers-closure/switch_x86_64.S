/*
 * void switch_context(struct context *from, const struct context *to)
 *                     rdi                   rsi
 *
 * To the compiler an ordinary call, so it already takes every register but
 * these seven for lost.  Offsets: struct context in context_x86_64.h.
 *
 * When the stack pointer is the other thread's, its registers still lie in to.
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
        movq    %r12, 0x20(%rdi)
        movq    %rbx, 0x28(%rdi)
        movq    %rbp, 0x30(%rdi)

        movq    0x00(%rsi), %rsp        // load: ... from here on, the other
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
        movq    0x38(%rsi), %rdi        // for f, when it is new

        ret                             // leave: to where the other called,
        .cfi_endproc                    //        or skip, when it is new
        .size   switch_context, . - switch_context

/*
 * f has returned, here, and rsp is a multiple of 16.  One more return, and it
 * is 8 below the next, as a function expects: that is all skip is for.
 *
 * No caller: the way back that a debugger shows ends here.  It looks for the
 * function at one before the address of return, so there must be something.
 */
        .globl  skip
        .type   skip, %function
skip:
        .cfi_startproc
        .cfi_undefined rip
        nop
        .globl  skip_entry
skip_entry:                             // what a first switch returns to
        ret                             // to f, and after it to guard
        .cfi_endproc
        .size   skip, . - skip

#endif
        .section .note.GNU-stack, "", %progbits
