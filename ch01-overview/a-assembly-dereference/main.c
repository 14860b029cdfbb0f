/* a-assembly-dereference: one load instruction, and who checks the address */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * Reads the number at address with one instruction, which differs from CPU to
 * CPU: each file below defines it for one and is empty for all others.
 *
 * In asm("instruction" : outputs : inputs) the %0 and %1 stand for registers
 * that the compiler picks: "=r" one for what comes out, "r" one for what goes
 * in.  That the instruction reads memory the compiler cannot see; it does not
 * look into the text.  "m"(*address) says so, and without it an optimiser may
 * leave out or delay the store that puts the number there.  The instruction
 * does nothing but yield the value, so it need not be volatile.
 */
static inline uint64_t dereference(const uint64_t *address);

#include "dereference_aarch64.h"
#include "dereference_riscv64.h"
#include "dereference_x86_64.h"

int main(int argc, char **argv)
{
    uint64_t number = 100;
    const uint64_t *address = &number;

    if (argc == 2 && strcmp(argv[1], "--bad-address") == 0) {
        /*
         * The instruction is the same and nothing in the program checks the
         * address.  The CPU does: it finds no page there, asks the kernel
         * what to do, and the kernel ends the program by SIGSEGV.
         */
        address = (const uint64_t *)99999999999999;
    } else if (argc > 1) {
        fprintf(stderr, "%s: the only argument there is is --bad-address\n",
                program_invocation_short_name);
        return 2;
    }
    printf("%" PRIu64 "\n", dereference(address));
    return 0;
}
