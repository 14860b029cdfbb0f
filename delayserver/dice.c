#include "dice.h"
#include "faults.h"

/* No answer has a shorter head, so what is cut before it has lost something */
enum {
    HEAD_MIN = 116,
};

/*
 * The n-th random number of request number r: a counter through the mixer of
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014), twice, so that seeds and numbers that lie
 * together have nothing in common.
 */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t draw(const struct dice *dice, uint64_t r, unsigned n)
{
    const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);

    return mix(mix(dice->seed + r * step) + n * step);
}

bool dice_fail(const struct dice *dice, uint64_t number, size_t message_size,
               struct faults *faults)
{
    const double one = 0x1p64; /* all that is drawn is below it */

    if ((double)draw(dice, number, 1) >= dice->fail_rate * one)
        return false;
    *faults = no_faults;
    switch (draw(dice, number, 2) % 7) {
    case 0:
        faults->status = 503;
        break;
    case 1:
        faults->truncate =
            (uint32_t)(draw(dice, number, 3) % (HEAD_MIN + message_size));
        break;
    case 2:
        faults->hang = true;
        break;
    case 3:
        faults->ignore_keepalive = true;
        break;
    default:
        faults->reset =
            (uint8_t)(RESET_BEFORE + draw(dice, number, 3) % RESET_BODY);
        break;
    }
    return true;
}

uint32_t dice_jitter(const struct dice *dice, uint64_t number, uint32_t most)
{
    return (uint32_t)(draw(dice, number, 4) % (UINT64_C(1) + most));
}
