#ifndef DEREFERENCE_AARCH64_H
#define DEREFERENCE_AARCH64_H

#include <stdint.h>

#if defined(__aarch64__)

static inline uint64_t dereference(const uint64_t *address)
{
    uint64_t value;

    asm("ldr %0, [%1]" : "=r"(value) : "r"(address), "m"(*address));
    return value;
}

#endif
#endif
