#ifndef LOOP_H
#define LOOP_H

#include "timer.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>

/*
 * What an event loop is made of: epoll, timers, and the clock of the timers.
 * Only the thread that runs the loop may use it.
 */
struct loop {
    int epoll_fd;
    bool coarse_waits; /* no epoll_pwait2, or a sandbox forbids it */
    struct timers timers;
};

/* Returns 0, or -errno and nothing is open */
int loop_open(struct loop *loop);

/* Everything that has a timer must have cancelled it */
void loop_close(struct loop *loop);

/*
 * Watches fd for events (EPOLLIN, ...), until fd is closed: an event of fd
 * carries owner in data.ptr.  Returns 0 or -errno.
 */
int loop_add(struct loop *loop, int fd, uint32_t events, void *owner);

/* Watches fd, which has been added, for other events.  Returns 0 or -errno. */
int loop_change(struct loop *loop, int fd, uint32_t events, void *owner);

/*
 * Waits for events until wake_ns, or without an end for TIMER_NEVER.  Stores at
 * most max events.  Returns their number, which may be 0 before wake_ns, too;
 * or -errno.
 */
int loop_wait(struct loop *loop, struct epoll_event *events, int max,
              uint64_t wake_ns);

/* Calls expired() of each timer that is due */
void loop_run_timers(struct loop *loop);

/* CLOCK_MONOTONIC in nanoseconds: the clock of all timers */
uint64_t loop_now_ns(void);

#endif
