#define _GNU_SOURCE /* SOCK_NONBLOCK */
/*
 * A task of chapter 8 that waits for a socket, and loses its last waker to
 * somebody else: it would wait for ever.  Linked with the files of c or of d,
 * but for their main.c.
 *
 *     strand deregistered     another task deregisters the socket
 *     strand replaced         another task waits for the same socket
 *     strand thread           a thread deregisters it, whenever that is
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "executor.h"
#include "future.h"
#include "runtime.h"

static int ends[2]; /* of a connection on which nobody sends */
static const char *how;

struct step_future {
    struct future future;
    int polls;
};

static void step_drop(struct future *future)
{
    free(future);
}

static struct future *step_new(enum poll_state (*poll)(struct future *self,
                                                       const struct waker *,
                                                       char **))
{
    struct step_future *self = future_alloc(sizeof(*self));

    *self = (struct step_future){.future = {poll, step_drop}};
    return &self->future;
}

static enum poll_state read_poll(struct future *future,
                                 const struct waker *waker, char **output)
{
    char data;

    (void)future;
    reactor_set_waker(runtime_reactor(), ends[0], waker);
    if (recv(ends[0], &data, 1, 0) < 0 && errno == EAGAIN)
        return POLL_NOT_READY;
    *output = NULL;
    return POLL_READY;
}

static void *deregister(void *unused)
{
    reactor_deregister(runtime_reactor(), ends[0]);
    return unused;
}

static void take_it_away(void)
{
    pthread_t thread;
    int err;

    if (strcmp(how, "thread") != 0) {
        deregister(NULL);
        return;
    }
    err = pthread_create(&thread, NULL, deregister, NULL);
    if (err > 0)
        die(err, "start a thread");
    pthread_detach(thread);
}

/* Spawns; at its second turn those that it spawned wait. */
static enum poll_state main_poll(struct future *future,
                                 const struct waker *waker, char **output)
{
    struct step_future *self = (struct step_future *)future;

    if (++self->polls == 1) {
        spawn(step_new(read_poll));
        if (strcmp(how, "replaced") == 0)
            spawn(step_new(read_poll));
        waker_wake(waker);
        return POLL_NOT_READY;
    }
    take_it_away();
    *output = NULL;
    return POLL_READY;
}

static void *run(void *unused)
{
    executor_block_on(step_new(main_poll));
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    how = argc > 1 ? argv[1] : "deregistered";
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) < 0)
        die(errno, "make a connection");
    err = reactor_register(runtime_reactor(), ends[0], MIO_READABLE);
    if (err < 0)
        die(err, "register a socket");
    err = pthread_create(&thread, NULL, run, NULL);
    if (err > 0)
        die(err, "start a thread");
    pthread_join(thread, NULL);
    return 0;
}
