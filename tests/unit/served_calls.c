#define _GNU_SOURCE
#include "served.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "delayserver/process.h"
#include "served_calls.h"

/*
 * The wrappers.  They are in the way of the whole program, but mean something
 * only while main() of the server runs: in_server says so.
 */

#define CALLER __builtin_return_address(0)

enum {
    KIND_CALLS = 8, /* so many calls make a kind of place */
    SPIN = 300000,  /* waits in which it never came to rest: it never will */
};

static bool in_server;
static bool is_first;       /* there was no server in this process yet */
static const int *controls; /* our ends, one for each thread that waits */
static unsigned control_count;
static int owed[SERVED_THREADS_MAX]; /* questions taken, less answers given */
static bool has_ended[SERVED_THREADS_MAX];
static _Thread_local int own_control = -1; /* an index */
static _Thread_local unsigned waits_in_a_row;
static _Thread_local uint32_t recent[KIND_CALLS]; /* the last calls */
static atomic_uint sends;

/* The threads that were started: what they are to do */
static struct start {
    void *(*run)(void *argument);
    void *argument;
} starts[SERVED_THREADS_MAX];
static unsigned start_count;

void served_calls_begin(const int *control_fds, unsigned threads, bool is_new)
{
    is_first = is_new;
    controls = control_fds;
    control_count = threads;
    memset(owed, 0, sizeof(owed));
    memset(has_ended, 0, sizeof(has_ended));
    own_control = -1;
    waits_in_a_row = 0;
    memset(recent, 0, sizeof(recent));
    sends = 0;
    start_count = 0;
    in_server = true;
}

void served_calls_end(void)
{
    in_server = false;
}

/*
 * What kind of place this is in what the server does: the call, the line that
 * it comes from, and the same of the calls before it in this thread.
 */
static uint32_t find_kind(enum call call, const void *caller)
{
    uint32_t kind = 2166136261; /* this and the next number: FNV-1a */

    memmove(recent, recent + 1, sizeof(recent) - sizeof(*recent));
    recent[KIND_CALLS - 1] = (uint32_t)(uintptr_t)caller * CALLS + call;
    for (int i = 0; i < KIND_CALLS; i++)
        kind = (kind ^ recent[i]) * 16777619;
    return kind;
}

/* Counts the call.  True: it is one that has to fail, and errno is set. */
static bool fails(enum call call, const void *caller)
{
    unsigned number;

    if (!in_server || !world->armed)
        return false;
    number = ++world->calls[call];
    if (number <= HITS_MAX)
        world->kinds[call][number - 1] = find_kind(call, caller);
    if (call != world->call || number < world->nth ||
        (number > world->nth && !world->lasting))
        return false;
    world->struck++;
    errno = world->error;
    return true;
}

/* A wrapper of a call that returns -1 when it fails, and does nothing then */
#define FAILING(type, name, parameters, arguments) \
    type __real_##name parameters;                 \
    type __wrap_##name parameters                  \
    {                                              \
        if (fails(CALL_##name, CALLER))            \
            return -1;                             \
        return __real_##name arguments;            \
    }

FAILING(int, bind, (int fd, const struct sockaddr *address, socklen_t size),
        (fd, address, size))
FAILING(int, epoll_create1, (int flags), (flags))
FAILING(int, epoll_ctl, (int epoll, int op, int fd, struct epoll_event *event),
        (epoll, op, fd, event))
FAILING(int, eventfd, (unsigned count, int flags), (count, flags))
FAILING(int, fflush, (FILE * file), (file))
FAILING(int, fstat, (int fd, struct stat *status), (fd, status))
FAILING(int, getrlimit, (int resource, struct rlimit *limit), (resource, limit))
FAILING(int, getsockname, (int fd, struct sockaddr *address, socklen_t *size),
        (fd, address, size))
FAILING(int, poll, (struct pollfd * fds, nfds_t count, int timeout),
        (fds, count, timeout))
FAILING(ssize_t, read, (int fd, void *data, size_t size), (fd, data, size))
FAILING(int, setrlimit, (int resource, const struct rlimit *limit),
        (resource, limit))
FAILING(int, setsockopt,
        (int fd, int level, int option, const void *value, socklen_t size),
        (fd, level, option, value, size))
FAILING(int, shutdown, (int fd, int how), (fd, how))
FAILING(int, signalfd, (int fd, const sigset_t *set, int flags),
        (fd, set, flags))
FAILING(int, socket, (int domain, int type, int protocol),
        (domain, type, protocol))

/* --- Memory ---------------------------------------------------------------*/

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *block);

void *__wrap_malloc(size_t size)
{
    void *block = fails(CALL_malloc, CALLER) ? NULL : __real_malloc(size);

    if (in_server && block != NULL)
        world->blocks++;
    return block;
}

void *__wrap_realloc(void *old, size_t size)
{
    void *block =
        fails(CALL_realloc, CALLER) ? NULL : __real_realloc(old, size);

    if (in_server && block != NULL && old == NULL)
        world->blocks++;
    return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *block =
        fails(CALL_calloc, CALLER) ? NULL : __real_calloc(count, size);

    if (in_server && block != NULL)
        world->blocks++;
    return block;
}

char *__wrap_strdup(const char *text)
{
    char *copy = fails(CALL_strdup, CALLER) ? NULL : __real_strdup(text);

    if (in_server && copy != NULL)
        world->blocks++;
    return copy;
}

void __wrap_free(void *block)
{
    if (in_server && block != NULL)
        world->blocks--;
    __real_free(block);
}

/* A list of addresses counts as one block */
int __real_getaddrinfo(const char *host, const char *service,
                       const struct addrinfo *hints, struct addrinfo **list);
void __real_freeaddrinfo(struct addrinfo *list);

int __wrap_getaddrinfo(const char *host, const char *service,
                       const struct addrinfo *hints, struct addrinfo **list)
{
    int err;

    if (fails(CALL_getaddrinfo, CALLER))
        return errno == ENOMEM ? EAI_MEMORY : EAI_SYSTEM;
    err = __real_getaddrinfo(host, service, hints, list);
    if (in_server && err == 0)
        world->blocks++;
    return err;
}

void __wrap_freeaddrinfo(struct addrinfo *list)
{
    if (in_server)
        world->blocks--;
    __real_freeaddrinfo(list);
}

/* --- Files ----------------------------------------------------------------*/

int __real_open(const char *path, int flags, ...);
int __real_prctl(int option, ...);
int __real_ioctl(int fd, unsigned long request, ...);
int __real_close(int fd);

int __wrap_open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list args;

    va_start(args, flags);
    if (flags & O_CREAT)
        mode = va_arg(args, mode_t);
    va_end(args);
    return fails(CALL_open, CALLER) ? -1 : __real_open(path, flags, mode);
}

int __wrap_prctl(int option, ...)
{
    unsigned long argument;
    va_list args;

    va_start(args, option);
    argument = va_arg(args, unsigned long);
    va_end(args);
    return fails(CALL_prctl, CALLER) ? -1 : __real_prctl(option, argument);
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
    va_list args;
    void *argument;

    va_start(args, request);
    argument = va_arg(args, void *);
    va_end(args);
    return fails(CALL_ioctl, CALLER) ? -1 : __real_ioctl(fd, request, argument);
}

/* On Linux the file is closed even when close fails: close(2) */
int __wrap_close(int fd)
{
    int result = __real_close(fd);

    if (in_server && result < 0 && errno == EBADF)
        world->bad_closes++;
    return fails(CALL_close, CALLER) ? -1 : result;
}

ssize_t __real_write(int fd, const void *data, size_t size);

ssize_t __wrap_write(int fd, const void *data, size_t size)
{
    if (fails(CALL_write, CALLER))
        return -1;
    if (in_server && world->octetwise && size > 1)
        size = 1;
    return __real_write(fd, data, size);
}

/* --- Sockets --------------------------------------------------------------*/

int __real_listen(int fd, int backlog);
int __real_accept4(int fd, struct sockaddr *address, socklen_t *size,
                   int flags);

/* Tells the test the port: the server's own words could be wrong */
int __wrap_listen(int fd, int backlog)
{
    struct sockaddr_in address;
    socklen_t size = sizeof(address);

    if (fails(CALL_listen, CALLER))
        return -1;
    if (in_server &&
        __real_getsockname(fd, (struct sockaddr *)&address, &size) == 0)
        world->port = ntohs(address.sin_port); /* all use 127.0.0.1 */
    return __real_listen(fd, backlog);
}

/* Small enough that a client that does not read is soon felt */
static void shrink(int fd)
{
    const int size = 4096;

    if (__real_setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) < 0)
        abort();
}

int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int accepted, err;

    if (in_server && world->no_files) {
        errno = EMFILE;
        return -1;
    }
    if (fails(CALL_accept4, CALLER)) {
        err = errno;
        if (err != ECONNABORTED)
            return -1;
        /* The client has gone: the kernel takes it off the queue */
        accepted = __real_accept4(fd, NULL, NULL, flags);
        if (accepted < 0)
            return -1;
        __real_close(accepted);
        errno = err;
        return -1;
    }
    accepted = __real_accept4(fd, address, size, flags);
    if (in_server && world->small_buffers && accepted >= 0)
        shrink(accepted);
    return accepted;
}

ssize_t __real_recv(int fd, void *data, size_t size, int flags);
ssize_t __real_send(int fd, const void *data, size_t size, int flags);

ssize_t __wrap_recv(int fd, void *data, size_t size, int flags)
{
    ssize_t received;

    if (fails(CALL_recv, CALLER))
        return -1;
    if (in_server && world->octetwise && size > 1)
        size = 1;
    received = __real_recv(fd, data, size, flags);
    if (in_server && received > 0) {
        world->received += received;
        world->readers[world->reads++ % ORDER_MAX] = fd;
    }
    return received;
}

ssize_t __wrap_send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent;

    if (fails(CALL_send, CALLER))
        return -1;
    if (in_server && world->choppy && ++sends % 2 == 0) {
        errno = EAGAIN;
        return -1;
    }
    if (in_server && world->choppy && size > 1)
        size /= 2;
    if (in_server && world->octetwise && size > 1)
        size = 1;
    sent = __real_send(fd, data, size, flags);
    if (in_server && sent > 0) {
        world->sent += sent;
        world->writers[world->writes++ % ORDER_MAX] = fd;
    }
    return sent;
}

/* --- Time -----------------------------------------------------------------*/

int __real_clock_gettime(clockid_t clock, struct timespec *now);
time_t __real_time(time_t *now);
int __real_epoll_wait(int epoll, struct epoll_event *events, int max,
                      int timeout);

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    uint64_t ns;

    if (!in_server)
        return __real_clock_gettime(clock, now);
    if (clock != CLOCK_MONOTONIC)
        abort(); /* the server has no business with another */
    ns = world->now_ns;
    now->tv_sec = (time_t)(ns / SECOND_NS);
    now->tv_nsec = (long)(ns % SECOND_NS);
    return 0;
}

time_t __wrap_time(time_t *now)
{
    time_t second;

    if (!in_server)
        return __real_time(now);
    second = (time_t)world->wall_clock;
    if (now != NULL)
        *now = second;
    return second;
}

/* A question of the test: when will you have something to do? */
static void take_question(int control)
{
    char question;

    if (__real_recv(controls[control], &question, 1, 0) != 1)
        _exit(EXIT_FAILURE); /* the test is gone */
    owed[control]++;
}

static void answer(int control, uint64_t ns)
{
    if (__real_send(controls[control], &ns, sizeof(ns), MSG_NOSIGNAL) < 0)
        _exit(EXIT_FAILURE);
    owed[control]--;
}

/* One of several threads goes on as well when another gives it work */
static void await_question_or_event(int epoll)
{
    struct pollfd files[2] = {
        {.fd = controls[own_control], .events = POLLIN},
        {.fd = epoll, .events = POLLIN},
    };

    __real_poll(files, 2, -1);
    if (files[0].revents != 0)
        take_question(own_control);
}

/*
 * Waits for events until a point of the test's time.  A question of the test
 * is answered only when there are none: what happened before it was asked has
 * been seen by then, because it is looked for after the question came.
 *
 * A server of one thread does something only between a question and its
 * answer, while the test does nothing: so the same happens in each run.
 */
static int wait_for_events(int epoll, struct epoll_event *events, int max,
                           uint64_t until_ns)
{
    if (own_control < 0)
        own_control = (int)world->threads++;
    world->waits++;
    if (++waits_in_a_row > SPIN) {
        fputs("# the server spins\n", stderr);
        abort();
    }
    for (;;) {
        int count;

        if (owed[own_control] == 0 && control_count == 1)
            take_question(own_control);
        count = __real_epoll_wait(epoll, events, max, 0);
        if (count != 0 || world->now_ns >= until_ns)
            return count;
        if (owed[own_control] == 0) {
            await_question_or_event(epoll);
            continue;
        }
        answer(own_control, until_ns);
        waits_in_a_row = 0;
    }
}

int __wrap_epoll_wait(int epoll, struct epoll_event *events, int max,
                      int timeout_ms)
{
    uint64_t until_ns = TIME_NEVER;

    if (fails(CALL_epoll_wait, CALLER))
        return -1;
    if (timeout_ms < -1)
        world->bad_waits++;
    if (timeout_ms >= 0)
        until_ns = world->now_ns + (uint64_t)timeout_ms * MS_NS;
    return wait_for_events(epoll, events, max, until_ns);
}

int __wrap_epoll_pwait2(int epoll, struct epoll_event *events, int max,
                        const struct timespec *timeout, const sigset_t *mask)
{
    uint64_t until_ns = TIME_NEVER;

    if (fails(CALL_epoll_pwait2, CALLER))
        return -1;
    if (world->no_epoll_pwait2) {
        errno = ENOSYS;
        return -1;
    }
    if (mask != NULL)
        abort(); /* it would have to be obeyed here */
    if (timeout != NULL) {
        if (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
            timeout->tv_nsec >= (long)SECOND_NS)
            world->bad_waits++;
        until_ns = world->now_ns + (uint64_t)timeout->tv_sec * SECOND_NS +
                   (uint64_t)timeout->tv_nsec;
    }
    return wait_for_events(epoll, events, max, until_ns);
}

/* --- Threads --------------------------------------------------------------*/

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *argument);
int __real_pthread_join(pthread_t thread, void **result);
int __real_pthread_sigmask(int how, const sigset_t *set, sigset_t *old);

/* Answers the question that was asked, or one that is still to come */
static void say_ended(int control)
{
    if (!has_ended[control])
        answer(control, SERVED_ENDED);
    has_ended[control] = true;
}

void served_calls_say_ended(void)
{
    for (unsigned i = 0; i < control_count; i++)
        say_ended((int)i);
    for (unsigned i = 0; i < control_count; i++)
        while (owed[i] < 0)
            take_question((int)i);
}

/* This thread waits for no more events: the test shall not wait for it */
static void leave_world(void)
{
    if (own_control >= 0)
        say_ended(own_control);
}

static void *run_thread(void *argument)
{
    const struct start *start = argument;
    void *result = start->run(start->argument);

    leave_world();
    return result;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *argument)
{
    struct start *start = &starts[start_count++];

    if (fails(CALL_pthread_create, CALLER))
        return errno;
    *start = (struct start){run, argument};
    return __real_pthread_create(thread, attributes, run_thread, start);
}

int __wrap_pthread_join(pthread_t thread, void **result)
{
    if (in_server)
        leave_world();
    return __real_pthread_join(thread, result);
}

int __wrap_pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    return fails(CALL_pthread_sigmask, CALLER)
               ? errno
               : __real_pthread_sigmask(how, set, old);
}

/* --- Memory of its own ----------------------------------------------------*/

int __real_process_open(struct process *process);

/*
 * All that the server keeps in memory that outlives main (a test says so): it
 * has been promised that it is zero, but for two things.
 */
int __wrap_process_open(struct process *process)
{
    struct dice dice = process->dice;
    bool quiet = process->log.quiet;

    if (!is_first) {
        memset(process, 0, sizeof(*process));
        process->dice = dice;
        process->log.quiet = quiet;
    }
    return __real_process_open(process);
}
