/* c-efficiency: the same jobs one by one, by threads, and all at once */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "address.h"
#include "answer.h"
#include "error.h"
#include "job.h"
#include "ways.h"

struct way {
    const char *name;
    int (*run)(const struct sockaddr_in *server, struct outcome *outcome);
};

static const struct way ways[] = {
    {"one after another", do_in_turn},
    {"a thread each", do_by_threads},
    {"one thread, all at once", do_at_once},
};

enum {
    WAYS = sizeof(ways) / sizeof(ways[0])
};

struct result {
    double wall_ms;
    double cpu_ms; /* of all threads together */
    double used;   /* the part of its time for which a thread is busy */
    struct outcome outcome;
};

static double now_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now); /* cannot fail: the clock exists */
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static struct result measure(const struct way *way,
                             const struct sockaddr_in *server)
{
    char address[ADDRESS_SIZE];
    struct result result;
    double wall_ms = now_ms(CLOCK_MONOTONIC);
    double cpu_ms = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    int err = way->run(server, &result.outcome);

    if (err < 0) {
        address_format(server, address);
        die(0, "ask the delayserver on %s%s: %s", address,
            err == -ECONNREFUSED ? " (is it running?)" : "",
            answer_strerror(err));
    }
    result.wall_ms = now_ms(CLOCK_MONOTONIC) - wall_ms;
    result.cpu_ms = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu_ms;
    result.used = result.cpu_ms / result.wall_ms / result.outcome.threads;
    return result;
}

static void print_result(const struct way *way, const struct result *result)
{
    printf("%-24s %8.1f ms %6.1f ms %7d %9.1f %% %10.1f %%\n", way->name,
           result->wall_ms, result->cpu_ms, result->outcome.threads,
           100 * result->cpu_ms / result->wall_ms, 100 * result->used);
}

static void explain(const struct way *way, const struct result *result,
                    const struct result *first)
{
    printf("- %s: %.1f times as fast with %.0f times the threads,\n"
           "  so each thread is used %.1f times as well.\n",
           way->name, first->wall_ms / result->wall_ms,
           (double)result->outcome.threads / first->outcome.threads,
           result->used / first->used);
}

int main(void)
{
    struct result results[WAYS];
    struct sockaddr_in server;
    int err = address_find(NULL, &server);

    if (err < 0)
        die(0, "find the delayserver %s: %s", address_name(NULL),
            address_strerror(err));
    printf("%d jobs: %d ms of waiting and a little work each\n\n", JOBS,
           JOB_DELAY_MS);
    printf("%-24s %11s %9s %7s %11s %12s\n", "", "wall", "CPU", "threads",
           "CPU / wall", "thread busy");
    for (int i = 0; i < WAYS; i++) {
        results[i] = measure(&ways[i], &server);
        print_result(&ways[i], &results[i]);
        if (results[i].outcome.checksum != results[0].outcome.checksum)
            panic("%s did other work than %s", ways[i].name, ways[0].name);
    }
    printf(
        "\nAgainst the first way, and for the same work (checksum %016llx):\n",
        (unsigned long long)results[0].outcome.checksum);
    for (int i = 1; i < WAYS; i++)
        explain(&ways[i], &results[i], &results[0]);
    return 0;
}
