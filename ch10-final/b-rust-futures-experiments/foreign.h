#ifndef FOREIGN_H
#define FOREIGN_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "answer.h"
#include "future.h"

/*
 * Another runtime, as a library of other people might bring it along.  It knows
 * nothing of our executor and reactor, nor do they know of it.  What both know
 * is waker.h, and that will do: a task of the one can wait for the other.
 *
 * It works in another way, too.  Our reactor says that a file is ready, and the
 * future reads it in the executor's thread.  Here a thread connects, sends and
 * receives all by itself; the future only asks if the answer is there.
 *
 * Where it lies it must stay, from foreign_init() to foreign_fini().
 */
struct foreign {
    int epfd;
    int stop; /* an eventfd, which ends the thread */
    pthread_t thread;

    /* lock protects what follows, and the requests in the list */
    pthread_mutex_t lock;
    struct foreign_get *first; /* of those that the thread works on */
    uint64_t last_id;
};

/* Starts the thread.  0, or -errno with nothing left open. */
int foreign_init(struct foreign *runtime);

/*
 * Stops the thread and joins it.  All futures that were polled with it are
 * dropped before: with a request that is not answered, panic.
 */
void foreign_fini(struct foreign *runtime);

/*
 * From now on runtime is that of this thread: futures that are polled here for
 * the first time use it.  Returns the one before, to be entered again in the
 * end; NULL is none.  As tokio's Handle::enter().
 *
 * The thread's, not the task's: one that waits before it enters the old one
 * again leaves its own to all the other tasks of its executor.  If two do so,
 * the first to enter must be the last to leave, or the other enters a runtime
 * again that has ended; tokio's guard panics then.
 */
struct foreign *foreign_enter(struct foreign *runtime);

/* What comes of a request */
struct foreign_answer {
    const char *failure; /* what kept it from coming, a literal; or NULL */
    int err;             /* and why: 0 or -errno, for http_strerror() */
    char *body;          /* without failure, for the caller to free() */
};

/*
 * The future of an answer: GET path from the delayserver.  path is copied, and
 * percent-encoded by the caller.  Whatever fails is its output; also, that in
 * the thread of its first poll no runtime was entered.  A status that is not a
 * 2xx is no failure, and told on stderr.  Any thread may poll and drop it, one
 * at a time.
 */
typedef struct foreign_answer foreign_get_output;

enum foreign_get_state {
    FOREIGN_GET_START,
    FOREIGN_GET_WAIT,
    FOREIGN_GET_RESOLVED,
};

struct foreign_get {
    enum foreign_get_state state;
    struct foreign *runtime; /* NULL: not known yet */
    char *request;           /* NULL: there was no memory for it */
    int fd;                  /* -1: not open */
    uint64_t id;             /* by which the thread knows it */

    /* under the lock of the runtime: */
    struct foreign_get *next;
    size_t sent; /* so much of the request */
    struct answer answer;
    int err;
    bool is_done; /* and not in the list any more */
    struct waker waker;
};

void foreign_get_init(struct foreign_get *self, const char *path);
struct poll foreign_get_poll(struct foreign_get *self, struct context *cx,
                             foreign_get_output *output);
void foreign_get_drop(struct foreign_get *self);

/*
 * The same for who has no runtime: it brings one along, and needs nobody to
 * start or enter it.  All of them share that, from the first poll of the first
 * one until the last one is dropped; this waits for the thread to end, so it is
 * not to be done by a waker (panic).
 */
typedef foreign_get_output foreign_fetch_output;

struct foreign_fetch {
    struct foreign_get get;
    bool has_runtime;
};

void foreign_fetch_init(struct foreign_fetch *self, const char *path);
struct poll foreign_fetch_poll(struct foreign_fetch *self, struct context *cx,
                               foreign_fetch_output *output);
void foreign_fetch_drop(struct foreign_fetch *self);

#endif
