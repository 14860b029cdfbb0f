/*
 * For checks: the server of b-epoll-mio, and a clock that goes only while the
 * program waits in epoll_wait(), so that five seconds take none.
 *
 * Each client_connect() gives one end of a socket pair.  The answer comes when
 * the delay that the request has asked for is over; with PIECES in the
 * environment its head comes 150 ms before.  At INTERRUPT_MS comes SIGINT:
 * while the program waits or, with EARLY, just before it does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MS_NS = 1000 * 1000,
    HEAD_MS = 150,
    MOST = 16,
};

static struct request {
    int fd, peer;
    int head_ms, body_ms; /* when to send; -1: sent */
    char message[64];
} requests[MOST];

static int count;
static int64_t now_ns;
static bool is_interrupted;
static volatile sig_atomic_t is_in_handler; /* also while a handler reads it */

int __real_epoll_wait(int epfd, struct epoll_event *events, int max, int ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *events, int max, int ms);
int __wrap_client_connect(const void *address);
int __wrap_client_send_request(int fd, const char *path);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_puts(const char *text);
int __wrap_printf(const char *format, ...);

static _Noreturn void fail(const char *sentence)
{
    dprintf(STDERR_FILENO, "%s\n", sentence);
    _exit(3);
}

int __wrap_client_connect(const void *address)
{
    int fds[2];

    (void)address;
    if (count == MOST || socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0)
        fail("Your program connects more often than five times.");
    requests[count++] = (struct request){
        .fd = fds[0], .peer = fds[1], .head_ms = -1, .body_ms = -1};
    return fds[0];
}

int __wrap_client_send_request(int fd, const char *path)
{
    for (int i = 0; i < count; i++) {
        struct request *request = &requests[i];
        int delay_ms;

        if (request->fd != fd)
            continue;
        if (sscanf(path, "/%d/%63s", &delay_ms, request->message) != 2)
            fail("Your program asks for something else.");
        request->body_ms = (int)(now_ns / MS_NS) + delay_ms;
        request->head_ms =
            request->body_ms - (getenv("PIECES") != NULL ? HEAD_MS : 0);
    }
    return 0;
}

static void send_head(struct request *request)
{
    dprintf(request->peer, "HTTP/1.1 200 OK\r\ncontent-length: %zu\r\n\r\n",
            strlen(request->message));
    request->head_ms = -1;
}

static void send_body(struct request *request)
{
    dprintf(request->peer, "%s", request->message);
    close(request->peer);
    request->body_ms = -1;
}

/* When the next piece comes, in nanoseconds; INT64_MAX if none does */
static int64_t next_piece(void)
{
    int64_t next = INT64_MAX;

    for (int i = 0; i < count; i++) {
        int ms = requests[i].head_ms >= 0 ? requests[i].head_ms
                                          : requests[i].body_ms;

        if (ms >= 0 && ms * (int64_t)MS_NS < next)
            next = ms * (int64_t)MS_NS;
    }
    return next;
}

static void send_due(void)
{
    for (int i = 0; i < count; i++) {
        struct request *request = &requests[i];

        if (request->head_ms >= 0 && request->head_ms <= now_ns / MS_NS)
            send_head(request);
        if (request->head_ms < 0 && request->body_ms >= 0 &&
            request->body_ms <= now_ns / MS_NS)
            send_body(request);
    }
}

static int64_t interrupt_at(void)
{
    const char *ms = getenv("INTERRUPT_MS");

    return ms == NULL || is_interrupted ? INT64_MAX : atoi(ms) * (int64_t)MS_NS;
}

static void interrupt(void)
{
    is_interrupted = true;
    is_in_handler = 1;
    raise(SIGINT);
    is_in_handler = 0;
}

int __wrap_epoll_wait(int epfd, struct epoll_event *events, int max, int ms)
{
    int64_t end = ms < 0 ? INT64_MAX : now_ns + ms * (int64_t)MS_NS;

    for (;;) {
        int64_t next = next_piece(), signal = interrupt_at();
        int n = __real_epoll_wait(epfd, events, max, 0);

        if (n != 0)
            return n;
        if (signal <= next && signal <= end && signal != INT64_MAX) {
            now_ns = signal;
            interrupt();
            if (getenv("EARLY") != NULL)
                continue;
            errno = EINTR;
            return -1;
        }
        if (end < next) {
            now_ns = end;
            return 0;
        }
        if (next == INT64_MAX)
            fail("Your program waits though nothing more will come.");
        now_ns = next > now_ns ? next : now_ns;
        send_due();
    }
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    (void)clock;
    *time = (struct timespec){now_ns / 1000 / MS_NS, now_ns % (1000 * MS_NS)};
    return 0;
}

static void need_no_handler(void)
{
    if (is_in_handler)
        fail("Your handler prints, which no handler may (man signal-safety).");
}

int __wrap_puts(const char *text)
{
    need_no_handler();
    return fputs(text, stdout) < 0 || putchar('\n') < 0 ? EOF : 0;
}

int __wrap_printf(const char *format, ...)
{
    va_list arguments;
    int n;

    need_no_handler();
    va_start(arguments, format);
    n = vprintf(format, arguments);
    va_end(arguments);
    return n;
}
