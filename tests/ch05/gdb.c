/*
 * Fibers that each hold other words in all registers that a call preserves, and
 * switch.  One rounds as the others do not: where control words are kept, some
 * switches have to load them.  HEADER says what a step's fibers are.
 */
#define _GNU_SOURCE
#include <stdint.h>

#include HEADER
#include "tests/unit/control.h"
#include "tests/unit/registers.h"

static int fibers_so_far;

static void hold_registers(void)
{
    uint64_t words[REGISTERS];
    uint64_t self = (uint64_t)++fibers_so_far;
    struct control control = get_control();

    if (self == 2) {
        control.word[0] ^= control_changes[ROUND_UP].word[0];
        set_control(control);
    }
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
