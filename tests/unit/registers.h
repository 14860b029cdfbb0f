#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

/* How many registers of 64 bits a function must preserve, sp not counted */
#if defined(__x86_64__)
enum {
    REGISTERS = 6
}; /* rbx, rbp, r12 to r15 */
#elif defined(__aarch64__)
enum {
    REGISTERS = 11 + 8
}; /* x19 to x29, d8 to d15 */
#else
enum {
    REGISTERS = 12 + 12
}; /* s0 to s11, fs0 to fs11 */
#endif

/*
 * registers_<cpu>.S: loads all of these from words, calls f, and stores into
 * words what they hold when it has returned.  Its own caller's it preserves.
 * Two pointers that follow are f's arguments, if it wants any.
 */
void registers_around(uint64_t words[REGISTERS], void (*f)(void), ...);

#endif
