#ifndef SYSCALL_AARCH64_H
#define SYSCALL_AARCH64_H

#if defined(__aarch64__)

static inline long syscall3(long number, long a, long b, long c)
{
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = a;
    register long x1 asm("x1") = b;
    register long x2 asm("x2") = c;

    /*
     * Destroyed: none of the registers that compilers use by default.  With
     * SVE (-march=...+sve) what its registers hold beyond the 128 bits of
     * v0 to v31 would be lost, too.
     */
    asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}

#endif
#endif
