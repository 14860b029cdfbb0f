#ifndef URING_H
#define URING_H

#include <linux/io_uring.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * io_uring(7): two rings in memory that we share with the kernel.  We put
 * requests into the submission queue; the kernel does what they ask for and
 * puts what came of it into the completion queue.  An event queue says "you
 * could read now"; this one says "I have read".
 *
 * So a request's buffer belongs to the kernel from the call that queues it
 * until its completion has come out of uring_next(): it may be written at any
 * moment, by nobody you can see.  Do not look into it, do not free it, do not
 * leave the function that it is a variable of.  Whoever cannot wait for the
 * completion asks for it with uring_cancel(), and then waits all the same.
 *
 * For one thread.
 */

/* What both queues have: head is the next to take, tail the next to fill. */
struct uring_queue {
    _Atomic uint32_t *head;
    _Atomic uint32_t *tail;
    uint32_t entries; /* a power of two: index & (entries - 1) is the place */
};

struct uring {
    int fd;
    unsigned entries;   /* how many may be in flight */
    unsigned in_flight; /* requests whose completion has not come out yet */
    unsigned calls;     /* of io_uring_enter(2), for who wants to compare */
    struct uring_queue submissions;
    struct uring_queue completions;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
    void *rings; /* the mappings, sqes being the second */
    size_t rings_bytes;
    size_t sqes_bytes;
};

struct completion {
    size_t token; /* of the request */
    int res;      /* what the system call would return, or -errno */
};

/*
 * Makes rings for entries requests in flight at once, cancellations included;
 * to queue one more is a bug and panics.
 *
 * 0, or -ENOSYS: the kernel is older than 5.7, or has no io_uring.  -EPERM,
 * -EACCES: an administrator or a sandbox forbids it.  -ENOMEM: older kernels
 * count the rings as locked memory (ulimit -l).  Or what else
 * io_uring_setup(2) says.
 */
int uring_init(struct uring *uring, unsigned entries);

/*
 * Waits until the kernel has given back every buffer, so cancel first what
 * could take its time; then the rings are gone.  close(2) alone would let the
 * kernel go on writing for a while.
 *
 * 0, or -errno of io_uring_enter(2), and then nothing is gone: the buffers are
 * the kernel's until the process ends.
 */
int uring_fini(struct uring *uring);

/*
 * Queues the request to receive up to bytes octets from fd, under any token
 * but SIZE_MAX.  Its completion says how many came, 0 at the end, or -errno:
 * the socket need not be non-blocking.  The kernel sees it at the next
 * uring_wait(), but the buffer counts as the kernel's from now on.
 */
void uring_recv(struct uring *uring, int fd, void *buffer, uint32_t bytes,
                size_t token);

/*
 * Queues the wish that the request with token end now.  It still completes:
 * with -ECANCELED, or with what came first.  The wish's own completion is not
 * reported; that there is no such request is no error.
 */
void uring_cancel(struct uring *uring, size_t token);

/*
 * Hands over what is queued and waits for a completion, in one system call.
 * 0, perhaps without one after a signal, or -errno of io_uring_enter(2).
 * With nothing in flight it would wait for ever, so it panics.
 */
int uring_wait(struct uring *uring);

/* Takes the oldest completion; false if there is none.  Never waits. */
bool uring_next(struct uring *uring, struct completion *completion);

#endif
