/* b-normal-syscall: the same, and libc does what the CPU at hand needs */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* Writes all of data, however many calls that takes.  0, or -errno. */
static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            return -EIO; /* no progress and no error: do not ask for ever */
        data += n;       /* a pipe or a full disk may have taken only a part */
        len -= (size_t)n;
    }
    return 0;
}

int main(void)
{
    static const char message[] = "Hello world from syscall!\n";
    int err = write_all(STDOUT_FILENO, message, strlen(message));

    if (err < 0)
        die(err, "write");
    return 0;
}
