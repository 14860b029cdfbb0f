/* b-os-threads: threads of the operating system, each asleep for a time */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include "error.h"

/*
 * What comes before what?  Three things are certain, on any machine:
 *
 *   - a thread runs after the line that starts it, so "start the program"
 *     comes first and "...like this!" after "We can chain callbacks...";
 *   - after join() returns, all that the thread did has been done;
 *   - lines do not mix, because puts() locks stdout while it writes one.
 *
 * The rest of the order is a matter of the clock.  It holds as long as no
 * thread is kept from running for the 50 ms that lie between two lines; a
 * program that needed this order would have to wait for it by other means
 * than sleep.
 */

static void sleep_ms(int ms)
{
    struct timespec left = {.tv_sec = ms / 1000,
                            .tv_nsec = ms % 1000 * 1000000L};
    int err;

    /* a signal ends a sleep early and stores what is left of it */
    do
        err = clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left);
    while (err == EINTR);
    if (err != 0)
        die(err, "clock_nanosleep");
}

static pthread_t start(void *(*run)(void *))
{
    pthread_t thread;
    int err = pthread_create(&thread, NULL, run, NULL);

    if (err != 0)
        die(err, "pthread_create");
    return thread;
}

static void join(pthread_t thread)
{
    int err = pthread_join(thread, NULL);

    if (err != 0)
        die(err, "pthread_join");
}

static void *run_long(void *unused)
{
    sleep_ms(200);
    puts("The long running tasks finish last!");
    return unused;
}

static void *run_chained(void *unused)
{
    sleep_ms(50);
    puts("...like this!");
    return unused;
}

static void *run_chain(void *unused)
{
    sleep_ms(100);
    puts("We can chain callbacks...");
    join(start(run_chained));
    return unused;
}

int main(void)
{
    pthread_t task, chain;

    puts("So, we start the program here!");
    task = start(run_long);
    chain = start(run_chain);
    puts("The tasks run concurrently!");
    join(task);
    join(chain);
    return 0;
}
