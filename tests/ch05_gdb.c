/*
 * Fibers that each hold other words in all registers that a call preserves, and
 * switch.  HEADER is the header that says what a step's fibers are.
 */
#define _GNU_SOURCE
#include <stdint.h>

#include HEADER
#include "tests/unit/registers.h"

static int fibers_so_far;

static void hold_registers(void)
{
    uint64_t words[REGISTERS];
    uint64_t self = (uint64_t)++fibers_so_far;

    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < REGISTERS; i++)
            words[i] = self * 0x0101010101010101 + (uint64_t)(turn * 64 + i);
        registers_around(words, yield);
    }
}

int main(void)
{
    if (set_up() < 0)
        return 1;
    for (int i = 0; i < 3; i++)
        if (spawn(hold_registers) < 0)
            return 1;
    run();
    tear_down();
    return 0;
}
