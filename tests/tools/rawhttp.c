/* rawhttp: sends bytes to a server as they are, and prints what comes back */
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
    "Usage: rawhttp [OPTION]... IPV4:PORT < BYTES\n"
    "--say TEXT   sends that, and reads no standard input\n"
    "--readable   prints no carriage returns, and each date as D\n"
    "--pieces N   sends N octets at a time\n"
    "--shutdown   half-closes the connection when all is sent\n"
    "--reset      resets it at its own end, also when it is killed\n"
    "--stamps     prints @MS: before what arrived together, MS after sending\n"
    "--times N    N connections, one after another; prints how each one ended:\n"
    "             a line @closed or @reset\n"
    "--each       a connection for each part of BYTES, which end with a zero; prints\n"
    "             how each one ended\n"
    "--count      prints only how many bytes came\n"
    "Ends when the server closes the connection; fails when it is reset, but\n"
    "for --times and --each, and after 60 silent s.\n";

enum {
    INPUT_MAX = 1 << 26,
    COUNT_MAX = 1 << 30,
    STALL_MS = 300, /* of a server that does not read */
    PATIENCE_MS = 60000,
};

struct settings {
    const char *where;
    char *say;
    bool readable;
    size_t piece;
    bool half_close;
    bool reset;
    bool stamps;
    bool each;
    bool count;
    unsigned times; /* 0: once, and no word about its end */
};

enum reading {
    READ_SOME,
    READ_END,
    READ_RESET,
};

static struct settings settings = {.piece = INPUT_MAX};
static long long counted;
static uint64_t sent_ns; /* when the last octets were about to be sent */

static FILE *output; /* what is printed in the end, or standard output */
static char *text;
static size_t text_size;

static void print_line(const char *line, const char *end)
{
    if (strncmp(line, "date: ", 6) == 0) {
        fputs("date: D", stdout);
        line = end[-1] == '\n' ? end - 1 : end;
    }
    for (; line < end; line++)
        if (*line != '\r')
            putchar(*line);
}

/* Prints what was collected, if it was */
static void finish(void)
{
    const char *end, *next;

    if (!settings.readable || output == NULL)
        return;
    fclose(output);
    end = text + text_size;
    for (const char *line = text; line < end; line = next) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next == NULL ? end : next + 1;
        print_line(line, next);
    }
    free(text);
}

static int fail(const char *what)
{
    fprintf(stderr, "rawhttp: %s: %s\n", what, strerror(errno));
    finish();
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

static bool says_how_it_ended(void)
{
    return settings.times > 0 || settings.each;
}

/* With --count, the kernel throws away what it has counted */
static enum reading print_some(int fd)
{
    char data[65536];
    ssize_t size = settings.count
                       ? recv(fd, NULL, COUNT_MAX, MSG_DONTWAIT | MSG_TRUNC)
                       : recv(fd, data, sizeof(data), MSG_DONTWAIT);

    if (size < 0 && errno == EAGAIN)
        return READ_SOME;
    if (size < 0 && errno == ECONNRESET && says_how_it_ended())
        return READ_RESET;
    if (size < 0)
        fail("read");
    if (settings.stamps && size > 0)
        fprintf(output, "@%u:", (unsigned)((now_ns() - sent_ns) / 1000000));
    counted += size;
    if (!settings.count)
        fwrite(data, 1, (size_t)size, output);
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
    if (says_how_it_ended())
        fprintf(output, "\n@%s\n", end == READ_RESET ? "reset" : "closed");
    close(fd);
}

static void talk_to_all(const char *input, size_t size)
{
    size_t part;

    if (!settings.each)
        talk(input, size);
    for (size_t i = 0; settings.each && i < size; i += part + 1) {
        part = strnlen(input + i, size - i);
        talk(input + i, part);
    }
}

static bool parse_options(int argc, char **argv)
{
    static const struct option options[] = {
        {"pieces", required_argument, NULL, 'p'},
        {"shutdown", no_argument, NULL, 's'},
        {"reset", no_argument, NULL, 'r'},
        {"stamps", no_argument, NULL, 't'},
        {"times", required_argument, NULL, 'n'},
        {"say", required_argument, NULL, 'y'},
        {"readable", no_argument, NULL, 'd'},
        {"each", no_argument, NULL, 'e'},
        {"count", no_argument, NULL, 'c'},
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
        if (option == 'y')
            settings.say = optarg;
        settings.stamps |= option == 't';
        settings.readable |= option == 'd';
        settings.each |= option == 'e';
        settings.count |= option == 'c';
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
    output = settings.readable ? open_memstream(&text, &text_size) : stdout;
    if (output == NULL)
        fail("open_memstream");
    input = settings.say != NULL ? settings.say : read_input(&size);
    if (settings.say != NULL)
        size = strlen(input);
    for (unsigned i = 0; i == 0 || i < settings.times; i++)
        talk_to_all(input, size);
    if (settings.count)
        printf("%lld\n", counted);
    if (settings.say == NULL)
        free(input);
    finish();
    return 0;
}
