/* scale: what to compare a switch with: a call, a system call */
#define _GNU_SOURCE /* syscall */
#include <sys/syscall.h>
#include <unistd.h>

#include "measure.h"

static void do_nothing(void)
{
}

static void call(long count)
{
    void (*volatile f)(void) = do_nothing; /* the compiler does not know it */

    for (long i = 0; i < count; i++)
        f();
}

static void call_kernel(long count)
{
    for (long i = 0; i < count; i++)
        if (syscall(SYS_getppid) < 0)
            fail("getppid");
}

static void measure_call(long count)
{
    print("switch", fastest_ns(call, count), "ns");
}

static void measure_syscall(long count)
{
    print("switch", fastest_ns(call_kernel, count), "ns");
}

static const struct measure measures[] = {
    {"call", measure_call},
    {"syscall", measure_syscall},
    {0},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
