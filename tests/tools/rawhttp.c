/* rawhttp: sends octets to a server as they are, and prints what comes back */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char usage[] =
    "Usage: rawhttp [--pieces N] [--shutdown | --reset] IPV4:PORT < OCTETS\n"
    "--pieces N   sends N octets at a time\n"
    "--shutdown   half-closes the connection when all is sent\n"
    "--reset      resets it then, and reads no answer\n"
    "Ends when the server closes the connection; fails after 60 silent s.\n";

enum {
    INPUT_MAX = 1 << 20,
    PATIENCE_MS = 60000,
};

static int fail(const char *what)
{
    fprintf(stderr, "rawhttp: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_connection(const char *where)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *colon = strrchr(where, ':');
    char host[64];
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (colon == NULL)
        colon = where + strlen(where);
    snprintf(host, sizeof(host), "%.*s", (int)(colon - where), where);
    address.sin_port = htons((uint16_t)atoi(*colon ? colon + 1 : "0"));
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        errno = EINVAL;
        fail(where);
    }
    if (fd < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0 ||
        connect(fd, (void *)&address, sizeof(address)) < 0)
        fail(where);
    return fd;
}

static void print_what_comes(int fd)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    char data[65536];
    ssize_t size;

    for (;;) {
        if (poll(&input, 1, PATIENCE_MS) == 0) {
            errno = ETIMEDOUT;
            fail("nothing comes any more");
        }
        size = read(fd, data, sizeof(data));
        if (size < 0)
            fail("read");
        if (size == 0)
            return;
        fwrite(data, 1, (size_t)size, stdout);
    }
}

/* An error answer may come, and the connection end, before all is sent */
static void send_all(int fd, const char *data, size_t size, size_t piece)
{
    for (size_t done = 0, n; done < size; done += n) {
        n = size - done < piece ? size - done : piece;
        if (send(fd, data + done, n, MSG_NOSIGNAL) < 0)
            return;
        /* Lets the server run, so that it mostly sees each piece alone */
        if (piece < size)
            usleep(100);
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"pieces", required_argument, NULL, 'p'},
        {"shutdown", no_argument, NULL, 's'},
        {"reset", no_argument, NULL, 'r'},
        {0},
    };
    static char input[INPUT_MAX];
    struct linger at_once = {.l_onoff = 1};
    size_t piece = INPUT_MAX;
    int end = 0;
    int option, fd;
    size_t size;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == '?')
            return fputs(usage, stderr), 2;
        if (option == 'p')
            piece = strtoul(optarg, NULL, 10);
        else
            end = option;
    }
    if (optind + 1 != argc || piece == 0)
        return fputs(usage, stderr), 2;
    size = fread(input, 1, sizeof(input), stdin);
    fd = open_connection(argv[optind]);
    send_all(fd, input, size, piece);
    if (end == 'r') {
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
        return close(fd);
    }
    if (end == 's' && shutdown(fd, SHUT_WR) < 0)
        fail("shutdown");
    print_what_comes(fd);
    return 0;
}
