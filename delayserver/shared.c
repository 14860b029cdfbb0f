#include "shared.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

/*
 * They arrive as events in a loop.  Whoever started us may have ignored or
 * blocked them; as long as they are blocked, signalfd gets them all the same.
 */
static sigset_t stop_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

int shared_open(struct shared *shared)
{
    sigset_t set = stop_signals();
    int err = pthread_sigmask(SIG_BLOCK, &set, NULL);

    if (err != 0)
        return -err;
    pthread_mutex_init(&shared->log.mutex, NULL); /* which never fails */
    shared->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (shared->signal_fd < 0)
        return -errno;
    shared->stop_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (shared->stop_fd < 0) {
        err = -errno;
        close(shared->signal_fd);
        return err;
    }
    return 0;
}

void shared_close(struct shared *shared)
{
    log_flush(&shared->log);
    close(shared->signal_fd);
    close(shared->stop_fd);
}

void shared_take_signal(struct shared *shared)
{
    struct signalfd_siginfo info;
    sigset_t set = stop_signals();

    if (read(shared->signal_fd, &info, sizeof(info)) < 0)
        return; /* there is none */
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    shared_stop(shared);
}

void shared_stop(struct shared *shared)
{
    /* Could fail only if it had been called 2^64 times: it is readable then */
    (void)eventfd_write(shared->stop_fd, 1);
}
