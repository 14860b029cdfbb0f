#include "signals.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "calls.h"
#include "runtime.h"

/* --- What the program catches -----------------------------------------------
 */

static struct {
    /* lock protects these; the handler does not look at them */
    pthread_mutex_t lock;
    unsigned watches; /* of all signals */
    unsigned watches_of[NSIG];
    struct sigaction before[NSIG];

    /* the handler's */
    _Atomic unsigned count[NSIG];
    _Atomic int event; /* -1: there is none */
    _Atomic int inside;
} caught = {.lock = PTHREAD_MUTEX_INITIALIZER, .event = -1};

_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler must not wait");

static void note_signal(int signal)
{
    int saved = errno, event;
    uint64_t one = 1;

    atomic_fetch_add(&caught.inside, 1);
    atomic_fetch_add(&caught.count[signal], 1);
    event = atomic_load(&caught.event);
    if (event >= 0 && write(event, &one, sizeof(one)) < 0)
        abort(); /* it would have to be full, after 2^64 signals */
    atomic_fetch_sub(&caught.inside, 1);
    errno = saved;
}

/* A handler in another thread may still be about to write. */
static void close_event(void)
{
    int event = atomic_exchange(&caught.event, -1);

    while (atomic_load(&caught.inside) > 0)
        sched_yield();
    call_close(event);
}

static int open_event(void)
{
    int event = call_eventfd();

    if (event >= 0)
        atomic_store(&caught.event, event);
    return event;
}

static int begin_to_catch(int signal)
{
    struct sigaction action = {.sa_handler = note_signal,
                               .sa_flags = SA_RESTART | SA_ONSTACK};

    sigemptyset(&action.sa_mask);
    return call_sigaction(signal, &action, &caught.before[signal]);
}

/* With the lock: one more watch */
static int add_watch(int signal)
{
    int err;

    if (caught.watches == 0 && (err = open_event()) < 0)
        return err;
    err = caught.watches_of[signal] == 0 ? begin_to_catch(signal) : 0;
    if (err < 0) {
        if (caught.watches == 0)
            close_event();
        return err;
    }
    caught.watches++;
    caught.watches_of[signal]++;
    return 0;
}

int signal_watch_init(struct signal_watch *watch, int signal)
{
    int err;

    if (signal < 1 || signal >= NSIG)
        return -EINVAL;
    pthread_mutex_lock(&caught.lock);
    *watch = (struct signal_watch){.signal = signal,
                                   .seen = atomic_load(&caught.count[signal])};
    err = add_watch(signal);
    pthread_mutex_unlock(&caught.lock);
    return err;
}

void signal_watch_fini(struct signal_watch *watch)
{
    int signal = watch->signal;

    if (watch->waiting > 0)
        panic("the end of a signal_watch for which somebody waits");
    pthread_mutex_lock(&caught.lock);
    if (--caught.watches_of[signal] == 0)
        call_sigaction(signal, &caught.before[signal], NULL); /* cannot fail */
    if (--caught.watches == 0)
        close_event();
    pthread_mutex_unlock(&caught.lock);
}

/* --- Who waits in this runtime ----------------------------------------------
 */

/* The first puts the eventfd into epoll, which tells at once of what was. */
static int begin_to_wait(struct signal_next *self)
{
    struct runtime *runtime = runtime_here;
    int event = atomic_load(&caught.event);
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLET, .data.fd = event};
    int err;

    if (list_is_empty(&runtime->signals)) {
        err = call_epoll_ctl(runtime->epfd, EPOLL_CTL_ADD, event, &wanted);
        if (err < 0)
            return err;
        runtime->signal_event = event;
    }
    list_append(&runtime->signals, &self->link);
    self->is_waiting = true;
    self->watch->waiting++;
    runtime->registered++;
    runtime_trace(TRACE_IO_WAIT, runtime->running, self->watch->signal,
                  "signal");
    return 0;
}

/* Of one that does not wait: nothing */
static void end_to_wait(struct signal_next *self)
{
    struct runtime *runtime = runtime_here;

    if (!self->is_waiting)
        return;
    list_remove(&self->link);
    self->is_waiting = false;
    self->watch->waiting--;
    runtime->registered--;
    if (list_is_empty(&runtime->signals)) {
        call_epoll_ctl(runtime->epfd, EPOLL_CTL_DEL, runtime->signal_event,
                       NULL);
        runtime->signal_event = -1;
    }
    waker_drop(&self->waker);
}

static unsigned count_new(const struct signal_watch *watch)
{
    return atomic_load(&caught.count[watch->signal]) - watch->seen;
}

/*
 * Each goes to the end of the list before it is woken: a waker may drop any of
 * them, itself among them, and what was not seen yet is always at the front.
 */
void signals_happened(struct runtime *runtime)
{
    size_t left = 0;

    for (struct list_link *link = runtime->signals.next;
         link != &runtime->signals; link = link->next)
        left++;
    for (; left > 0 && !list_is_empty(&runtime->signals); left--) {
        struct list_link *link = list_pop(&runtime->signals);
        struct signal_next *next = list_entry(link, struct signal_next, link);

        list_append(&runtime->signals, link);
        if (count_new(next->watch) == 0 || next->waker.vtable == NULL)
            continue;
        runtime_trace(TRACE_IO_READY, NULL, next->watch->signal, "signal");
        waker_wake(&next->waker);
    }
}

/* --- The next signal --------------------------------------------------------
 */

void signal_next_init(struct signal_next *self, struct signal_watch *watch)
{
    *self = (struct signal_next){.watch = watch};
}

struct poll signal_next_poll(struct signal_next *self, struct context *cx,
                             signal_next_output *output)
{
    int result;

    if (self->watch == NULL)
        panic("signal_next was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    result = (int)count_new(self->watch);
    if (result == 0 && !self->is_waiting)
        result = begin_to_wait(self);
    if (result == 0) {
        waker_keep(&self->waker, cx->waker);
        return runtime_pending();
    }
    end_to_wait(self);
    if (result > 0)
        self->watch->seen += (unsigned)result;
    self->watch = NULL;
    if (output != NULL)
        *output = result;
    return POLL_READY;
}

void signal_next_drop(struct signal_next *self)
{
    end_to_wait(self);
}

/* --- A signal, once ---------------------------------------------------------
 */

void signal_wait_init(struct signal_wait *self, int signal)
{
    *self = (struct signal_wait){.watch.signal = signal};
}

static int begin_to_watch(struct signal_wait *self)
{
    int err = signal_watch_init(&self->watch, self->watch.signal);

    if (err < 0)
        return err;
    self->is_watching = true;
    signal_next_init(&self->next, &self->watch);
    return 0;
}

struct poll signal_wait_poll(struct signal_wait *self, struct context *cx,
                             signal_wait_output *output)
{
    int result;

    if (self->was_ready)
        panic("signal_wait was polled after it was ready");
    result = self->is_watching ? 0 : begin_to_watch(self);
    if (result == 0 && !signal_next_poll(&self->next, cx, &result).is_ready)
        return POLL_PENDING;
    signal_wait_drop(self);
    self->was_ready = true;
    if (output != NULL)
        *output = result < 0 ? result : 0;
    return POLL_READY;
}

void signal_wait_drop(struct signal_wait *self)
{
    if (!self->is_watching)
        return;
    signal_next_drop(&self->next);
    signal_watch_fini(&self->watch);
    self->is_watching = false;
}
