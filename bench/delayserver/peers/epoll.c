/* epoll: the bare loop, the least that any server has to do.  It parses nothing
 */
#define _GNU_SOURCE /* accept4, epoll_pwait2 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * Measures what the kernel, a heap of timers and one recv and one send a
 * request cost.  It trusts its clients: no pipelining, no limits, no patience.
 * Not a server to copy from; delayserver/ is.
 */

enum {
    INPUT_MAX = 512,
    EVENTS_MAX = 256,
    ACCEPTS_MAX = 64,
};

struct connection {
    int fd;
    size_t size;
    uint64_t due_ns;
    int message_size;
    const char *message; /* in input */
    char input[INPUT_MAX];
};

static int epoll_fd, listener;

/* A heap: the connection that is due next is the first */
static struct connection **heap;
static size_t heap_count, heap_capacity;

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void heap_push(struct connection *c)
{
    size_t i = heap_count++;

    if (heap_count > heap_capacity) {
        heap_capacity = heap_capacity > 0 ? 2 * heap_capacity : 1024;
        heap = realloc(heap, heap_capacity * sizeof(struct connection *));
        if (heap == NULL)
            fail("realloc");
    }
    for (; i > 0 && heap[(i - 1) / 2]->due_ns > c->due_ns; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = c;
}

static struct connection *heap_pop(void)
{
    struct connection *first = heap[0], *last = heap[--heap_count];
    size_t i, child;

    for (i = 0; (child = 2 * i + 1) < heap_count; i = child) {
        if (child + 1 < heap_count &&
            heap[child + 1]->due_ns < heap[child]->due_ns)
            child++;
        if (heap[child]->due_ns >= last->due_ns)
            break;
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

static void answer(struct connection *c)
{
    char text[INPUT_MAX + 128];
    int size = snprintf(text, sizeof(text),
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                        "Content-Length: %d\r\n\r\n%.*s",
                        c->message_size, c->message_size, c->message);

    if (send(c->fd, text, (size_t)size, MSG_NOSIGNAL) != size)
        fail("send");
}

/* The request is complete: GET /delay/message HTTP/1.1 */
static void serve(struct connection *c)
{
    char *end;
    unsigned long delay_ms = strtoul(c->input + strlen("GET /"), &end, 10);

    c->message = end + 1;
    c->message_size = (int)strcspn(c->message, " ");
    c->size = 0;
    if (delay_ms == 0) {
        answer(c);
        return;
    }
    c->due_ns = now_ns() + delay_ms * 1000000;
    heap_push(c);
}

static void read_input(struct connection *c)
{
    ssize_t n = recv(c->fd, c->input + c->size, INPUT_MAX - 1 - c->size, 0);

    if (n <= 0) {
        close(c->fd);
        free(c);
        return;
    }
    c->size += (size_t)n;
    c->input[c->size] = '\0';
    if (strstr(c->input, "\r\n\r\n") != NULL)
        serve(c);
}

static void accept_some(void)
{
    static const int on = 1;
    struct epoll_event event = {.events = EPOLLIN};

    for (int i = 0; i < ACCEPTS_MAX; i++) {
        struct connection *c;
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd < 0)
            return;
        c = calloc(1, sizeof(*c));
        if (c == NULL)
            fail("calloc");
        c->fd = fd;
        event.data.ptr = c;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
            fail("epoll_ctl");
    }
}

static void wait_and_serve(void)
{
    struct epoll_event events[EVENTS_MAX];
    struct timespec timeout = {0};
    uint64_t now = now_ns();
    int count;

    if (heap_count > 0 && heap[0]->due_ns > now) {
        timeout.tv_sec = (time_t)((heap[0]->due_ns - now) / 1000000000);
        timeout.tv_nsec = (long)((heap[0]->due_ns - now) % 1000000000);
    }
    count = epoll_pwait2(epoll_fd, events, EVENTS_MAX,
                         heap_count > 0 ? &timeout : NULL, NULL);
    for (int i = 0; i < count; i++)
        if (events[i].data.ptr == NULL)
            accept_some();
        else
            read_input(events[i].data.ptr);
    now = now_ns();
    while (heap_count > 0 && heap[0]->due_ns <= now)
        answer(heap_pop());
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};

    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (listener < 0 || bind(listener, (void *)&address, size) < 0 ||
        listen(listener, SOMAXCONN) < 0 ||
        getsockname(listener, (void *)&address, &size) < 0)
        fail("listen");
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event) < 0)
        fail("epoll");
    printf("Listening on http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;)
        wait_and_serve();
}
