#ifndef DEREFERENCE_X86_64_H
#define DEREFERENCE_X86_64_H

#include <stdint.h>

#if defined(__x86_64__)

static inline uint64_t dereference(const uint64_t *address)
{
    uint64_t value;

    asm("movq (%1), %0" : "=r"(value) : "r"(address), "m"(*address));
    return value;
}

#endif
#endif
