/* c-three-ways-to-wait: asleep, asking all the time, or woken by a queue */
#define _GNU_SOURCE /* RUSAGE_THREAD */
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"
#include "client.h"
#include "error.h"
#include "waiting.h"

enum {
    WAYS = 3
};

static const struct way {
    const char *name;
    int (*run)(int fd, struct answer *answer, struct effort *effort);
} ways[WAYS] = {
    {"blocking read", wait_blocking},
    {"read in a loop", wait_in_loop},
    {"event queue", wait_in_queue},
};

struct result {
    double waited_ms;
    double cpu_ms;
    long sleeps; /* how often the thread gave the CPU away of its own will */
    struct effort effort;
};

static double now_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now); /* cannot fail: the clock exists */
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static long count_sleeps(void)
{
    struct rusage usage;

    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
}

/* A connection with a request under way, to which the answer takes a while */
static int ask(const struct sockaddr_in *server)
{
    char address[ADDRESS_SIZE];
    int err;
    int fd = client_connect(server);

    address_format(server, address);
    if (fd < 0)
        die(fd, "connect to the delayserver on %s%s", address,
            fd == -ECONNREFUSED ? " (is it running?)" : "");
    err = client_send_request(fd, "/500/HelloWorld");
    if (err < 0)
        die(err, "ask the delayserver on %s", address);
    return fd;
}

static struct result measure(const struct way *way,
                             const struct sockaddr_in *server)
{
    struct answer answer = {0};
    struct result result = {0};
    int err, fd = ask(server);
    long sleeps = count_sleeps();
    double cpu_ms = now_ms(CLOCK_THREAD_CPUTIME_ID);
    double begin_ms = now_ms(CLOCK_MONOTONIC);

    err = way->run(fd, &answer, &result.effort);
    if (err < 0)
        die(0, "%s: wait for the answer: %s", way->name, answer_strerror(err));
    result.waited_ms = now_ms(CLOCK_MONOTONIC) - begin_ms;
    result.cpu_ms = now_ms(CLOCK_THREAD_CPUTIME_ID) - cpu_ms;
    result.sleeps = count_sleeps() - sleeps;
    answer_tell_status(answer.data, "%s", way->name);
    answer_fini(&answer);
    close(fd);
    return result;
}

static void print_result(const struct way *way, const struct result *result)
{
    printf("%-14s %8.1f ms %8.2f ms %10lu %11ld %11lu %6lu\n", way->name,
           result->waited_ms, result->cpu_ms, result->effort.calls,
           result->sleeps, result->effort.empty, result->effort.ticks);
}

static void explain(const struct result *blocking, const struct result *loop,
                    const struct result *queue)
{
    printf("\nFor the same answer the loop took %.1f times the CPU time of "
           "the blocking\n"
           "read, and asked %lu times in vain.  The event queue took %.1f "
           "times that of\n"
           "the blocking read, and served %lu ticks of a timer from the same "
           "wait.\n",
           loop->cpu_ms / blocking->cpu_ms, loop->effort.empty,
           queue->cpu_ms / blocking->cpu_ms, queue->effort.ticks);
}

int main(void)
{
    struct result results[WAYS];
    struct sockaddr_in server;
    int err = address_find(NULL, &server);

    if (err < 0)
        die(0, "find the delayserver %s: %s", address_name(NULL),
            address_strerror(err));
    printf("%-14s %11s %11s %10s %30s\n", "", "", "", "system",
           "---- meanwhile the thread ----");
    printf("%-14s %11s %11s %10s %11s %11s %6s\n", "", "waited", "CPU", "calls",
           "slept", "in vain", "ticks");
    for (int i = 0; i < WAYS; i++) {
        results[i] = measure(&ways[i], &server);
        print_result(&ways[i], &results[i]);
    }
    explain(&results[0], &results[1], &results[2]);
    return 0;
}
