#ifndef SYSCALL_RISCV64_H
#define SYSCALL_RISCV64_H

#if defined(__riscv) && __riscv_xlen == 64

static inline long syscall3(long number, long a, long b, long c)
{
    register long a7 asm("a7") = number;
    register long a0 asm("a0") = a;
    register long a1 asm("a1") = b;
    register long a2 asm("a2") = c;

    /*
     * Destroyed: none of the registers that compilers use by default.  With
     * vectors (-march=rv64gcv) v0 to v31 and the vector length would be lost,
     * too.
     */
    asm volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
    return a0;
}

#endif
#endif
