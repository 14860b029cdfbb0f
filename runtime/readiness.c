#include "readiness.h"

#include <stdlib.h>

#include "calls.h"
#include "runtime.h"
#include "signals.h"

/* What a wait's result is before there is one; neither is an errno. */
enum {
    NOT_BEGUN = 1,
    WAITING,
    TAKEN /* and after that */
};

/* --- The table --------------------------------------------------------------
 */

/* Room for one that is open: NOT_BEGUN, or -errno */
static int make_room(struct runtime *runtime, int fd)
{
    size_t count = 64;
    struct fd_wait **waits;
    int err;

    if (fd >= 0 && (size_t)fd < runtime->fd_count)
        return NOT_BEGUN;
    err = call_get_flags(fd);
    if (err < 0)
        return err;
    while (count <= (size_t)fd)
        count *= 2;
    waits = call_alloc(count * sizeof(*waits));
    if (waits == NULL)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        waits[i] = i < runtime->fd_count ? runtime->waits[i] : NULL;
    free(runtime->waits);
    runtime->waits = waits;
    runtime->fd_count = count;
    return NOT_BEGUN;
}

static void append(struct runtime *runtime, struct fd_wait *wait)
{
    struct fd_wait **end = &runtime->waits[wait->fd];

    while (*end != NULL)
        end = &(*end)->next;
    wait->next = NULL;
    *end = wait;
    runtime->registered++;
}

static void take_out(struct runtime *runtime, struct fd_wait *wait)
{
    struct fd_wait **place = &runtime->waits[wait->fd];

    while (*place != wait)
        place = &(*place)->next;
    *place = wait->next;
    runtime->registered--;
}

/* --- The entry in epoll -----------------------------------------------------
 */

/* Of one that was armed, these say that it is no more what it was. */
static int check_closed(int fd, int err)
{
    if (err == -EBADF || err == -ENOENT || err == -EPERM)
        panic("fd %d was closed while a task waits for it", fd);
    return err;
}

/* Arms it for these events and all that others wait for.  0 or -errno */
static int arm(struct runtime *runtime, int fd, uint32_t events)
{
    const struct fd_wait *wait = runtime->waits[fd];
    struct epoll_event event = {.events = EPOLLONESHOT | events, .data.fd = fd};
    int err;

    if (wait != NULL) {
        for (; wait != NULL; wait = wait->next)
            event.events |= wait->events;
        return check_closed(
            fd, call_epoll_ctl(runtime->epfd, EPOLL_CTL_MOD, fd, &event));
    }
    err = call_epoll_ctl(runtime->epfd, EPOLL_CTL_MOD, fd, &event);
    if (err == -ENOENT)
        err = call_epoll_ctl(runtime->epfd, EPOLL_CTL_ADD, fd, &event);
    return err;
}

/* One has left; if it was the last, there is no other way to disarm it. */
static void disarm(struct runtime *runtime, int fd)
{
    if (runtime->is_ending)
        return; /* all of epoll will be gone */
    if (runtime->waits[fd] != NULL)
        arm(runtime, fd, 0);
    else
        check_closed(fd,
                     call_epoll_ctl(runtime->epfd, EPOLL_CTL_DEL, fd, NULL));
}

/* --- The future -------------------------------------------------------------
 */

void fd_wait_init(struct fd_wait *self, int fd, uint32_t events)
{
    if (runtime_here == NULL)
        panic("to wait for an fd before runtime_init()");
    *self = (struct fd_wait){
        .fd = fd,
        .events = events,
        .result = make_room(runtime_here, fd),
    };
}

static int begin(struct fd_wait *self)
{
    struct runtime *runtime = runtime_here;
    int err;

    if ((size_t)self->fd >= runtime->fd_count)
        panic("a wait for fd %d in another runtime than it was made in",
              self->fd);
    err = arm(runtime, self->fd, self->events);
    if (err == -EPERM)
        return 0; /* a regular file, or a folder */
    if (err < 0)
        return err;
    append(runtime, self);
    runtime_trace(TRACE_IO_WAIT, runtime->running, self->fd,
                  self->events == EPOLLIN ? "readable" : "writable");
    return WAITING;
}

struct poll fd_wait_poll(struct fd_wait *self, struct context *cx, int *output)
{
    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (self->result == NOT_BEGUN)
        self->result = begin(self);
    if (self->result == WAITING) {
        waker_keep(&self->waker, cx->waker);
        return runtime_pending();
    }
    if (self->result == TAKEN)
        panic("a wait for an fd was polled after it was ready");
    if (output != NULL)
        *output = self->result;
    self->result = TAKEN;
    return POLL_READY;
}

void fd_wait_drop(struct fd_wait *self)
{
    if (self->result != WAITING)
        return;
    take_out(runtime_here, self);
    disarm(runtime_here, self->fd);
    waker_drop(&self->waker);
    self->result = TAKEN;
}

/* --- What happens -----------------------------------------------------------
 */

static void end(struct runtime *runtime, struct fd_wait *wait, int result)
{
    take_out(runtime, wait);
    wait->result = result;
    waker_wake(&wait->waker);
}

/* From this one on, the first that waits for one of these events, or NULL */
static struct fd_wait *find(struct fd_wait *wait, uint32_t events)
{
    while (wait != NULL && (wait->events & events) == 0)
        wait = wait->next;
    return wait;
}

/*
 * Ends the waits for these events, in the order in which they began.  A waker
 * may drop any of them, so that each is looked for anew.  It may also begin new
 * ones, at the end: not more are ended than there were.
 */
static void end_all(struct runtime *runtime, int fd, uint32_t events,
                    int result)
{
    struct fd_wait *wait = find(runtime->waits[fd], events);
    size_t left = 0;

    for (; wait != NULL; wait = find(wait->next, events))
        left++;
    for (; left > 0; left--) {
        wait = find(runtime->waits[fd], events);
        if (wait == NULL)
            return;
        end(runtime, wait, result);
    }
}

static void happened(struct runtime *runtime, int fd, uint32_t events)
{
    int err = 0;

    runtime_trace(TRACE_IO_READY, NULL, fd, NULL);
    if ((events & (EPOLLERR | EPOLLHUP)) != 0)
        events |= EPOLLIN | EPOLLOUT;
    end_all(runtime, fd, events, 0);
    if (runtime->waits[fd] != NULL)
        err = arm(runtime, fd, 0);
    if (err < 0)
        end_all(runtime, fd, EPOLLIN | EPOLLOUT, err);
}

static void empty_event(const struct inbox *inbox)
{
    uint64_t count;

    call_read(inbox->event, &count, sizeof(count));
}

void readiness_wait(struct runtime *runtime, int64_t timeout)
{
    struct epoll_event events[RUNTIME_EVENTS];
    int n = call_epoll_wait(runtime->epfd, events, RUNTIME_EVENTS, timeout);

    if (n < 0 && n != -EINTR)
        panic("epoll_wait: %s", error_name(n));
    for (int i = 0; i < n; i++) {
        int fd = events[i].data.fd;

        if (fd == runtime->inbox->event)
            empty_event(runtime->inbox);
        else if (fd == runtime->signal_event)
            signals_happened(runtime);
        else
            happened(runtime, fd, events[i].events);
    }
}

/* --- The runtime's epoll ----------------------------------------------------
 */

int readiness_open(struct runtime *runtime)
{
    int event = runtime->inbox->event;
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = event};
    int err;

    runtime->epfd = call_epoll_create();
    if (runtime->epfd < 0)
        return runtime->epfd;
    err = call_epoll_ctl(runtime->epfd, EPOLL_CTL_ADD, event, &wanted);
    if (err < 0)
        call_close(runtime->epfd);
    return err;
}

void readiness_close(struct runtime *runtime)
{
    call_close(runtime->epfd);
    free(runtime->waits);
}
