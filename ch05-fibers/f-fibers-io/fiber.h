#ifndef FIBER_H
#define FIBER_H

#include <stddef.h>

#include "context.h"
#include "mio.h"
#include "stack.h"

/*
 * Fibers on an event queue: code that looks as if it blocked, and gives up its
 * turn where a thread would sleep.
 *
 * Any number of fibers run by turns on one OS thread, first come, first served.
 * A fiber has the CPU until it yields, waits or ends: one that computes for
 * long keeps all others waiting.  Each OS thread can have a runtime of its own;
 * fibers do not move between them, and everything here is called by the thread
 * that the runtime belongs to.
 *
 * A fiber has its own errno and its own control words of floating point; the
 * signal mask, the locale and thread-local variables it shares with the others
 * of its thread, and so all that a library keeps for each thread.
 *
 * A mutex is locked by the thread.  If a fiber yields or waits with a locked
 * mutex, another fiber that locks it blocks the thread for ever, or gets in as
 * well where the mutex is recursive.
 *
 * C++ keeps the exceptions that are being handled for each thread.  If a fiber
 * yields or waits inside a catch block, or in a destructor that an exception
 * has called, `throw;` throws another fiber's exception.  Leave the catch block
 * first.  An exception that leaves task() ends the program.
 *
 * The stacks do not grow: pointers may point into them, so nothing could be
 * moved.  A fiber that needs more than it has ends the program with
 * "panic: fiber NAME overflowed its N KiB stack".  A signal handler needs room,
 * too: up to sysconf(_SC_MINSIGSTKSZ) octets more (12 KiB with the large vector
 * registers of x86-64), unless it is installed with SA_ONSTACK.  One that does
 * not find it ends the program by SIGSEGV, without that line.
 *
 * A fiber may call exit(3), but not pthread_exit(3).  The child of a fork(2)
 * shares the event queue: it calls nothing of this, and ends by _exit(2) or
 * becomes another program.
 *
 * Used against what is said here, it panics where it can tell.  Functions that
 * can fail return -errno and have changed nothing then.
 */

enum fiber_state {
    FIBER_READY, /* in the queue for its turn */
    FIBER_RUNNING,
    FIBER_WAITING, /* for an event */
    FIBER_DEAD,
};

/* Stands at the upper end of its own stack, but for the base. */
struct fiber {
    struct context ctx;
    struct fiber *next; /* among those that are ready, or dead */
    enum fiber_state state;
    int saved_errno;
    struct stack *stack;
    const char *name;
    void (*task)(void *arg);
    void *arg;
} __attribute__((aligned(64)));

struct runtime {
    struct fiber base; /* calls runtime_run(), on the OS thread's stack */
    struct stack base_stack;
    struct fiber *running; /* the base when no fiber is */

    struct fiber *ready_first;
    struct fiber **ready_end; /* where the next one is linked */
    size_t alive;             /* fibers that have not ended */

    struct mio_poll poll;
    struct mio_events events;
    size_t waiting;
    unsigned turns; /* since the last look at the event queue */

    struct stack_kind stacks;
    struct fiber *dead; /* and their stacks, for those to come */
    size_t dead_count;

    char *signal_stack; /* for the news that a stack is full; NULL: not ours */
    char overflow[64];  /* the end of that message */
};

/*
 * Makes rt the runtime of this OS thread, which can have one at a time, with
 * stacks of stack_bytes, rounded up to whole pages.  rt stays where it is until
 * runtime_fini(); it needs its type's alignment, more than malloc(3) gives.
 *
 * To notice a stack that overflows, this takes SIGSEGV for the process, for
 * good; other faults go to the handler that was there before.  A program that
 * takes the signal back, or blocks it, does without the notice.  The thread is
 * given a stack for signals if it has none.
 *
 * -EINVAL: a size of 0, or one out of reach.  -ENOMEM; -EMFILE, -ENFILE.
 */
int runtime_init(struct runtime *rt, size_t stack_bytes);

/* Called by the base.  Fibers that were spawned and did not run, never will. */
void runtime_fini(struct runtime *rt);

/* Called by the base: returns when all fibers have ended. */
void runtime_run(struct runtime *rt);

/*
 * Makes a fiber that will run task(arg) when its turn comes, and that ends when
 * task returns.  What arg points to, and the name, must live until then.
 * Called by the base and by fibers.
 *
 * -ENOMEM: no memory, or more mappings than a process may have (with guards
 * that take one each, at about 32,000 fibers; see stack.h).  -EAGAIN: memory
 * would have to be locked, and may not.
 */
int fiber_spawn(const char *name, void (*task)(void *arg), void *arg);

/* Called by a fiber: lets all others that are ready have a turn. */
void fiber_yield(void);

/*
 * Called by a fiber: others run until fd may be ready for interests (enum
 * mio_interest).  May be, so that it is in non-blocking mode and the fiber
 * waits again if it is not.  It must not be closed meanwhile: the fiber would
 * sleep for ever, or another be woken in its place.
 *
 * -EEXIST: another fiber waits for it; a dup(2) of it can be waited for.
 * -EPERM: it is always ready, as a regular file.  -ENOENT, -EBADF after a wait:
 * it was closed.  Else as of mio_registry_register().
 */
int fiber_wait(int fd, unsigned interests);

#endif
