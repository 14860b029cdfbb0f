/*
 * A storm of signals, linked into a program that knows nothing of it: about a
 * thousand times a second each of its threads is interrupted.  There is a
 * handler, without SA_RESTART, so that every system call that a signal may
 * interrupt says EINTR.  In the end it says on stderr how many were handled.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_t storm;
static atomic_bool is_over;
static atomic_ulong handled;

static void handle(int signal)
{
    (void)signal;
    handled++;
}

/* A thread that ends meanwhile gets no signal, and needs none. */
static void interrupt_others(void)
{
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *entry;

    if (tasks == NULL)
        abort();
    while ((entry = readdir(tasks)) != NULL) {
        pid_t tid = atoi(entry->d_name);

        if (tid > 0 && tid != gettid())
            tgkill(getpid(), tid, SIGALRM);
    }
    closedir(tasks);
}

static void *run(void *argument)
{
    const struct timespec pause = {.tv_nsec = 1000 * 1000};

    while (!is_over) {
        interrupt_others();
        nanosleep(&pause, NULL);
    }
    return argument;
}

__attribute__((constructor)) static void begin(void)
{
    struct sigaction action = {.sa_handler = handle};

    if (sigaction(SIGALRM, &action, NULL) < 0 ||
        pthread_create(&storm, NULL, run, NULL) != 0)
        abort();
}

__attribute__((destructor)) static void end(void)
{
    is_over = true;
    pthread_join(storm, NULL);
    fprintf(stderr, "storm: %lu signals\n", handled);
}
