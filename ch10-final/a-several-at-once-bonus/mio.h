#ifndef MIO_H
#define MIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

/*
 * An event queue with the names and the contract of mio, the library that the
 * book's programs stand on; here it stands on epoll(7).  The prefix mio_ keeps
 * its poll apart from that of futures.
 *
 *   registry  knows on which fds we wait, for what, and as which token
 *   poll      is where one thread waits
 *   events    are what comes out of a wait
 *
 * What every user of it must know:
 *
 * An event is a hint.  It may be spurious: that an fd was readable when the
 * queue looked does not mean that it is now.  So fds are non-blocking, and a
 * read that would block (EAGAIN) is no error but the sign to wait again.
 *
 * Drain.  Registrations are edge-triggered: an event says that something has
 * changed, and the next one comes only after the next change.  Repeat the
 * operation until it would block; what you leave unread may never be reported
 * again.  A short read proves less than it seems: the end of the stream may
 * have come with the data, in one event, and only another read sees it.  The
 * first look is free: an fd that is ready when it is registered makes an event
 * at once.
 *
 * Close last.  Closing an fd ends its registration only if no duplicate of
 * it (dup(2), fork(2), SCM_RIGHTS) is open anywhere; with one, events go on,
 * under a number that can no longer be deregistered.  Deregister, then close.
 * An event that a wait has delivered before stays in its list, so a token must
 * not get a new meaning until that list is worked off.
 *
 * Threads.  One thread waits at a time.  Any thread may register and
 * deregister, at any time, and during a wait too: it takes effect at once. None
 * of this locks anything of ours or calls back.
 *
 * Functions that can fail return 0 or -errno, and then have changed nothing
 * (but a wait that fails has emptied its list).
 * No struct here may be copied or moved while it is in use.
 */

struct mio_registry {
    int epfd;
};

struct mio_poll {
    struct mio_registry registry;
};

/* What to wait for, added by |; at least one of the first three. */
enum mio_interest {
    MIO_READABLE = 1,
    MIO_WRITABLE = 2,
    MIO_PRIORITY = 4, /* out-of-band data, and what else poll(2) lists */

    /*
     * Ours, not mio's: every wait reports the fd as long as it is ready.
     * Easier, as there is no need to drain, but who cannot use what is there
     * (an end of file too) has to deregister, or wait in circles.
     */
    MIO_LEVEL = 8,
};

/* Makes an empty queue.  -EMFILE, -ENFILE, -ENOMEM. */
int mio_poll_init(struct mio_poll *poll);

/*
 * No thread may wait.  Registered fds stay open: they are the caller's.
 * A waker is finished first (mio_waker.h).
 */
void mio_poll_fini(struct mio_poll *poll);

/* The registry of poll; it lives as long as poll does. */
struct mio_registry *mio_poll_registry(struct mio_poll *poll);

struct mio_events;

/*
 * Time without end; a wait for 292 years would be the same.  It is not
 * negative, so that the time left until a deadline just passed is no wait for
 * ever.
 */
#define MIO_FOREVER INT64_MAX

/*
 * Waits until there are events or timeout_ns nanoseconds are over, and puts
 * them into events in place of those of the wait before.  None after a time
 * out; never more than events has room for: what is left comes with the next
 * wait, and no fd waits behind another for ever.
 *
 * Never too early: epoll counts in milliseconds, and we round up.  With 0 or
 * less it only looks.  A signal does not end the wait, and does not prolong it
 * either (mio returns its EINTR): what shall end it for a signal is a waker.
 */
int mio_poll_wait(struct mio_poll *poll, struct mio_events *events,
                  int64_t timeout_ns);

/*
 * From now on reports events on fd with token, which is the caller's to choose:
 * an index, an address.  fd is borrowed.  One registration per fd and queue.
 *
 * -EEXIST: registered already.  -EPERM: a regular file or a directory; it never
 * makes one wait.  -EINVAL: no interest, an unknown one, or fd is the queue
 * itself.  -ELOOP: fd is a queue that waits for this one.  -EBADF, -ENOMEM;
 * -ENOSPC: over fs.epoll.max_user_watches.
 */
int mio_registry_register(struct mio_registry *registry, int fd, size_t token,
                          unsigned interests);

/*
 * Waits that begin from now on report nothing of fd, nor of what happened to
 * it before.  -ENOENT: not registered.  -EBADF: closed already; see above.
 */
int mio_registry_deregister(struct mio_registry *registry, int fd);

/* One event.  It is epoll's, so take its address but not that of its parts. */
struct mio_event {
    struct epoll_event epoll;
};

struct mio_events {
    struct mio_event *list;
    size_t capacity;
    size_t length; /* how many there are: for the caller to read */
};

/*
 * An empty list with room for capacity events, at least 1: more is fewer
 * system calls, less is shorter turns.  -EINVAL if epoll_wait(2) could not fill
 * it; -ENOMEM.
 */
int mio_events_init(struct mio_events *events, size_t capacity);
void mio_events_fini(struct mio_events *events);

/* The event at index, below length; valid until the next wait with events. */
const struct mio_event *mio_events_get(const struct mio_events *events,
                                       size_t index);

size_t mio_event_token(const struct mio_event *event);

#endif
