#include "process.h"

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

int process_open(struct process *process)
{
    sigset_t set = stop_signals();
    int err = pthread_sigmask(SIG_BLOCK, &set, NULL);

    if (err != 0)
        return -err;
    process->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (process->signal_fd < 0)
        return -errno;
    process->stop_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (process->stop_fd < 0) {
        err = -errno;
        close(process->signal_fd);
        return err;
    }
    log_open(&process->log);
    return 0;
}

void process_close(struct process *process)
{
    log_close(&process->log);
    close(process->signal_fd);
    close(process->stop_fd);
}

/* As by the signal's default, which process 1 (in a container) is spared */
static void end_at_once(int signal)
{
    if (getpid() > 1)
        raise(signal);
    _exit(128 + signal);
}

void process_take_signal(struct process *process)
{
    const struct sigaction action = {
        .sa_handler = end_at_once,
        .sa_flags = SA_RESETHAND | SA_NODEFER,
    };
    struct signalfd_siginfo info;
    sigset_t set = stop_signals();

    if (read(process->signal_fd, &info, sizeof(info)) < 0)
        return; /* there is none */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    process_stop(process);
}

void process_stop(struct process *process)
{
    /* Could fail only if it had been called 2^64 times: it is readable then */
    (void)eventfd_write(process->stop_fd, 1);
}
