/*
 * void registers_around(uint64_t words[REGISTERS], void (*f)(void), ...)
 *                       a0                         a1               a2, a3
 */
#if defined(__riscv) && __riscv_xlen == 64

        .macro  all_s op, base
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        \op     s\n, 8 * \n(\base)
        .endr
        .endm

        .macro  all_fs op, base
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        \op     fs\n, 96 + 8 * \n(\base)
        .endr
        .endm

        .text
        .globl  registers_around
        .type   registers_around, %function
registers_around:
        .cfi_startproc
        addi    sp, sp, -208
        .cfi_adjust_cfa_offset 208
        all_s   sd, sp
        all_fs  fsd, sp
        sd      ra, 192(sp)
        sd      a0, 200(sp)
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        .cfi_rel_offset s\n, 8 * \n
        .cfi_rel_offset fs\n, 96 + 8 * \n
        .endr
        .cfi_rel_offset ra, 192

        all_s   ld, a0
        all_fs  fld, a0
        mv      t1, a1
        mv      a0, a2
        mv      a1, a3
        jalr    t1                      // f
        ld      a0, 200(sp)
        all_s   sd, a0
        all_fs  fsd, a0

        ld      ra, 192(sp)
        all_s   ld, sp
        all_fs  fld, sp
        addi    sp, sp, 208
        .cfi_adjust_cfa_offset -208
        ret
        .cfi_endproc
        .size   registers_around, . - registers_around

#endif
        .section .note.GNU-stack, "", %progbits
