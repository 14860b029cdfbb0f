/*
 * A storm of signals, linked into a program that knows nothing of it: about a
 * thousand times a second each of its threads is interrupted.  There is a
 * handler, without SA_RESTART, so that every system call that a signal may
 * interrupt says EINTR.  When a hundred were handled it makes the file whose
 * path is in GATE: a badserver that waits for that answers then, and not
 * before.  In the end it says on stderr how many there were.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    ENOUGH = 100,
};

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

static void open_gate(void)
{
    const char *gate = getenv("GATE");
    int fd =
        gate != NULL ? open(gate, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) : -1;

    if (fd < 0)
        abort();
    close(fd);
}

static void *run(void *argument)
{
    const struct timespec pause = {.tv_nsec = 1000 * 1000};
    bool is_open = false;

    while (!is_over) {
        interrupt_others();
        if (!is_open && handled >= ENOUGH) {
            open_gate();
            is_open = true;
        }
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
