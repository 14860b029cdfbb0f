#define _GNU_SOURCE /* pthread_setname_np */
#include "reactor.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "error.h"

/* As many events as one wait can bring; what is left comes with the next. */
enum {
    EVENTS = 100
};

/* No fd: the token of the event that ends the thread */
#define STOP SIZE_MAX

static void wake(struct reactor *reactor, size_t fd)
{
    struct waker waker;

    pthread_mutex_lock(&reactor->lock);
    waker = reactor->registrations[fd].waker;
    reactor->registrations[fd].waker = (struct waker){NULL, NULL};
    pthread_mutex_unlock(&reactor->lock);

    /* not under our lock: to wake is to take an executor's, or to free */
    if (waker.vtable != NULL)
        waker_wake(&waker);
}

static void *run(void *argument)
{
    struct reactor *reactor = argument;

    for (;;) {
        int err = mio_poll_wait(&reactor->poll, &reactor->events, MIO_FOREVER);

        if (err < 0)
            die(err, "reactor: wait for events");
        for (size_t i = 0; i < reactor->events.length; i++) {
            size_t token = mio_event_token(mio_events_get(&reactor->events, i));

            if (token == STOP)
                return NULL;
            wake(reactor, token);
        }
    }
}

/* Closes what init has opened, but for the thread. */
static void close_queue(struct reactor *reactor)
{
    mio_waker_fini(&reactor->stop);
    mio_events_fini(&reactor->events);
    mio_poll_fini(&reactor->poll);
}

static int open_queue(struct reactor *reactor)
{
    int err = mio_poll_init(&reactor->poll);

    if (err < 0)
        return err;
    err = mio_events_init(&reactor->events, EVENTS);
    if (err < 0)
        goto fini_poll;
    err =
        mio_waker_init(&reactor->stop, mio_poll_registry(&reactor->poll), STOP);
    if (err < 0)
        goto fini_events;
    return 0;

fini_events:
    mio_events_fini(&reactor->events);
fini_poll:
    mio_poll_fini(&reactor->poll);
    return err;
}

int reactor_init(struct reactor *reactor)
{
    int err;

    *reactor = (struct reactor){.lock = PTHREAD_MUTEX_INITIALIZER};
    err = open_queue(reactor);
    if (err < 0)
        return err;
    err = pthread_create(&reactor->thread, NULL, run, reactor);
    if (err > 0) {
        close_queue(reactor);
        return -err;
    }
    pthread_setname_np(reactor->thread, "reactor"); /* or it has none */
    return 0;
}

void reactor_fini(struct reactor *reactor)
{
    int err;

    /* whoever used it does not any more, so there is nothing to lock out */
    if (reactor->registered > 0)
        panic("the reactor ends, and %zu fds are still registered",
              reactor->registered);
    err = mio_waker_wake(&reactor->stop);
    if (err < 0)
        die(err, "reactor: stop");
    pthread_join(reactor->thread, NULL);
    close_queue(reactor);
    pthread_mutex_destroy(&reactor->lock);
    free(reactor->registrations);
}

/* Room to know of fd, so that setting a waker cannot fail; under the lock. */
static int make_room(struct reactor *reactor, size_t fd)
{
    size_t capacity = reactor->capacity > 0 ? reactor->capacity : 16;
    struct registration *registrations;

    if (fd < reactor->capacity)
        return 0;
    while (capacity <= fd)
        capacity *= 2;
    registrations =
        realloc(reactor->registrations, capacity * sizeof(*registrations));
    if (registrations == NULL)
        return -ENOMEM;
    for (size_t i = reactor->capacity; i < capacity; i++)
        registrations[i] = (struct registration){0};
    reactor->registrations = registrations;
    reactor->capacity = capacity;
    return 0;
}

int reactor_register(struct reactor *reactor, int fd, unsigned interests)
{
    int err;

    if (fd < 0)
        return -EBADF;
    pthread_mutex_lock(&reactor->lock);
    err = make_room(reactor, (size_t)fd);
    if (err == 0)
        err = mio_registry_register(mio_poll_registry(&reactor->poll), fd,
                                    (size_t)fd, interests);
    if (err == 0) {
        reactor->registrations[fd].is_registered = true;
        reactor->registered++;
    }
    pthread_mutex_unlock(&reactor->lock);
    return err;
}

/* Under the lock; function is whose misuse it would be. */
static struct registration *registration_of(struct reactor *reactor, int fd,
                                            const char *function)
{
    if (fd < 0 || (size_t)fd >= reactor->capacity ||
        !reactor->registrations[fd].is_registered)
        panic("%s: fd %d is not registered", function, fd);
    return &reactor->registrations[fd];
}

void reactor_set_waker(struct reactor *reactor, int fd,
                       const struct waker *waker)
{
    struct waker newest, old;
    struct registration *registration;
    bool will_do;

    pthread_mutex_lock(&reactor->lock);
    registration = registration_of(reactor, fd, "reactor_set_waker");
    will_do = waker_will_wake(&registration->waker, waker);
    pthread_mutex_unlock(&reactor->lock);
    if (will_do)
        return;
    newest = waker_clone(waker); /* not under our lock, as above */
    pthread_mutex_lock(&reactor->lock);
    registration = registration_of(reactor, fd, "reactor_set_waker");
    old = registration->waker;
    registration->waker = newest;
    pthread_mutex_unlock(&reactor->lock);
    waker_drop(&old);
}

void reactor_deregister(struct reactor *reactor, int fd)
{
    struct waker old;
    struct registration *registration;
    int err;

    pthread_mutex_lock(&reactor->lock);
    registration = registration_of(reactor, fd, "reactor_deregister");
    err = mio_registry_deregister(mio_poll_registry(&reactor->poll), fd);
    if (err < 0)
        panic("reactor_deregister: fd %d was closed before", fd);
    old = registration->waker;
    *registration = (struct registration){0};
    reactor->registered--;
    pthread_mutex_unlock(&reactor->lock);
    waker_drop(&old);
}
