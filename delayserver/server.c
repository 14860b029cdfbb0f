#define _GNU_SOURCE /* accept4, epoll_pwait2 */
#include "server.h"
#include "connection.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS_MAX = 256,
    ACCEPTS_MAX = 64, /* in a row, before others have their turn */
};

uint64_t server_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: it exists */
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static int watch(struct server *s, int operation, int *fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = fd};

    return epoll_ctl(s->epoll_fd, operation, *fd, &event) < 0 ? -errno : 0;
}

/*
 * There are no more file descriptors, or no memory.  The listener stays
 * readable, so it is not watched until a connection closes; and, as others
 * may hold what is missing, at most for a moment.
 */
static void pause_accepting(struct server *s)
{
    if (watch(s, EPOLL_CTL_MOD, &s->listener, 0) < 0)
        return; /* out of memory; the next round tries again */
    s->is_full = true;
    timer_set(&s->timers, &s->not_full, server_now_ns() + 200 * MS_NS);
}

static void resume_accepting(struct server *s)
{
    if (!s->is_full || s->stopping)
        return;
    timer_cancel(&s->timers, &s->not_full);
    s->is_full = watch(s, EPOLL_CTL_MOD, &s->listener, EPOLLIN) < 0;
    if (s->is_full)
        timer_set(&s->timers, &s->not_full, server_now_ns() + 200 * MS_NS);
}

static void not_full_expired(struct timer *timer, uint64_t now_ns)
{
    (void)now_ns;
    resume_accepting(
        (void *)((char *)timer - offsetof(struct server, not_full)));
}

void server_connection_closed(struct server *s)
{
    s->connection_count--;
    resume_accepting(s);
}

/* False when there is none to accept, or no place for it */
static bool accept_one(struct server *s)
{
    int fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        if (connection_open(s, fd) < 0)
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
    struct connection *c, *next;

    accept_some(s, SOMAXCONN);
    s->stopping = true;
    timer_cancel(&s->timers, &s->not_full);
    close(s->listener);
    s->listener = -1;
    for (c = s->connections; c != NULL; c = next) {
        next = c->next;
        connection_stop(c);
    }
}

/*
 * How long to wait for what is due at wake_ns.  To wake up once for several
 * timers, the kernel may end a wait late, by a thousandth of it, or by a two
 * hundredth if we are nice (select_estimate_accuracy in its fs/select.c).  So
 * a long wait ends early, and a short one behind it hits the time.
 */
static uint64_t time_to_wait_ns(uint64_t wake_ns)
{
    uint64_t now_ns = server_now_ns();
    uint64_t left_ns = wake_ns > now_ns ? wake_ns - now_ns : 0;

    return left_ns > 10 * MS_NS ? left_ns - left_ns / 128 : left_ns;
}

/* Waits for events, until wake_ns at most.  Returns their number or -errno. */
static int wait_for_events(struct server *s, struct epoll_event *events,
                           uint64_t wake_ns)
{
    uint64_t left_ns = time_to_wait_ns(wake_ns);
    struct timespec timeout = {
        .tv_sec = (time_t)(left_ns / SECOND_NS),
        .tv_nsec = (long)(left_ns % SECOND_NS),
    };
    bool forever = wake_ns == TIMER_NEVER;
    int count = -1;

    if (!s->coarse_waits) {
        count = epoll_pwait2(s->epoll_fd, events, EVENTS_MAX,
                             forever ? NULL : &timeout, NULL);
        s->coarse_waits = count < 0 && (errno == ENOSYS || errno == EPERM);
    }
    /* Milliseconds have to be rounded up, or it would spin through the last */
    if (s->coarse_waits)
        count = epoll_wait(s->epoll_fd, events, EVENTS_MAX,
                           forever ? -1 : (int)((left_ns + MS_NS - 1) / MS_NS));
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    return count;
}

static void handle_event(struct server *s, const struct epoll_event *event,
                         bool *stop_asked)
{
    if (event->data.ptr == &s->listener)
        accept_some(s, ACCEPTS_MAX);
    else if (event->data.ptr == &s->process->signal_fd)
        process_take_signal(s->process);
    else if (event->data.ptr == &s->process->stop_fd)
        *stop_asked = !s->stopping;
    else
        connection_ready(event->data.ptr, event->events);
}

static void run_timers(struct server *s)
{
    uint64_t now_ns = server_now_ns();
    struct timer *timer;

    while ((timer = timers_take(&s->timers, now_ns)) != NULL)
        timer->expired(timer, now_ns);
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
    uint64_t wake_ns = timers_next(&s->timers);
    bool stop_asked = false;
    int count;

    /* Lines that nobody would take are offered again in a while */
    if (s->log_waits && wake_ns > server_now_ns() + 100 * MS_NS)
        wake_ns = server_now_ns() + 100 * MS_NS;
    count = wait_for_events(s, events, wake_ns);
    date_update(&s->output.date, time(NULL));
    for (int i = 0; i < count; i++)
        handle_event(s, &events[i], &stop_asked);
    if (stop_asked)
        stop(s);
    s->log_waits = !log_flush(&s->process->log);
    run_timers(s);
    return count < 0 ? count : 0;
}

/* What server_run needs open; closes nothing when it fails */
static int open_all(struct server *s)
{
    int err = timers_reserve(&s->timers, 1);

    if (err < 0)
        return err;
    s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (s->epoll_fd < 0)
        return -errno;
    /* Nobody reads it, so it stays readable; but one event is enough */
    err = watch(s, EPOLL_CTL_ADD, &s->process->stop_fd, EPOLLIN | EPOLLET);
    if (err < 0)
        return err;
    return watch(s, EPOLL_CTL_ADD, &s->listener, EPOLLIN);
}

int server_open(struct server *s, struct process *process, int listener)
{
    int err;

    s->process = process;
    s->epoll_fd = -1;
    s->listener = listener;
    s->not_full.expired = not_full_expired;
    timers_init(&s->timers);
    err = open_all(s);
    if (err < 0)
        server_close(s);
    return err;
}

int server_watch_signals(struct server *s)
{
    return watch(s, EPOLL_CTL_ADD, &s->process->signal_fd, EPOLLIN);
}

int server_run(struct server *s)
{
    int err = 0;

    while (err == 0 && !(s->stopping && s->connections == NULL))
        err = run_once(s);
    return err;
}

void server_close(struct server *s)
{
    while (s->connections != NULL)
        connection_abort(s->connections);
    if (s->listener >= 0)
        close(s->listener);
    if (s->epoll_fd >= 0)
        close(s->epoll_fd);
    timers_fini(&s->timers);
}
