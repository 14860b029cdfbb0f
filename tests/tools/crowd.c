/* crowd: many clients of a delayserver that all wait at the same time */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "Usage: crowd [OPTION]... IPV4:PORT CLIENTS DELAY_MS\n"
    "Connects all of them, then asks with each for its own number after the\n"
    "delay.  Prints\n"
    "    CLIENTS clients: N answered, N early, N wrong, N waited together\n"
    "and fails unless all were answered, rightly and not early.\n"
    "--again       each asks again when it is answered, with 0 to DELAY_MS, and\n"
    "              prints its message, until the server closes the connection\n"
    "--say OCTETS  all say that in place of asking, and stay until the end of\n"
    "              standard input; prints \"CLIENTS said it\"\n"
    "--hear        before that, waits until each of them has something to read\n"
    "--reset       connections are reset at their end\n";

enum {
    PATIENCE_MS = 60000,
    ANSWER_MAX = 1024,
};

struct client {
    int fd;
    unsigned asked; /* how often */
    uint64_t due_ns;
    size_t size;
    char *answer;
};

static struct sockaddr_in address = {.sin_family = AF_INET};
static int clients, connected, answered, early, wrong, together;
static unsigned delay_ms;
static bool again, hear_all, reset;
static const char *say;

static void fail(const char *what)
{
    fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void parse_address(const char *where)
{
    char host[64] = "";
    int port = 0;

    if (sscanf(where, "%63[0-9.]:%d", host, &port) != 2 ||
        inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        errno = EINVAL;
        fail(where);
    }
    address.sin_port = htons((uint16_t)port);
}

static void raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        fail("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
        fail("setrlimit");
}

static void connect_one(struct client *client, int epfd, int i)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
    struct linger at_once = {.l_onoff = reset};

    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (void *)&address, sizeof(address)) < 0)
        fail("connect");
    if (setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once,
                   sizeof(at_once)) < 0)
        fail("setsockopt");
    if (epoll_ctl(epfd, EPOLL_CTL_ADD, client->fd, &event) < 0)
        fail("epoll_ctl");
    connected++;
}

/* What a client asks for: its own number and, if it asks again, which time */
static void name(const struct client *client, int i, char out[32])
{
    snprintf(out, 32, again ? "%d-%u" : "%d", i, client->asked);
}

static void ask(struct client *client, int i)
{
    char message[32], request[128];
    unsigned ms = delay_ms;
    int size;

    client->asked++;
    if (again) /* spread evenly, the same in each run */
        ms = ((unsigned)i * 2654435761u + client->asked * 40503u) % (ms + 1);
    name(client, i, message);
    size = snprintf(request, sizeof(request),
                    "GET /%u/%s HTTP/1.1\r\nHost: x\r\n%s\r\n", ms, message,
                    again ? "" : "Connection: close\r\n");
    client->due_ns = now_ns() + ms * UINT64_C(1000000);
    client->size = 0;
    /* A server that ends may close first, which shows in what is read */
    if (write(client->fd, request, (size_t)size) != size && !again)
        fail("write");
}

/* The body, if the head is complete and has the right length for it */
static const char *find_body(const struct client *client, size_t size)
{
    const char *end, *length;

    if (client->answer == NULL)
        return NULL;
    client->answer[client->size] = '\0';
    end = strstr(client->answer, "\r\n\r\n");
    length = strstr(client->answer, "\r\ncontent-length: ");
    if (end == NULL || length == NULL || length > end ||
        strtoul(length + 18, NULL, 10) != size ||
        strncmp(client->answer, "HTTP/1.1 200 OK\r\n", 17) != 0)
        return NULL;
    return end + 4;
}

/* All of the answer, and nothing else, is there */
static bool is_right(const struct client *client, int i)
{
    char message[32];
    const char *body;

    name(client, i, message);
    body = find_body(client, strlen(message));
    return body != NULL && strcmp(body, message) == 0;
}

static void answer_again(struct client *client, int i)
{
    char message[32];

    name(client, i, message);
    puts(message);
    answered++;
    ask(client, i);
}

/* The connection is at its end */
static void leave(struct client *client, int i)
{
    if (again)
        wrong += client->size > 0; /* a part of an answer */
    else {
        wrong += !is_right(client, i);
        answered++;
    }
    connected--;
    close(client->fd);
    free(client->answer);
}

/* Reads a part of the answer, or its end */
static void hear(struct client *client, int i)
{
    ssize_t n;

    if (client->answer == NULL)
        client->answer = calloc(1, ANSWER_MAX);
    if (client->answer == NULL)
        fail("calloc");
    n = read(client->fd, client->answer + client->size,
             ANSWER_MAX - 1 - client->size);
    if (n <= 0) {
        leave(client, i);
        return;
    }
    if (client->size == 0 && now_ns() < client->due_ns)
        early++;
    client->size += (size_t)n;
    if (again && is_right(client, i))
        answer_again(client, i);
}

static int handle_events(struct client *all, int epfd, int timeout_ms)
{
    struct epoll_event events[256];
    int count = epoll_wait(epfd, events, 256, timeout_ms);

    if (count < 0)
        fail("epoll_wait");
    for (int i = 0; i < count; i++)
        hear(&all[events[i].data.u32], (int)events[i].data.u32);
    return count;
}

static bool ask_all(struct client *all, int epfd)
{
    for (int i = 0; i < clients; i++) {
        ask(&all[i], i);
        handle_events(all, epfd, 0);
        if (i + 1 - answered > together)
            together = i + 1 - answered;
    }
    while (connected > 0 && handle_events(all, epfd, PATIENCE_MS) > 0)
        ;
    printf("%d clients: %d answered, %d early, %d wrong, %d waited together\n",
           clients, answered, early, wrong, together);
    return connected == 0 && answered >= clients && early == 0 && wrong == 0;
}

static bool say_and_stay(struct client *all)
{
    ssize_t size = (ssize_t)strlen(say);
    char end;

    for (int i = 0; i < clients; i++)
        if (write(all[i].fd, say, (size_t)size) != size)
            fail("write");
    for (int i = 0; i < clients && hear_all; i++) {
        struct pollfd input = {.fd = all[i].fd, .events = POLLIN};

        if (poll(&input, 1, PATIENCE_MS) <= 0)
            fail("nothing comes");
    }
    printf("%d said it\n", clients);
    fflush(stdout);
    return read(STDIN_FILENO, &end, 1) == 0;
}

static bool parse_options(int argc, char **argv)
{
    static const struct option options[] = {
        {"again", no_argument, NULL, 'a'},
        {"say", required_argument, NULL, 's'},
        {"hear", no_argument, NULL, 'h'},
        {"reset", no_argument, NULL, 'r'},
        {0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        again |= option == 'a';
        hear_all |= option == 'h';
        reset |= option == 'r';
        if (option == 's')
            say = optarg;
        if (option == '?')
            return false;
    }
    if (optind + 3 != argc)
        return false;
    parse_address(argv[optind]);
    clients = atoi(argv[optind + 1]);
    delay_ms = (unsigned)atoi(argv[optind + 2]);
    return true;
}

int main(int argc, char **argv)
{
    struct client *all;
    int epfd = epoll_create1(EPOLL_CLOEXEC);
    bool is_fine;

    if (!parse_options(argc, argv))
        return fputs(usage, stderr), 2;
    signal(SIGPIPE, SIG_IGN);
    raise_file_limit();
    all = calloc((size_t)clients, sizeof(*all));
    if (epfd < 0 || all == NULL)
        fail("start");
    for (int i = 0; i < clients; i++)
        connect_one(&all[i], epfd, i);
    is_fine = say != NULL ? say_and_stay(all) : ask_all(all, epfd);
    close(epfd);
    free(all);
    return !is_fine;
}
