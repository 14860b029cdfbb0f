/* For the check: does the compiler know what the instruction changes? */
#define main main_of_the_answer
#include "main.c"
#undef main

#include <stdbool.h>
#include <stdio.h>

static volatile unsigned long seed[12] = {1, 2, 3, 4,  5,  6,
                                          7, 8, 9, 10, 11, 12};

/* The kernel writes into memory of which the compiler knows what it held. */
static bool is_read(int file)
{
    char text[4] = "old";
    long n = syscall4(SYS_pread64, file, (long)text, 3, 0);

    return n == 3 && text[0] == 'n' && text[1] == 'e' && text[2] == 'w';
}

/* It reads what nobody else does. */
static bool is_written(int file)
{
    char text[3] = {'n', 'e', 'w'};

    return syscall4(SYS_pwrite64, file, (long)text, 3, 0) == 3;
}

/* More values are alive than there are registers. */
static bool is_kept(int file)
{
    unsigned long a = seed[0], b = seed[1], c = seed[2], d = seed[3];
    unsigned long e = seed[4], f = seed[5], g = seed[6], h = seed[7];
    unsigned long i = seed[8], j = seed[9], k = seed[10], l = seed[11];
    char byte;
    long n = syscall4(SYS_pread64, file, (long)&byte, 1, 0);

    return n == 1 && a == seed[0] && b == seed[1] && c == seed[2] &&
           d == seed[3] && e == seed[4] && f == seed[5] && g == seed[6] &&
           h == seed[7] && i == seed[8] && j == seed[9] && k == seed[10] &&
           l == seed[11];
}

int main(void)
{
    FILE *file = tmpfile();
    int fd;

    if (file == NULL) {
        perror("tmpfile");
        return 77;
    }
    fd = fileno(file);
    if (!is_written(fd) || !is_read(fd))
        return 2;
    return is_kept(fd) ? 0 : 3;
}
