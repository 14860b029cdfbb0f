/*
 * void registers_around(uint64_t words[REGISTERS], void (*f)(void), ...)
 *                       x0                         x1               x2, x3
 */
#if defined(__aarch64__)

        .macro  all_x op, base
        .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
        \op     x\n, [\base, #8 * (\n - 19)]
        .endr
        .endm

        .macro  all_d op, base
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        \op     d\n, [\base, #88 + 8 * (\n - 8)]
        .endr
        .endm

        .text
        .globl  registers_around
        .type   registers_around, %function
registers_around:
        .cfi_startproc
        sub     sp, sp, #176
        .cfi_adjust_cfa_offset 176
        all_x   str, sp
        all_d   str, sp
        stp     x30, x0, [sp, #152]
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        .cfi_rel_offset 19 + \n, 8 * \n
        .endr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .cfi_rel_offset 64 + 8 + \n, 88 + 8 * \n
        .endr
        .cfi_rel_offset x30, 152

        all_x   ldr, x0
        all_d   ldr, x0
        mov     x9, x1
        mov     x0, x2
        mov     x1, x3
        blr     x9                      // f
        ldr     x0, [sp, #160]
        all_x   str, x0
        all_d   str, x0

        ldr     x30, [sp, #152]
        all_x   ldr, sp
        all_d   ldr, sp
        add     sp, sp, #176
        .cfi_adjust_cfa_offset -176
        ret
        .cfi_endproc
        .size   registers_around, . - registers_around

#endif
        .section .note.GNU-stack, "", %progbits
