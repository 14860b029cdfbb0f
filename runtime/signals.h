#ifndef SIGNALS_H
#define SIGNALS_H

#include "future.h"
#include "list.h"

/*
 * To wait for a signal: SIGINT to end in good order, SIGHUP to read the
 * configuration again.
 *
 * A signal is caught while anybody watches it: it does then nothing by itself,
 * and every watch of it sees it, in whatever runtime and thread.  When the last
 * watch has ended, what the signal did before is put back.  Other signals are
 * left alone, and so are the signal masks of threads.
 *
 * How it works: a handler counts signals and writes to one eventfd(2), which
 * each runtime that waits has in its epoll, as an edge: so one write wakes all,
 * and nobody reads.  A signalfd(2) would give each signal to one reader only,
 * would need the signal to be blocked in all threads of the program, and every
 * program that is started from here would begin with it blocked.
 *
 * The handler is installed with SA_RESTART and SA_ONSTACK.  Counting takes
 * locked instructions, of the caller's thread as well.
 */

/* Watches a signal, from init to fini.  One thread, but several tasks */
struct signal_watch {
    int signal;
    unsigned seen;    /* so many signals were reported */
    unsigned waiting; /* so many signal_next */
};

/*
 * 0 or -errno: -EINVAL for what is no signal, or is one that nobody can catch,
 * as SIGKILL.
 */
int signal_watch_init(struct signal_watch *watch, int signal);

/* If somebody waits: panic; who was woken and not polled yet still waits. */
void signal_watch_fini(struct signal_watch *watch);

/*
 * Ready when the signal has come since the watch began, or since it was last
 * reported: how often, or -errno if nobody can wait.  The system may make one
 * of several signals of a kind.  Of two that wait on one watch, only one gets
 * it; the other goes on waiting.  Dropped before, nothing is lost.
 */
typedef int signal_next_output;

struct signal_next {
    struct list_link link; /* among those that wait */
    struct waker waker;
    struct signal_watch *watch; /* NULL: it was ready */
    bool is_waiting;
};

void signal_next_init(struct signal_next *self, struct signal_watch *watch);
struct poll signal_next_poll(struct signal_next *self, struct context *cx,
                             signal_next_output *output);
void signal_next_drop(struct signal_next *self);

/*
 * The same with a watch of its own, from the first poll on: 0 or -errno.  For
 * what is waited for once: between two of these, in a loop, the signal does
 * what it did before.  Dropped before, a signal that has come is lost.
 */
typedef int signal_wait_output;

struct signal_wait {
    struct signal_watch watch;
    struct signal_next next;
    bool is_watching;
    bool was_ready;
};

void signal_wait_init(struct signal_wait *self, int signal);
struct poll signal_wait_poll(struct signal_wait *self, struct context *cx,
                             signal_wait_output *output);
void signal_wait_drop(struct signal_wait *self);

/* --- For the runtime --------------------------------------------------------
 */

struct runtime;

/* A signal came, to somebody: wakes those of this runtime who wait for it. */
void signals_happened(struct runtime *runtime);

#endif
