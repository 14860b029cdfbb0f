/* crowd: many clients of a delayserver that all wait at the same time */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * Usage: crowd IPV4:PORT CLIENTS DELAY_MS
 *
 * Connects all of them, then asks with each for its own number after the
 * delay, and prints one line:
 *
 *     CLIENTS clients: N answered, N early, N wrong, N waited together
 *
 * Status 0 if all were answered, rightly and not early.
 */

enum {
    PATIENCE_MS = 60000,
    ANSWER_MAX = 1024,
};

struct client {
    int fd;
    uint64_t asked_ns;
    size_t size;
    char *answer;
};

static struct sockaddr_in address = {.sin_family = AF_INET};
static int clients, answered, early, wrong, together;
static uint64_t delay_ns;

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

    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (void *)&address, sizeof(address)) < 0)
        fail("connect");
    if (epoll_ctl(epfd, EPOLL_CTL_ADD, client->fd, &event) < 0)
        fail("epoll_ctl");
}

static void ask(struct client *client, int i)
{
    char request[128];
    int size = snprintf(request, sizeof(request),
                        "GET /%u/%d HTTP/1.1\r\nHost: x\r\n"
                        "Connection: close\r\n\r\n",
                        (unsigned)(delay_ns / 1000000), i);

    client->asked_ns = now_ns();
    if (write(client->fd, request, (size_t)size) != size)
        fail("write");
}

static void judge(struct client *client, int i)
{
    char body[32];
    const char *found;

    snprintf(body, sizeof(body), "\r\n\r\n%d", i);
    found = client->answer ? strstr(client->answer, "\r\n\r\n") : NULL;
    if (found == NULL || strcmp(found, body) != 0 ||
        strncmp(client->answer, "HTTP/1.1 200 OK\r\n", 17) != 0)
        wrong++;
    answered++;
}

/* Reads a part of the answer, or its end */
static void hear(struct client *client, int i)
{
    ssize_t n;

    if (client->answer == NULL)
        client->answer = calloc(1, ANSWER_MAX);
    if (client->answer == NULL)
        fail("calloc");
    if (client->size == 0 && now_ns() < client->asked_ns + delay_ns)
        early++;
    n = read(client->fd, client->answer + client->size,
             ANSWER_MAX - 1 - client->size);
    if (n > 0) {
        client->size += (size_t)n;
        return;
    }
    judge(client, i);
    close(client->fd);
    free(client->answer);
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

int main(int argc, char **argv)
{
    struct client *all;
    int epfd = epoll_create1(EPOLL_CLOEXEC);

    if (argc != 4)
        return fputs("Usage: crowd IPV4:PORT CLIENTS DELAY_MS\n", stderr), 2;
    parse_address(argv[1]);
    clients = atoi(argv[2]);
    delay_ns = strtoul(argv[3], NULL, 10) * UINT64_C(1000000);
    raise_file_limit();
    all = calloc((size_t)clients, sizeof(*all));
    if (epfd < 0 || all == NULL)
        fail("start");
    for (int i = 0; i < clients; i++)
        connect_one(&all[i], epfd, i);
    for (int i = 0; i < clients; i++) {
        ask(&all[i], i);
        handle_events(all, epfd, 0);
        if (i + 1 - answered > together)
            together = i + 1 - answered;
    }
    while (answered < clients && handle_events(all, epfd, PATIENCE_MS) > 0)
        ;
    printf("%d clients: %d answered, %d early, %d wrong, %d waited together\n",
           clients, answered, early, wrong, together);
    close(epfd);
    free(all);
    return answered < clients || early > 0 || wrong > 0;
}
