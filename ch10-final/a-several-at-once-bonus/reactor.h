#ifndef REACTOR_H
#define REACTOR_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "mio.h"
#include "mio_waker.h"
#include "waker.h"

/* What a reactor knows of an fd */
struct registration {
    bool is_registered;
    struct waker waker; /* a clone of the newest, or none */
};

/*
 * A reactor is a thread that waits in the event queue for all futures and, when
 * something happens to an fd, calls the waker of whoever waits for that fd.
 * A waker is called once and then forgotten.
 *
 * Before an operation that may say "would block", a future stores its waker
 * here, at each poll anew, as it may be polled with another one:
 *
 *     register fd                      once
 *     set_waker                        at each poll, and then ...
 *     read, and answer PENDING if it would block
 *     deregister fd, close it
 *
 * The order is what matters.  Events are edges: what happens after the read is
 * told once, maybe before the next line of the future is run.  If the waker is
 * stored only then, there was nobody to wake, and the future sleeps for ever.
 *
 * One task waits for an fd: the waker of a second one would replace that of
 * the first.  Any thread may register, set a waker and deregister.
 */
struct reactor {
    struct mio_poll poll;
    struct mio_events events; /* the reactor thread's */
    struct mio_waker stop;    /* ends the thread */
    pthread_t thread;

    /* lock protects what follows: futures and the reactor thread share it */
    pthread_mutex_t lock;
    struct registration *registrations; /* by fd */
    size_t capacity;                    /* of registrations */
    size_t registered;
};

/*
 * Starts the thread.  0, or -errno with nothing left open.  If the thread fails
 * later, it calls die(): with the program all end who wait for events.
 */
int reactor_init(struct reactor *reactor);

/*
 * Stops the thread and joins it.  With an fd still registered: panic.  If it
 * cannot be told to stop, die().
 */
void reactor_fini(struct reactor *reactor);

/*
 * From now on events of fd, which stays the caller's, call the waker that
 * is set for it; those that find none are forgotten.  interests are mio's; one
 * registration per fd.  0, -EBADF, -ENOMEM, or what mio_registry_register()
 * fails with.
 */
int reactor_register(struct reactor *reactor, int fd, unsigned interests);

/*
 * Keeps a clone of waker to call at the next event of fd, and drops the one
 * that was kept before: the newest wins.  One that wakes the same task as the
 * one that is kept is not cloned.  If fd is not registered: panic.
 */
void reactor_set_waker(struct reactor *reactor, int fd,
                       const struct waker *waker);

/*
 * Forgets fd and drops its waker; before fd is closed, or its number may be
 * another one's.  An event that is on its way then may wake that one's task
 * for nothing: wakers are hints, too.  If fd is not registered: panic.
 */
void reactor_deregister(struct reactor *reactor, int fd);

#endif
