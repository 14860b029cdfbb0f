#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static sigset_t waited_for;
static sigset_t mask_at_start;

/*
 * A blocked signal whose default action is to ignore it may be lost (POSIX,
 * sigaction).  With a handler, even an empty one, it stays pending.
 */
static void ignore_child_signal(int signal)
{
    (void)signal;
}

void child_block_signals(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = ignore_child_signal};

    sigaction(SIGCHLD, &action, NULL);
    sigemptyset(&waited_for);
    sigaddset(&waited_for, SIGCHLD);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        /* what we were started to ignore (nohup) stays ignored */
        sigaction(ends[i], NULL, &action);
        if (action.sa_handler != SIG_IGN)
            sigaddset(&waited_for, ends[i]);
    }
    sigprocmask(SIG_BLOCK, &waited_for, &mask_at_start);
}

pid_t child_fork(void)
{
    pid_t driver = getpid();
    pid_t child;

    fflush(NULL); /* or the child would write it a second time */
    child = fork();
    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != driver) /* it ended before the line above */
        _exit(EXIT_FAILURE);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &mask_at_start, NULL);
    return 0;
}

int child_wait(pid_t child, int *status)
{
    for (;;) {
        /* the lowest pending signal comes first, so SIGINT before SIGCHLD */
        int signal = sigwaitinfo(&waited_for, NULL);

        if (signal == SIGCHLD && waitpid(child, status, WNOHANG) == child)
            return 0;
        if (signal > 0 && signal != SIGCHLD)
            return signal;
    }
}

/* True if the child ended within a second; *status is set, and it is gone. */
static bool ends_within_a_second(pid_t child, int *status)
{
    struct timespec second = {.tv_sec = 1};
    sigset_t ended;

    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    while (waitpid(child, status, WNOHANG) != child) {
        if (sigtimedwait(&ended, NULL, &second) < 0 && errno == EAGAIN)
            return waitpid(child, status, WNOHANG) == child;
    }
    return true;
}

int child_stop(pid_t child)
{
    int status;

    kill(child, SIGTERM);
    if (ends_within_a_second(child, &status))
        return status;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return status;
}

void child_die_by(int signal)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t set;

    fflush(NULL);
    sigaction(signal, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, signal);
    raise(signal); /* blocked still: pending until the next line */
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    abort();
}
