#ifndef RUNTIME_H
#define RUNTIME_H

#include <stddef.h>

#include "context.h"

/*
 * Fibers, which the book calls threads as well: functions that run by turns on
 * one thread of the operating system, each on a stack of its own, and that give
 * up their turn themselves.
 *
 * All of this belongs to the one OS thread that called runtime_init().  Used
 * against what is said here, it panics where it can tell.
 *
 * errno is kept for each fiber.  For what a switch does not keep see context.h.
 * There is nothing below a stack: a fiber that needs more than there is
 * destroys what is not its own.  And nothing tells the sanitizers of switches,
 * or valgrind of stacks: the first see no stack but the OS thread's, and so
 * find less; the other takes a stack for a new one because it is far away.
 */

enum {
    DEFAULT_STACK_SIZE = 2 * 1024 * 1024, /* in bytes */
    MAX_THREADS = 4,                      /* the base thread is one of them */
};

enum thread_state {
    THREAD_AVAILABLE, /* nothing runs on it: room for a new one */
    THREAD_RUNNING,
    THREAD_READY, /* waits for its turn */
};

struct thread {
    char *stack; /* DEFAULT_STACK_SIZE; NULL for the base thread */
    struct context ctx;
    enum thread_state state;
};

struct runtime {
    struct thread threads[MAX_THREADS]; /* 0: base, calls runtime_run() */
    size_t current;
};

/*
 * Allocates the stacks and makes rt the runtime of this OS thread, which can
 * have one at a time.  rt must stay where it is until runtime_fini().
 * 0, or -ENOMEM, or why tib_lend() failed, with nothing left allocated.
 */
int runtime_init(struct runtime *rt);

/* Frees the stacks, also those of fibers that have not come to their end. */
void runtime_fini(struct runtime *rt);

/*
 * Makes a fiber that will run f, and that ends when f returns; its slot can
 * then be used again.  0, or -EAGAIN if all are in use.
 */
int runtime_spawn(struct runtime *rt, void(MS_ABI *f)(void));

/* Lets the fibers run until the last has ended. */
void runtime_run(struct runtime *rt);

/*
 * Called by a fiber: lets the others have their turns.  They come round in the
 * order of their slots.
 */
void yield_thread(void);

#endif
