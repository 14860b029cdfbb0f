/*
 * noiouring setup|enter ERRNO COMMAND...: runs the command where
 * io_uring_setup(2) or io_uring_enter(2) fails with that errno number, as it
 * does in a container or under an old kernel.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The number alone decides, without a look at seccomp_data.arch: this is to
 * simulate a refusal, not to enforce one.
 */
static void refuse(unsigned call, unsigned error)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K,
                 SECCOMP_RET_ERRNO | (error & SECCOMP_RET_DATA)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {
        .len = sizeof(code) / sizeof(code[0]),
        .filter = code,
    };

    /* without it only root may install a filter: seccomp(2) */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("noiouring: seccomp");
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: noiouring setup|enter ERRNO COMMAND...\n", stderr);
        return 2;
    }
    refuse(strcmp(argv[1], "enter") == 0 ? SYS_io_uring_enter
                                         : SYS_io_uring_setup,
           (unsigned)atoi(argv[2]));
    execvp(argv[3], argv + 3);
    fprintf(stderr, "noiouring: %s: %s\n", argv[3], strerror(errno));
    return 127;
}
