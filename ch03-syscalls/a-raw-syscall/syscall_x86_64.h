#ifndef SYSCALL_X86_64_H
#define SYSCALL_X86_64_H

#if defined(__x86_64__)

static inline long syscall3(long number, long a, long b, long c)
{
    register long rax asm("rax") = number;
    register long rdi asm("rdi") = a;
    register long rsi asm("rsi") = b;
    register long rdx asm("rdx") = c;

    /*
     * Destroyed: rcx and r11.  The instruction itself keeps the address to
     * return to in the one and the flags in the other.
     */
    asm volatile("syscall"
                 : "+r"(rax)
                 : "r"(rdi), "r"(rsi), "r"(rdx)
                 : "rcx", "r11", "memory");
    return rax;
}

#endif
#endif
