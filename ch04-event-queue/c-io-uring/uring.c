#define _GNU_SOURCE /* syscall */
#include "uring.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error.h"

/* Each index is written by one side and read by the other, never locked. */
_Static_assert(sizeof(_Atomic uint32_t) == sizeof(uint32_t), "same layout");
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "the other side knows no lock");

static const size_t CANCEL_TOKEN = SIZE_MAX;

/*
 * SINGLE_MMAP: both queues are in one mapping.  FAST_POLL (Linux 5.7): for a
 * socket without data the kernel waits as epoll does and not with a thread of
 * its own; who has it has IORING_OP_RECV too, which is a version older.
 */
static const uint32_t FEATURES =
    IORING_FEAT_SINGLE_MMAP | IORING_FEAT_FAST_POLL;

static void *map(int fd, size_t bytes, off_t offset)
{
    return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                fd, offset);
}

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The kernel says where in the mapping it keeps what. */
static void find_queues(struct uring *uring, const struct io_uring_params *p)
{
    char *rings = uring->rings;
    uint32_t *places = (void *)(rings + p->sq_off.array);

    uring->submissions = (struct uring_queue){
        .head = (void *)(rings + p->sq_off.head),
        .tail = (void *)(rings + p->sq_off.tail),
        .entries = p->sq_entries,
    };
    uring->completions = (struct uring_queue){
        .head = (void *)(rings + p->cq_off.head),
        .tail = (void *)(rings + p->cq_off.tail),
        .entries = p->cq_entries,
    };
    uring->cqes = (void *)(rings + p->cq_off.cqes);
    /* the ring holds indices into sqes: for us each place has its own sqe */
    for (uint32_t i = 0; i < p->sq_entries; i++)
        places[i] = i;
}

/*
 * Two mappings: the queues, whose length is that of the one that ends later,
 * and the array of requests.
 */
static int map_rings(struct uring *uring, const struct io_uring_params *p)
{
    uring->rings_bytes =
        max(p->sq_off.array + p->sq_entries * sizeof(uint32_t),
            p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe));
    uring->sqes_bytes = p->sq_entries * sizeof(struct io_uring_sqe);
    uring->rings = map(uring->fd, uring->rings_bytes, IORING_OFF_SQ_RING);
    if (uring->rings == MAP_FAILED)
        return -errno;
    uring->sqes = map(uring->fd, uring->sqes_bytes, IORING_OFF_SQES);
    if (uring->sqes == MAP_FAILED) {
        int err = -errno;

        munmap(uring->rings, uring->rings_bytes);
        return err;
    }
    return 0;
}

/* libc has no functions for these calls. */
static int enter(int fd, unsigned submit, unsigned wait_for)
{
    unsigned flags = wait_for > 0 ? IORING_ENTER_GETEVENTS : 0;

    return (int)syscall(SYS_io_uring_enter, fd, submit, wait_for, flags, NULL,
                        0);
}

int uring_init(struct uring *uring, unsigned entries)
{
    struct io_uring_params params = {0};
    struct uring ring = {.entries = entries};
    int err = 0;

    ring.fd = (int)syscall(SYS_io_uring_setup, entries, &params);
    if (ring.fd < 0)
        return -errno;
    if ((params.features & FEATURES) != FEATURES)
        err = -ENOSYS;
    /* a sandbox may allow the one call and forbid the other */
    else if (enter(ring.fd, 0, 0) < 0 && errno != EINTR)
        err = -errno;
    else
        err = map_rings(&ring, &params);
    if (err < 0) {
        close(ring.fd);
        return err;
    }
    find_queues(&ring, &params);
    *uring = ring;
    return 0;
}

static uint32_t count_queued(const struct uring_queue *queue)
{
    /*
     * acquire: pairs with the release of whoever moved the index.  The
     * difference of unsigned numbers is right after one has wrapped around,
     * too.
     */
    return atomic_load_explicit(queue->tail, memory_order_acquire) -
           atomic_load_explicit(queue->head, memory_order_acquire);
}

/*
 * The kernel made the submission queue at least as large as we asked, and that
 * for completions twice as large: no more in flight than asked for means that
 * neither can overflow.
 */
static void submit(struct uring *uring, const struct io_uring_sqe *sqe)
{
    struct uring_queue *queue = &uring->submissions;
    uint32_t tail = atomic_load_explicit(queue->tail, memory_order_relaxed);

    if (uring->in_flight == uring->entries)
        panic("more than %u requests in flight", uring->entries);
    uring->in_flight++;
    uring->sqes[tail & (queue->entries - 1)] = *sqe;
    /* release: whoever sees the new tail sees the request in its place */
    atomic_store_explicit(queue->tail, tail + 1, memory_order_release);
}

void uring_recv(struct uring *uring, int fd, void *buffer, uint32_t bytes,
                size_t token)
{
    const struct io_uring_sqe sqe = {
        .opcode = IORING_OP_RECV,
        .fd = fd,
        .addr = (uintptr_t)buffer,
        .len = bytes,
        .user_data = token,
    };

    if (token == CANCEL_TOKEN)
        panic("token %zu is taken", token);
    submit(uring, &sqe);
}

void uring_cancel(struct uring *uring, size_t token)
{
    const struct io_uring_sqe sqe = {
        .opcode = IORING_OP_ASYNC_CANCEL,
        .fd = -1,
        .addr = token,
        .user_data = CANCEL_TOKEN,
    };

    submit(uring, &sqe);
}

int uring_wait(struct uring *uring)
{
    int submitted;

    if (uring->in_flight == 0)
        panic("uring_wait with nothing in flight");
    do {
        uring->calls++;
        submitted = enter(uring->fd, count_queued(&uring->submissions), 1);
    } while (submitted < 0 && errno == EINTR);
    return submitted < 0 ? -errno : 0;
}

bool uring_next(struct uring *uring, struct completion *completion)
{
    struct uring_queue *queue = &uring->completions;

    while (count_queued(queue) > 0) {
        uint32_t head = atomic_load_explicit(queue->head, memory_order_relaxed);
        const struct io_uring_cqe *cqe =
            &uring->cqes[head & (queue->entries - 1)];

        *completion = (struct completion){cqe->user_data, cqe->res};
        /* release: when the kernel reuses the place, we have read it */
        atomic_store_explicit(queue->head, head + 1, memory_order_release);
        uring->in_flight--;
        if (completion->token != CANCEL_TOKEN)
            return true;
    }
    return false;
}

int uring_fini(struct uring *uring)
{
    struct completion completion;

    while (uring->in_flight > 0) {
        int err = uring_wait(uring);

        if (err < 0)
            return err;
        while (uring_next(uring, &completion))
            ; /* what came is of no interest any more */
    }
    munmap(uring->sqes, uring->sqes_bytes);
    munmap(uring->rings, uring->rings_bytes);
    close(uring->fd);
    return 0;
}
