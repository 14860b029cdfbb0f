#define _GNU_SOURCE /* accept4 */
#include "server.h"
#include "log.h"
#include "process.h"
#include "response.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS_MAX = 256,
    ACCEPTS_MAX = 64, /* in a row, before others have their turn */
};

/*
 * There are no more file descriptors, or no memory.  The listener stays
 * readable, so it is not watched until a connection closes; and, as others
 * may hold what is missing, at most for a moment.
 */
static void pause_accepting(struct server *s)
{
    if (loop_change(&s->loop, s->listener, 0, &s->listener) < 0)
        return; /* out of memory; the next round tries again */
    s->is_full = true;
    timer_set(&s->loop.timers, &s->not_full, loop_now_ns() + 200 * MS_NS);
}

static void resume_accepting(struct server *s)
{
    if (!s->is_full || s->listener < 0)
        return;
    timer_cancel(&s->loop.timers, &s->not_full);
    s->is_full = loop_change(&s->loop, s->listener, EPOLLIN, &s->listener) < 0;
    if (s->is_full)
        timer_set(&s->loop.timers, &s->not_full, loop_now_ns() + 200 * MS_NS);
}

static void not_full_expired(struct timer *timer, uint64_t now_ns)
{
    (void)now_ns;
    resume_accepting(
        (void *)((char *)timer - offsetof(struct server, not_full)));
}

static void connection_closed(struct connections *connections)
{
    resume_accepting(
        (void *)((char *)connections - offsetof(struct server, connections)));
}

/* With a timer for each connection and not_full, setting one never fails */
static int take_client(struct server *s, int fd)
{
    int err = timers_reserve(&s->loop.timers, s->connections.count + 2);

    return err < 0 ? err : connection_open(&s->connections, fd);
}

/* False when there is none to accept, or no place for it */
static bool accept_one(struct server *s)
{
    int fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        if (take_client(s, fd) < 0)
            close(fd);
        return true;
    }
    switch (errno) {
    case EAGAIN:
        return false;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        pause_accepting(s);
        return false;
    default:
        return true; /* that connection failed, the next may not */
    }
}

static void accept_some(struct server *s, int most)
{
    for (int i = 0; i < most; i++)
        if (!accept_one(s))
            return;
}

/* Accepts who has connected, reads each client once, and then no more */
static void stop(struct server *s)
{
    accept_some(s, SOMAXCONN);
    timer_cancel(&s->loop.timers, &s->not_full);
    close(s->listener);
    s->listener = -1;
    connections_stop(&s->connections);
}

static void handle_event(struct server *s, const struct epoll_event *event,
                         bool *stop_asked)
{
    if (event->data.ptr == &s->listener)
        accept_some(s, ACCEPTS_MAX);
    else if (event->data.ptr == &s->process->signal_fd)
        process_take_signal(s->process);
    else if (event->data.ptr == &s->process->stop_fd)
        *stop_asked = s->listener >= 0;
    else
        connection_ready(event->data.ptr, event->events);
}

/*
 * One round: all events, then the log, then all that is due.  So no answer
 * goes out before the log has its request.  A connection frees itself, but
 * only when its own event or timer is handled, of which there is one in a
 * round: no event of this round can be for one that is gone.
 */
static int run_once(struct server *s)
{
    struct epoll_event events[EVENTS_MAX];
    uint64_t wake_ns = timers_next(&s->loop.timers);
    bool stop_asked = false;
    int count;

    /* Lines that nobody would take are offered again in a while */
    if (s->log_waits && wake_ns > loop_now_ns() + 100 * MS_NS)
        wake_ns = loop_now_ns() + 100 * MS_NS;
    count = loop_wait(&s->loop, events, EVENTS_MAX, wake_ns);
    date_update(&s->connections.output.date, time(NULL));
    for (int i = 0; i < count; i++)
        handle_event(s, &events[i], &stop_asked);
    if (stop_asked)
        stop(s);
    s->log_waits = !log_flush(&s->process->log);
    loop_run_timers(&s->loop);
    return count < 0 ? count : 0;
}

/* Reserves and watches what server_run needs; undoes nothing when it fails */
static int prepare(struct server *s)
{
    struct process *process = s->process;
    int err = timers_reserve(&s->loop.timers, 1);

    if (err < 0)
        return err;
    /* Nobody reads it, so it stays readable; but one event is enough */
    err = loop_add(&s->loop, process->stop_fd, EPOLLIN | EPOLLET,
                   &process->stop_fd);
    if (err < 0)
        return err;
    return loop_add(&s->loop, s->listener, EPOLLIN, &s->listener);
}

int server_open(struct server *s, struct process *process, int listener)
{
    int err = loop_open(&s->loop);

    if (err < 0) {
        close(listener);
        return err;
    }
    s->process = process;
    s->listener = listener;
    s->connections.loop = &s->loop;
    s->connections.log = &process->log;
    s->connections.dice = &process->dice;
    s->connections.closed = connection_closed;
    s->not_full.expired = not_full_expired;
    err = prepare(s);
    if (err < 0)
        server_close(s);
    return err;
}

int server_watch_signals(struct server *s)
{
    struct process *process = s->process;

    return loop_add(&s->loop, process->signal_fd, EPOLLIN, &process->signal_fd);
}

int server_run(struct server *s)
{
    int err = 0;

    while (err == 0 && (s->listener >= 0 || s->connections.first != NULL))
        err = run_once(s);
    return err;
}

void server_close(struct server *s)
{
    connections_abort(&s->connections);
    if (s->listener >= 0)
        close(s->listener);
    loop_close(&s->loop);
}
