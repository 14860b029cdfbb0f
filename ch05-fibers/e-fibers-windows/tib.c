#define _GNU_SOURCE /* syscall */
#include "tib.h"

#if defined(_WIN32)

int tib_lend(void)
{
    return 0;
}

void tib_take_back(void)
{
}

#elif defined(__x86_64__)

#include <asm/prctl.h>
#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error.h"

enum {
    TIB_BYTES = 0x1480, /* to the end of the last word that a switch uses */
};

static _Thread_local uint64_t tib[TIB_BYTES / sizeof(uint64_t)];
static _Thread_local unsigned long gs_before;

static int set_gs(unsigned long address)
{
    return syscall(SYS_arch_prctl, ARCH_SET_GS, address) < 0 ? -errno : 0;
}

int tib_lend(void)
{
    if (syscall(SYS_arch_prctl, ARCH_GET_GS, &gs_before) < 0)
        return -errno;
    return set_gs((unsigned long)tib);
}

void tib_take_back(void)
{
    if (set_gs(gs_before) < 0)
        panic("tib_take_back: gs cannot be set back");
}

#endif
