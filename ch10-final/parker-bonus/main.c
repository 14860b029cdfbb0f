/* parker-bonus: the parker beside one on a futex and one on an eventfd */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "any_parker.h"
#include "error.h"
#include "measure.h"

enum {
    EXIT_SKIPPED = 77,
    ROUNDS = 5,
    TOKENS = 100000,
    TURNS = 2000,
};

/* --- What all of them do -------------------------------------------------- */

/* A thread that does something, and unparks the one that waits for it */
struct worker {
    const struct parker_kind *kind;
    union any_parker *parker;
    pthread_t thread;
    bool is_done; /* no atomic, no lock: the parker sees to the order */
};

static void *work(void *argument)
{
    struct timespec left = {.tv_nsec = 200 * 1000000};
    struct worker *worker = argument;

    while (nanosleep(&left, &left) < 0) /* a signal came */
        continue;
    worker->is_done = true;
    worker->kind->unpark(worker->parker);
    return NULL;
}

static void start(struct worker *worker)
{
    int err = pthread_create(&worker->thread, NULL, work, worker);

    if (err > 0)
        die(err, "start a thread");
}

static void demonstrate(const struct parker_kind *kind)
{
    union any_parker parker;
    struct worker worker = {.kind = kind, .parker = &parker};

    any_parker_make(&parker, kind);
    printf("%s\n", kind->name);
    kind->unpark(&parker);
    kind->unpark(&parker);
    puts("  unparked twice: that is one token");
    kind->park(&parker);
    puts("  the first park takes it and returns");
    start(&worker);
    kind->park(&parker);
    printf("  the second one slept until a thread unparked: its work is %s\n",
           worker.is_done ? "done" : "NOT done");
    pthread_join(worker.thread, NULL);
    kind->fini(&parker);
}

/* --- What only one of them does ------------------------------------------- */

static const char *readable(const struct pollfd *file)
{
    return file->revents & POLLIN ? "readable" : "not readable";
}

/* The token is one more file to wait for; here, beside an empty pipe. */
static void demonstrate_poll(void)
{
    struct pollfd files[2] = {{.events = POLLIN}, {.events = POLLIN}};
    struct eventfd_parker parker;
    int ends[2], err = eventfd_parker_init(&parker);

    if (err < 0)
        die(err, "make a parker");
    if (pipe(ends) < 0)
        die(errno, "make a pipe");
    files[0].fd = ends[0];
    files[1].fd = parker.fd;
    eventfd_parker_unpark(&parker);
    if (poll(files, 2, -1) < 0)
        die(errno, "wait for a pipe and a parker");
    printf("eventfd, in poll(2) beside a pipe\n"
           "  the pipe is %s, the parker is %s\n",
           readable(&files[0]), readable(&files[1]));
    close(ends[0]);
    close(ends[1]);
    eventfd_parker_fini(&parker);
}

/* --- What they cost ------------------------------------------------------- */

/* The fastest of some rounds, in which all have their turn */
static void compare(const char *what,
                    double (*measure)(const struct parker_kind *kind,
                                      int count),
                    int count)
{
    double fastest[PARKER_KINDS];

    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < PARKER_KINDS; i++) {
            double ns = measure(&parker_kinds[i], count);

            if (round == 0 || ns < fastest[i])
                fastest[i] = ns;
        }
    printf("%-26s", what);
    for (int i = 0; i < PARKER_KINDS; i++)
        printf("%9.2f", fastest[i] / fastest[0]);
    putchar('\n');
}

static void print_costs(void)
{
    printf("%-26s", "what they cost");
    for (int i = 0; i < PARKER_KINDS; i++)
        printf("%9s", parker_kinds[i].name);
    putchar('\n');
    compare("time to unpark, then park", measure_token, TOKENS);
    compare("time for two threads' turn", measure_turn, TURNS);
    printf("%-26s%9zu%9zu%9zu\n", "octets", sizeof(struct parker),
           sizeof(struct futex_parker), sizeof(struct eventfd_parker));
    printf("%-26s%9d%9d%9d\n", "open files", 0, 0, 1);
}

/* Not where the kernel, or who guards it, refuses; then it says so. */
static bool is_there(const struct parker_kind *kind)
{
    union any_parker parker;
    int err = kind->init(&parker);

    if (err == -ENOSYS || err == -EPERM) {
        fprintf(stderr, "%s: no %s here: %s\n", program_invocation_short_name,
                kind->name, strerror(-err));
        return false;
    }
    if (err < 0)
        die(err, "make a parker of kind %s", kind->name);
    kind->fini(&parker);
    return true;
}

int main(void)
{
    for (int i = 0; i < PARKER_KINDS; i++)
        if (!is_there(&parker_kinds[i]))
            return EXIT_SKIPPED;
    for (int i = 0; i < PARKER_KINDS; i++)
        demonstrate(&parker_kinds[i]);
    demonstrate_poll();
    print_costs();
    return 0;
}
