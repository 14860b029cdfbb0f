/* f-fibers-io: what looks blocking waits in the event queue, and others run */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"
#include "error.h"
#include "fiber.h"
#include "fiber_io.h"

enum {
    REQUESTS = 5,
    STACK_BYTES = 64 * 1024,
};

struct request {
    char name[32];
    int delay_ms;
    const struct sockaddr_in *address;
};

static void find_server(const char *server, struct sockaddr_in *address)
{
    int err = address_find(server, address);

    if (err < 0)
        die(0, "find the delayserver %s: %s", address_name(server),
            address_strerror(err));
}

static int connect_to(const struct sockaddr_in *address)
{
    char where[ADDRESS_SIZE];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int err = fd < 0 ? -errno
                     : fiber_connect(fd, (const struct sockaddr *)address,
                                     sizeof(*address));

    address_format(address, where);
    if (err < 0)
        die(err, "connect to the delayserver on %s%s", where,
            err == -ECONNREFUSED ? " (is it running?)" : "");
    return fd;
}

static void send_request(int fd, const struct request *request)
{
    char text[128];
    int len = snprintf(text, sizeof(text),
                       "GET /%d/%s HTTP/1.1\r\n"
                       "Host: localhost\r\n"
                       "Connection: close\r\n"
                       "\r\n",
                       request->delay_ms, request->name);
    ssize_t n = fiber_write(fd, text, (size_t)len);

    if (n < 0)
        die((int)n, "send %s", request->name);
}

static void read_answer(int fd, const char *name, struct answer *answer)
{
    char data[1024];
    ssize_t n;
    int whole;

    do {
        n = fiber_read(fd, data, sizeof(data));
        if (n > 0 && answer_append(answer, data, (size_t)n) < 0)
            die(ENOMEM, "keep the answer to %s", name);
        /* the peer may reset the connection when it has said everything */
        whole = answer_is_whole(answer, n == 0);
    } while (n > 0 && whole == 0);
    if (whole <= 0)
        die(0, "the answer to %s did not come whole: %s", name,
            answer_strerror(whole < 0 ? whole : (int)n));
}

static void print_answer(const char *name, const struct answer *answer)
{
    const char *body = answer_body(answer->data);
    size_t header = (size_t)(body - answer->data);

    answer_tell_status(answer->data, "%s", name);
    printf("%s is answered: ", name);
    fwrite(body, 1, answer->len - header, stdout);
    putchar('\n');
}

/* One after the other, as a thread would do it that has time to wait. */
static void ask(void *arg)
{
    const struct request *request = arg;
    struct answer answer = {0};
    int fd = connect_to(request->address);

    printf("%s asks for %d ms\n", request->name, request->delay_ms);
    send_request(fd, request);
    read_answer(fd, request->name, &answer);
    print_answer(request->name, &answer);
    answer_fini(&answer);
    close(fd);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct request requests[REQUESTS];
    struct sockaddr_in address;
    struct runtime runtime;
    double start;
    int err;

    if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
        fprintf(stderr, "usage: %s [HOST[:PORT]]\n",
                program_invocation_short_name);
        return 2;
    }
    /* a server that has gone is an error of a write, and not our end */
    signal(SIGPIPE, SIG_IGN);
    find_server(argv[1], &address);
    err = runtime_init(&runtime, STACK_BYTES);
    if (err < 0)
        die(err, "make a runtime");
    start = now();
    for (int i = 0; i < REQUESTS; i++) {
        struct request *request = &requests[i];

        snprintf(request->name, sizeof(request->name), "request-%d", i);
        request->delay_ms = (REQUESTS - i) * 1000;
        request->address = &address;
        err = fiber_spawn(request->name, ask, request);
        if (err < 0)
            die(err, "spawn a fiber for %s", request->name);
    }
    runtime_run(&runtime);
    printf("ELAPSED TIME: %.1f\n", now() - start);
    runtime_fini(&runtime);
    return 0;
}
