/*
 * void switch_context(struct context *from, const struct context *to)
 *                     x0                    x1
 *
 * To the compiler an ordinary call, so it already takes every register but
 * these for lost.  Offsets: struct context in context_aarch64.h.
 *
 * When the stack pointer is the other fiber's, its registers still lie in to.
 * saved_at says so to a debugger, until the end: a DW_CFA_expression with the
 * value of x1 plus an offset, which takes two octets (SLEB128).
 */
#if defined(__aarch64__)

        .macro  saved_at reg, offset
        .cfi_escape 0x10, \reg, 3, 0x71, (\offset) & 0x7f | 0x80, (\offset) >> 7
        .endm

        .text
        .globl  switch_context
        .type   switch_context, %function
switch_context:
        .cfi_startproc
        mov     x9, sp                  // save: the stack we stand on ...
        str     x9, [x0, #0x00]
        stp     x19, x20, [x0, #0x08]
        stp     x21, x22, [x0, #0x18]
        stp     x23, x24, [x0, #0x28]
        stp     x25, x26, [x0, #0x38]
        stp     x27, x28, [x0, #0x48]
        stp     x29, x30, [x0, #0x58]
        stp     d8, d9, [x0, #0x68]
        stp     d10, d11, [x0, #0x78]
        stp     d12, d13, [x0, #0x88]
        stp     d14, d15, [x0, #0x98]
        mrs     x10, fpcr
        str     x10, [x0, #0xa8]

        ldr     x9, [x1, #0xa8]         // load: the control word, if other,
        cmp     x9, x10
        b.eq    1f
        msr     fpcr, x9
1:
        ldr     x9, [x1, #0x00]
        mov     sp, x9                  // ... and from here on, the other
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        saved_at 19 + \n, 0x08 + 8 * \n         // x19 to x30
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        saved_at 64 + 8 + \n, 0x68 + 8 * \n     // d8 to d15
        .endr
        ldp     x19, x20, [x1, #0x08]
        ldp     x21, x22, [x1, #0x18]
        ldp     x23, x24, [x1, #0x28]
        ldp     x25, x26, [x1, #0x38]
        ldp     x27, x28, [x1, #0x48]
        ldp     x29, x30, [x1, #0x58]
        ldp     d8, d9, [x1, #0x68]
        ldp     d10, d11, [x1, #0x78]
        ldp     d12, d13, [x1, #0x88]
        ldp     d14, d15, [x1, #0x98]

        ret                             // leave: to where the other called,
        .cfi_endproc                    //        or enter, when it is new
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
        .cfi_undefined x30
        nop
        .globl  enter_entry
enter_entry:
        mov     x0, x20
        blr     x19                     // f(arg), which does not return
        brk     #0
        .cfi_endproc
        .size   enter, . - enter

#endif
        .section .note.GNU-stack, "", %progbits
