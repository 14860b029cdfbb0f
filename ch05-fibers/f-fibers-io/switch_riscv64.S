/*
 * void switch_context(struct context *from, const struct context *to)
 *                     a0                    a1
 *
 * To the compiler an ordinary call, so it already takes every register but
 * these for lost.  Offsets: struct context in context_riscv64.h.
 *
 * When the stack pointer is the other fiber's, its registers still lie in to.
 * saved_at says so to a debugger, until the end: a DW_CFA_expression with the
 * value of a1 plus an offset, which takes two octets (SLEB128).
 */
#if defined(__riscv) && __riscv_xlen == 64

        .macro  saved_at reg, offset
        .cfi_escape 0x10, \reg, 3, 0x7b, (\offset) & 0x7f | 0x80, (\offset) >> 7
        .endm

        .text
        .globl  switch_context
        .type   switch_context, %function
switch_context:
        .cfi_startproc
        sd      sp, 0x00(a0)            // save: the stack we stand on ...
        sd      s0, 0x08(a0)
        sd      s1, 0x10(a0)
        sd      s2, 0x18(a0)
        sd      s3, 0x20(a0)
        sd      s4, 0x28(a0)
        sd      s5, 0x30(a0)
        sd      s6, 0x38(a0)
        sd      s7, 0x40(a0)
        sd      s8, 0x48(a0)
        sd      s9, 0x50(a0)
        sd      s10, 0x58(a0)
        sd      s11, 0x60(a0)
        sd      ra, 0x68(a0)
        fsd     fs0, 0x70(a0)
        fsd     fs1, 0x78(a0)
        fsd     fs2, 0x80(a0)
        fsd     fs3, 0x88(a0)
        fsd     fs4, 0x90(a0)
        fsd     fs5, 0x98(a0)
        fsd     fs6, 0xa0(a0)
        fsd     fs7, 0xa8(a0)
        fsd     fs8, 0xb0(a0)
        fsd     fs9, 0xb8(a0)
        fsd     fs10, 0xc0(a0)
        fsd     fs11, 0xc8(a0)
        frrm    t0
        sd      t0, 0xd0(a0)

        ld      t1, 0xd0(a1)            // load: the control word, if other,
        beq     t0, t1, 1f
        fsrm    t1
1:
        ld      sp, 0x00(a1)            // ... and from here on, the other
        saved_at 8, 0x08                        // s0
        saved_at 9, 0x10                        // s1
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
        saved_at 18 + \n, 0x18 + 8 * \n         // s2 to s11
        .endr
        saved_at 1, 0x68                        // ra
        saved_at 32 + 8, 0x70                   // fs0
        saved_at 32 + 9, 0x78                   // fs1
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
        saved_at 32 + 18 + \n, 0x80 + 8 * \n    // fs2 to fs11
        .endr
        ld      s0, 0x08(a1)
        ld      s1, 0x10(a1)
        ld      s2, 0x18(a1)
        ld      s3, 0x20(a1)
        ld      s4, 0x28(a1)
        ld      s5, 0x30(a1)
        ld      s6, 0x38(a1)
        ld      s7, 0x40(a1)
        ld      s8, 0x48(a1)
        ld      s9, 0x50(a1)
        ld      s10, 0x58(a1)
        ld      s11, 0x60(a1)
        ld      ra, 0x68(a1)
        fld     fs0, 0x70(a1)
        fld     fs1, 0x78(a1)
        fld     fs2, 0x80(a1)
        fld     fs3, 0x88(a1)
        fld     fs4, 0x90(a1)
        fld     fs5, 0x98(a1)
        fld     fs6, 0xa0(a1)
        fld     fs7, 0xa8(a1)
        fld     fs8, 0xb0(a1)
        fld     fs9, 0xb8(a1)
        fld     fs10, 0xc0(a1)
        fld     fs11, 0xc8(a1)

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
        .cfi_undefined ra
        nop
        .globl  enter_entry
enter_entry:
        mv      a0, s1
        jalr    s0                      // f(arg), which does not return
        ebreak
        .cfi_endproc
        .size   enter, . - enter

#endif
        .section .note.GNU-stack, "", %progbits
