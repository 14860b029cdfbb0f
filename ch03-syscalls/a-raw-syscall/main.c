/* a-raw-syscall: ask the kernel to write, with nothing in between */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error.h"

/*
 * System call number, with three arguments.  Each file below defines it for
 * one CPU and is empty for all others.
 *
 * The number and the arguments go into the registers in which this CPU's
 * kernel looks for them, one instruction enters the kernel, and the result
 * comes back in a register.  The compiler sees none of this, so it must be
 * told: which registers go in and come out; which ones have lost what was in
 * them; and, by "memory", that the kernel may read and write whatever the
 * arguments point to.  volatile: the call is made for what it does, so it may
 * not be left out when nobody uses its result.
 */
static inline long syscall3(long number, long a, long b, long c);

#include "syscall_aarch64.h"
#include "syscall_riscv64.h"
#include "syscall_x86_64.h"

/* The kernel returns an error as its number, negative; there are 4095. */
static bool is_error(long result)
{
    return result >= -4095 && result <= -1;
}

/* Writes all of data, however many calls that takes.  0, or -errno. */
static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        long n = syscall3(SYS_write, fd, (long)data, (long)len);

        if (n == -EINTR)
            continue;
        if (is_error(n))
            return (int)n;
        if (n == 0)
            return -EIO; /* no progress and no error: do not ask for ever */
        data += n;       /* a pipe or a full disk may have taken only a part */
        len -= (size_t)n;
    }
    return 0;
}

int main(void)
{
    static const char message[] = "Hello world from raw syscall!\n";
    int err = write_all(STDOUT_FILENO, message, strlen(message));

    if (err < 0)
        die(err, "write");
    return 0;
}
