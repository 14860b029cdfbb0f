/*
 * For the check of a port: two fibers that keep more numbers than a CPU has
 * registers, of both kinds, while they yield to each other.  Prints what went
 * wrong in a sentence.
 */
#include <stdint.h>
#include <stdio.h>

#include "runtime.h"

enum {
    ROUNDS = 20,
};

#define EACH(DO) \
    DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define DECLARE(n)         \
    long i##n = first + n; \
    double d##n = (double)first + n;
/* What the compiler cannot foresee, it must keep. */
#define HIDE(n) __asm__ volatile("" : "+r"(i##n));
#define COUNT(n) \
    i##n++;      \
    d##n += 1;
#define COMPARE(n)                       \
    whole &= i##n == first + n + ROUNDS; \
    fraction &= d##n == (double)(first + n + ROUNDS);

static int whole = 1, fraction = 1, aligned = 1;

static void look_at_alignment(void)
{
    _Alignas(16) char block[16];
    volatile uintptr_t address = (uintptr_t)block;

    aligned &= address % 16 == 0;
}

static void keep(long first)
{
    EACH(DECLARE)

    look_at_alignment();
    for (int round = 0; round < ROUNDS; round++) {
        EACH(HIDE)
        yield_thread();
        EACH(COUNT)
    }
    EACH(COMPARE)
}

static void keep_small(void)
{
    keep(1);
}

static void keep_large(void)
{
    keep(1000000);
}

int main(void)
{
    struct runtime runtime;

    if (runtime_init(&runtime) < 0 || runtime_spawn(&runtime, keep_small) < 0 ||
        runtime_spawn(&runtime, keep_large) < 0)
        return 2;
    runtime_run(&runtime);
    runtime_fini(&runtime);
    if (!whole)
        puts("A register with a whole number is lost in a switch.");
    else if (!fraction)
        puts("A register with a double is lost in a switch.");
    else if (!aligned)
        puts("The stack of a fiber is not at a multiple of 16.");
    return whole && fraction && aligned ? 0 : 1;
}
