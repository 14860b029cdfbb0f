/*
 * isolated COMMAND...: runs it in a network of its own, in which every port of
 * 127.0.0.1 is free and nothing else is to be reached.  Anybody may, where the
 * kernel allows user namespaces; "isolated true" says whether it does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "isolated: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void write_file(const char *path, const char *format, unsigned id)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0 || dprintf(fd, format, id) < 0)
        fail(path);
    close(fd);
}

/* Inside, whoever we are is root, who may set up a network. */
static void become_root(uid_t user, gid_t group)
{
    write_file("/proc/self/setgroups", "deny", 0);
    write_file("/proc/self/uid_map", "0 %u 1", user);
    write_file("/proc/self/gid_map", "0 %u 1", group);
}

static void set_up_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        fail("set up the network");
    close(fd);
}

int main(int argc, char **argv)
{
    uid_t user = geteuid();
    gid_t group = getegid();

    if (argc < 2) {
        fputs("usage: isolated COMMAND...\n", stderr);
        return 2;
    }
    if (unshare(CLONE_NEWNET | (user != 0 ? CLONE_NEWUSER : 0)) < 0)
        fail("a network of its own");
    if (user != 0)
        become_root(user, group);
    set_up_loopback();
    execvp(argv[1], argv + 1);
    fail(argv[1]);
}
