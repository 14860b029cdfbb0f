#ifndef CALLS_H
#define CALLS_H

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <time.h>

/*
 * The system calls of the runtime, and its allocations.  All return what the
 * manual says, or -errno; call_alloc() returns NULL.  Each can be told to fail,
 * so that a test can see what becomes of it.
 */

/*
 * From now on the call of this name ("epoll_ctl", "alloc") fails with err when
 * it is called the nth time, from 1; with nth 0 each time, and with err 0
 * never.  Only one call at a time.  "" forgets it.  For tests with one thread.
 */
void calls_fail(const char *name, long nth, int err);

/* How often the call that calls_fail() names was called since. */
long calls_count(void);

int call_epoll_create(void);
int call_epoll_ctl(int epfd, int operation, int fd, struct epoll_event *event);

/*
 * Waits for at most timeout ns; negative: without end.  Where epoll_pwait2(2)
 * fails with ENOSYS or EPERM, it is not asked again, and timeouts are rounded
 * up to milliseconds: late then, never early.
 */
int call_epoll_wait(int epfd, struct epoll_event *events, int count,
                    int64_t timeout);
int call_get_flags(int fd);
int call_eventfd(void);
int call_sigaction(int signal, const struct sigaction *action,
                   struct sigaction *before);
/* A thread that has all signals blocked but those of its own mistakes */
int call_thread_create(pthread_t *thread, void *(*run)(void *data), void *data);
ssize_t call_read(int fd, void *data, size_t size);
ssize_t call_write(int fd, const void *data, size_t size);
int call_close(int fd);
void *call_alloc(size_t size);

#endif
