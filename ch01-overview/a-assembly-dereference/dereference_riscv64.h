#ifndef DEREFERENCE_RISCV64_H
#define DEREFERENCE_RISCV64_H

#include <stdint.h>

#if defined(__riscv) && __riscv_xlen == 64

static inline uint64_t dereference(const uint64_t *address)
{
    uint64_t value;

    asm("ld %0, (%1)" : "=r"(value) : "r"(address), "m"(*address));
    return value;
}

#endif
#endif
