#define _GNU_SOURCE /* epoll_pwait2 */
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* --- To fail on demand ------------------------------------------------------
 */

static struct {
    const char *name; /* NULL: none */
    long nth;
    int err;
    long count;
} failing;

void calls_fail(const char *name, long nth, int err)
{
    failing.name = *name != '\0' ? name : NULL;
    failing.nth = nth;
    failing.err = abs(err);
    failing.count = 0;
}

long calls_count(void)
{
    return failing.count;
}

static bool fails_now(const char *name)
{
    if (failing.name == NULL || strcmp(failing.name, name) != 0)
        return false;
    failing.count++;
    return failing.err != 0 &&
           (failing.nth == 0 || failing.nth == failing.count);
}

/* The call, or what it shall fail with; -1 becomes -errno. */
#define CALL(name, call)                       \
    do {                                       \
        long result_;                          \
        if (fails_now(name))                   \
            return -failing.err;               \
        result_ = (call);                      \
        return result_ < 0 ? -errno : result_; \
    } while (0)

/* --- The calls --------------------------------------------------------------
 */

int call_epoll_create(void)
{
    CALL("epoll_create", epoll_create1(EPOLL_CLOEXEC));
}

int call_epoll_ctl(int epfd, int operation, int fd, struct epoll_event *event)
{
    CALL("epoll_ctl", epoll_ctl(epfd, operation, fd, event));
}

/* Never too early */
static int in_milliseconds(int64_t ns)
{
    int64_t ms = ns / 1000000 + (ns % 1000000 != 0);

    return ns < 0 ? -1 : ms > INT_MAX ? INT_MAX : (int)ms;
}

/*
 * Is there an epoll_pwait2(2)?  Kernels before 5.11 and some emulators have
 * none, and some sandboxes forbid it.
 */
static _Atomic bool is_precise = true;

static int wait_precisely(int epfd, struct epoll_event *events, int count,
                          int64_t timeout)
{
    struct timespec time = {timeout / 1000000000, timeout % 1000000000};

    CALL("epoll_pwait2", epoll_pwait2(epfd, events, count, &time, NULL));
}

/* A timeout of 0, or without end, needs no precision. */
int call_epoll_wait(int epfd, struct epoll_event *events, int count,
                    int64_t timeout)
{
    int n;

    if (fails_now("epoll_wait"))
        return -failing.err;
    if (is_precise && timeout > 0) {
        n = wait_precisely(epfd, events, count, timeout);
        if (n != -ENOSYS && n != -EPERM)
            return n;
        is_precise = false;
    }
    n = epoll_wait(epfd, events, count, in_milliseconds(timeout));
    return n < 0 ? -errno : n;
}

int call_get_flags(int fd)
{
    CALL("get_flags", fcntl(fd, F_GETFD));
}

int call_eventfd(void)
{
    CALL("eventfd", eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

int call_sigaction(int signal, const struct sigaction *action,
                   struct sigaction *before)
{
    CALL("sigaction", sigaction(signal, action, before));
}

int call_thread_create(pthread_t *thread, void *(*run)(void *data), void *data)
{
    static const int mistakes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    sigset_t blocked, before;
    int err;

    if (fails_now("thread_create"))
        return -failing.err;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        sigdelset(&blocked, mistakes[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    err = pthread_create(thread, NULL, run, data);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -err;
}

ssize_t call_read(int fd, void *data, size_t size)
{
    CALL("read", read(fd, data, size));
}

ssize_t call_write(int fd, const void *data, size_t size)
{
    CALL("write", write(fd, data, size));
}

int call_close(int fd)
{
    CALL("close", close(fd));
}

void *call_alloc(size_t size)
{
    return fails_now("alloc") ? NULL : malloc(size);
}
