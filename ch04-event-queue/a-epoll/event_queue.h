#ifndef EVENT_QUEUE_H
#define EVENT_QUEUE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

/*
 * An event queue, as thin a layer over epoll(7) as can be: a registry of the
 * files we are interested in, and a place to wait until something happens to
 * one of them.
 */

struct registry {
    int epfd;
};

struct poll {
    struct registry registry;
};

/* 0 with an empty queue, which poll_fini() takes, or -errno. */
int poll_init(struct poll *poll);

/* The registered files stay open: they are the caller's. */
void poll_fini(struct poll *poll);

/* Where files are registered for poll; lives as long as poll. */
struct registry *poll_registry(struct poll *poll);

/*
 * Waits until there are events, at most timeout_ms milliseconds, for ever
 * with -1.  How many of the events (capacity of them, at least 1) are filled
 * in, 0 when the time is over, or -errno; what does not fit comes with the
 * next wait.  An event is a hint: look before you believe it.
 *
 * A signal does not end the wait, but the timeout then starts anew.  (The
 * queue of b-epoll-mio does better.)
 */
int poll_wait(struct poll *poll, struct epoll_event *events, int capacity,
              int timeout_ms);

/*
 * From now on events on fd come with token in their data.u64.  interests are
 * those of epoll_ctl(2): with EPOLLET they are edge-triggered, which means
 * that the queue reports what changes (and first how things are now), not
 * again and again how they are.  Then read until EAGAIN, or wait for ever for
 * the change that has been.  Closing fd ends its registration.
 *
 * 0; -EEXIST if fd is registered already; -EPERM if it can never make one wait,
 * as a regular file; or what else epoll_ctl(2) says.
 */
int registry_register(struct registry *registry, int fd, size_t token,
                      uint32_t interests);

#endif
