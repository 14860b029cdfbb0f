/* rawhttp: sends octets to a server as they are, and prints what comes back */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "Usage: rawhttp [OPTION]... IPV4:PORT < OCTETS\n"
    "--pieces N   sends N octets at a time\n"
    "--shutdown   half-closes the connection when all is sent\n"
    "--reset      resets it at its own end, also when it is killed\n"
    "--stamps     prints @MS: before what arrived together, MS after sending\n"
    "--times N    N connections, one after another; prints how each one ended:\n"
    "             a line @closed or @reset\n"
    "Ends when the server closes the connection; fails when it is reset, but\n"
    "for --times, and after 60 silent s.\n";

enum {
    INPUT_MAX = 1 << 26,
    STALL_MS = 300, /* of a server that does not read */
    PATIENCE_MS = 60000,
};

struct settings {
    const char *where;
    size_t piece;
    bool half_close;
    bool reset;
    bool stamps;
    unsigned times; /* 0: once, and no word about its end */
};

enum reading {
    READ_SOME,
    READ_END,
    READ_RESET,
};

static struct settings settings = {.piece = INPUT_MAX};
static uint64_t sent_ns; /* when the last octets were about to be sent */

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

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static enum reading print_some(int fd)
{
    char data[65536];
    ssize_t size = recv(fd, data, sizeof(data), MSG_DONTWAIT);

    if (size < 0 && errno == EAGAIN)
        return READ_SOME;
    if (size < 0 && errno == ECONNRESET && settings.times > 0)
        return READ_RESET;
    if (size < 0)
        fail("read");
    if (settings.stamps && size > 0)
        printf("@%u:", (unsigned)((now_ns() - sent_ns) / 1000000));
    fwrite(data, 1, (size_t)size, stdout);
    return size > 0 ? READ_SOME : READ_END;
}

/*
 * Sends as long as the server takes it, and only then reads: so a server that
 * keeps every answer until it is read will be seen to.  Ends early when the
 * server does not want to read on.
 */
static void send_all(int fd, const char *data, size_t size)
{
    size_t piece = settings.piece;
    struct pollfd both = {.fd = fd, .events = POLLOUT};
    size_t done = 0;

    while (done < size) {
        size_t next = size - done < piece ? size - done : piece;
        ssize_t n;

        sent_ns = now_ns();
        n = send(fd, data + done, next, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN)
            return;
        if (n > 0)
            done += (size_t)n;
        /* Lets the server run, so that it mostly sees each piece alone */
        if (n > 0 && piece < size)
            usleep(100);
        if (poll(&both, 1, n < 0 ? STALL_MS : 0) == 0 && n < 0)
            both.events |= POLLIN;
        if ((both.revents & POLLIN) && print_some(fd) != READ_SOME)
            return;
    }
}

static enum reading print_the_rest(int fd)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    enum reading reading;

    do {
        if (poll(&input, 1, PATIENCE_MS) == 0) {
            errno = ETIMEDOUT;
            fail("nothing comes any more");
        }
        reading = print_some(fd);
    } while (reading == READ_SOME);
    return reading;
}

/* All of standard input; its size goes to *size */
static char *read_input(size_t *size)
{
    char *data = malloc(INPUT_MAX);

    if (data == NULL)
        fail("malloc");
    *size = fread(data, 1, INPUT_MAX, stdin);
    return data;
}

static void talk(const char *input, size_t size)
{
    struct linger at_once = {.l_onoff = 1};
    int fd = open_connection(settings.where);
    enum reading end;

    if (settings.reset &&
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) < 0)
        fail("setsockopt");
    send_all(fd, input, size);
    /* Of a server that is gone already, the end shows in what comes */
    if (settings.half_close && shutdown(fd, SHUT_WR) < 0 && errno != ENOTCONN)
        fail("shutdown");
    end = print_the_rest(fd);
    if (settings.times > 0)
        printf("\n@%s\n", end == READ_RESET ? "reset" : "closed");
    close(fd);
}

static bool parse_options(int argc, char **argv)
{
    static const struct option options[] = {
        {"pieces", required_argument, NULL, 'p'},
        {"shutdown", no_argument, NULL, 's'},
        {"reset", no_argument, NULL, 'r'},
        {"stamps", no_argument, NULL, 't'},
        {"times", required_argument, NULL, 'n'},
        {0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'p')
            settings.piece = strtoul(optarg, NULL, 10);
        if (option == 'n')
            settings.times = (unsigned)atoi(optarg);
        settings.half_close |= option == 's';
        settings.reset |= option == 'r';
        settings.stamps |= option == 't';
        if (option == '?')
            return false;
    }
    settings.where = argv[optind];
    return optind + 1 == argc && settings.piece > 0;
}

int main(int argc, char **argv)
{
    char *input;
    size_t size;

    if (!parse_options(argc, argv))
        return fputs(usage, stderr), 2;
    input = read_input(&size);
    for (unsigned i = 0; i == 0 || i < settings.times; i++)
        talk(input, size);
    free(input);
    return 0;
}
