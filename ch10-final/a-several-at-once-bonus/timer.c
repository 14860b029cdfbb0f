#include "timer.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "runtime.h"

void sleep_ms_init(struct sleep_ms *self, unsigned ms)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    *self = (struct sleep_ms){
        .reactor = runtime_reactor(),
        .fd = -1,
        .deadline = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + ms,
    };
    if (self->reactor == NULL)
        panic("sleep_ms before runtime_init");
}

/* An fd that becomes readable when the time is over: timerfd_create(2) */
static void start(struct sleep_ms *self)
{
    struct itimerspec time = {
        .it_value = {.tv_sec = self->deadline / 1000,
                     .tv_nsec = self->deadline % 1000 * 1000000},
    };
    int err;

    self->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (self->fd < 0)
        die(errno, "make a timer");
    timerfd_settime(self->fd, TFD_TIMER_ABSTIME, &time, NULL);
    err = reactor_register(self->reactor, self->fd, MIO_READABLE);
    if (err < 0)
        die(err, "wait for a timer");
}

struct poll sleep_ms_poll(struct sleep_ms *self, struct context *cx,
                          sleep_ms_output *output)
{
    uint64_t expirations;

    (void)output;
    if (self->fd < 0)
        start(self);
    /* first the waker, then what may say "would block": see reactor.h */
    reactor_set_waker(self->reactor, self->fd, cx->waker);
    if (read(self->fd, &expirations, sizeof(expirations)) < 0)
        return POLL_PENDING; /* EAGAIN: it runs */
    return POLL_READY;
}

void sleep_ms_drop(struct sleep_ms *self)
{
    if (self->fd < 0)
        return;
    reactor_deregister(self->reactor, self->fd);
    close(self->fd);
}
