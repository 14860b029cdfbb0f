#define _GNU_SOURCE /* asprintf, pthread_setname_np */
#include "foreign.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"

/* No request has it: the id of the event that ends the thread */
#define STOP 0

/* --- The thread ----------------------------------------------------------- */

/*
 * Where the list points to that request; to NULL, at its end, if it is not in
 * there.  Under the lock.  (With more than some hundreds, use a table.)
 */
static struct foreign_get **find(struct foreign *runtime, uint64_t id)
{
    struct foreign_get **link = &runtime->first;

    while (*link != NULL && (*link)->id != id)
        link = &(*link)->next;
    return link;
}

/* Does what can be done now.  1: it is answered; 0: more must come; -errno. */
static int advance(struct foreign_get *get)
{
    const char *rest;
    char data[4096];
    int whole = 0;
    ssize_t n;

    while (*(rest = get->request + get->sent) != '\0') {
        /* "would block" until it is connected, and why if that has failed */
        n = send(get->fd, rest, strlen(rest), MSG_NOSIGNAL);
        if (n >= 0)
            get->sent += (size_t)n;
        else if (errno != EINTR)
            return errno == EAGAIN ? 0 : -errno;
    }
    while (whole == 0) {
        n = recv(get->fd, data, sizeof(data), 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN ? 0 : -errno;
        if (n > 0 && answer_append(&get->answer, data, (size_t)n) < 0)
            return -ENOMEM;
        whole = answer_is_whole(&get->answer, n == 0);
    }
    if (whole > 0 && strlen(get->answer.data) < get->answer.len)
        return -EILSEQ; /* the body in the output is a string */
    return whole;
}

/*
 * Something has happened to a request.  It may have been dropped while that was
 * on its way, and another be where it was: so its id is known and not its
 * place, and no id comes twice.
 */
static void work(struct foreign *runtime, uint64_t id)
{
    struct waker waker = {NULL, NULL};
    struct foreign_get **link, *get;
    int done;

    pthread_mutex_lock(&runtime->lock);
    link = find(runtime, id);
    get = *link;
    done = get != NULL ? advance(get) : 0;
    if (done != 0) {
        *link = get->next;
        get->err = done < 0 ? done : 0;
        get->is_done = true;
        waker = get->waker;
        get->waker = (struct waker){NULL, NULL};
    }
    pthread_mutex_unlock(&runtime->lock);

    /* not under the lock: what a waker does, only those know who made it */
    if (done != 0)
        waker_wake(&waker);
}

static void *run(void *argument)
{
    struct foreign *runtime = argument;
    struct epoll_event event;

    for (;;) {
        /* one by one, as others may be dropped while we work on it */
        int n = epoll_wait(runtime->epfd, &event, 1, -1);

        if (n < 0 && errno != EINTR)
            panic("foreign runtime: wait for events: %s", strerror(errno));
        if (n > 0 && event.data.u64 == STOP)
            return NULL;
        if (n > 0)
            work(runtime, event.data.u64);
    }
}

/* --- The runtime ---------------------------------------------------------- */

int foreign_init(struct foreign *runtime)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = STOP};
    int err;

    *runtime = (struct foreign){.lock = PTHREAD_MUTEX_INITIALIZER};
    runtime->epfd = epoll_create1(EPOLL_CLOEXEC);
    if (runtime->epfd < 0)
        return -errno;
    runtime->stop = eventfd(0, EFD_CLOEXEC);
    if (runtime->stop < 0) {
        err = -errno;
        goto close_epfd;
    }
    if (epoll_ctl(runtime->epfd, EPOLL_CTL_ADD, runtime->stop, &event) < 0) {
        err = -errno;
        goto close_stop;
    }
    err = -pthread_create(&runtime->thread, NULL, run, runtime);
    if (err < 0)
        goto close_stop;
    pthread_setname_np(runtime->thread, "foreign"); /* or it has none */
    return 0;

close_stop:
    close(runtime->stop);
close_epfd:
    close(runtime->epfd);
    return err;
}

void foreign_fini(struct foreign *runtime)
{
    if (runtime->first != NULL)
        panic("foreign_fini: a request still waits");
    if (eventfd_write(runtime->stop, 1) < 0)
        panic("foreign_fini: stop: %s", strerror(errno));
    if (pthread_join(runtime->thread, NULL) != 0)
        panic("foreign_fini: the thread that is to end cannot wait for itself");
    close(runtime->stop);
    close(runtime->epfd);
    pthread_mutex_destroy(&runtime->lock);
}

static _Thread_local struct foreign *current;

struct foreign *foreign_enter(struct foreign *runtime)
{
    struct foreign *outer = current;

    current = runtime;
    return outer;
}

/* --- The future ----------------------------------------------------------- */

void foreign_get_init(struct foreign_get *self, const char *path)
{
    *self = (struct foreign_get){.state = FOREIGN_GET_START, .fd = -1};
    if (asprintf(&self->request,
                 "GET %s HTTP/1.1\r\n"
                 "Host: localhost\r\n"
                 "Connection: close\r\n"
                 "\r\n",
                 path) < 0)
        self->request = NULL;
}

/*
 * A socket that is about to be connected.  0 or -errno.  (Looking up a name
 * blocks; an address needs no looking up.)
 */
static int connect_socket(struct foreign_get *self)
{
    struct sockaddr_in address;
    int err = address_find(NULL, &address);

    if (err < 0)
        return err;
    self->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (self->fd < 0)
        return -errno;
    err = connect(self->fd, (const struct sockaddr *)&address, sizeof(address));
    return err < 0 && errno != EINPROGRESS && errno != EINTR ? -errno : 0;
}

/*
 * Hands the request over to the thread, with who is to be woken.  0 or -errno.
 */
static int hand_over(struct foreign_get *self, const struct waker *waker)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET};
    struct foreign *runtime = self->runtime;
    int err = 0;

    self->waker = waker_clone(waker);
    pthread_mutex_lock(&runtime->lock);
    self->id = event.data.u64 = ++runtime->last_id;
    if (epoll_ctl(runtime->epfd, EPOLL_CTL_ADD, self->fd, &event) < 0) {
        err = -errno;
    } else {
        self->next = runtime->first;
        runtime->first = self;
    }
    pthread_mutex_unlock(&runtime->lock);
    return err;
}

static int start(struct foreign_get *self, const struct waker *waker)
{
    int err;

    if (self->runtime == NULL)
        self->runtime = current;
    if (self->runtime == NULL)
        return -ENXIO;
    if (self->request == NULL)
        return -ENOMEM;
    err = connect_socket(self);
    return err < 0 ? err : hand_over(self, waker);
}

/* Asks if it is; if not, this waker is the one to wake then. */
static bool is_answered(struct foreign_get *self, const struct waker *waker)
{
    struct waker unused = waker_clone(waker); /* not under the lock, as above */
    bool is_done;

    pthread_mutex_lock(&self->runtime->lock);
    is_done = self->is_done;
    if (!is_done) {
        struct waker old = self->waker;

        self->waker = unused;
        unused = old;
    }
    pthread_mutex_unlock(&self->runtime->lock);
    waker_drop(&unused);
    return is_done;
}

/* What has come of it, when nothing more will; the caller's from here on */
static struct foreign_answer take_answer(struct foreign_get *self)
{
    struct foreign_answer answer = {.err = self->err};
    const char *path, *body;

    if (self->runtime == NULL)
        answer.failure = "there is no foreign runtime running: enter one first";
    else if (self->err < 0)
        answer.failure = "there is no answer";
    if (answer.failure != NULL)
        return answer;
    path = self->request + strlen("GET ");
    answer_tell_status(self->answer.data, "GET %.*s", (int)strcspn(path, " "),
                       path);
    body = answer_body(self->answer.data);
    answer.body = self->answer.data;
    memmove(answer.body, body, strlen(body) + 1);
    self->answer = (struct answer){0};
    return answer;
}

static struct poll resolve(struct foreign_get *self,
                           struct foreign_answer answer,
                           struct foreign_answer *output)
{
    self->state = FOREIGN_GET_RESOLVED;
    if (output != NULL)
        *output = answer;
    else
        free(answer.body);
    return POLL_READY;
}

struct poll foreign_get_poll(struct foreign_get *self, struct context *cx,
                             foreign_get_output *output)
{
    int err;

    switch (self->state) {
    case FOREIGN_GET_START:
        err = start(self, cx->waker);
        if (err == 0) { /* from here on the thread has it, too */
            self->state = FOREIGN_GET_WAIT;
            return POLL_PENDING;
        }
        self->err = err;
        break;
    case FOREIGN_GET_WAIT:
        if (!is_answered(self, cx->waker))
            return POLL_PENDING;
        break;
    case FOREIGN_GET_RESOLVED:
        panic("foreign_get was polled after it was ready");
    }
    return resolve(self, take_answer(self), output);
}

/* Takes the request out of the list, so that the thread does not know it. */
static void withdraw(struct foreign_get *self)
{
    struct foreign_get **link;

    pthread_mutex_lock(&self->runtime->lock);
    link = find(self->runtime, self->id);
    if (*link != NULL)
        *link = self->next;
    pthread_mutex_unlock(&self->runtime->lock);
}

void foreign_get_drop(struct foreign_get *self)
{
    if (self->state == FOREIGN_GET_WAIT)
        withdraw(self);
    if (self->fd >= 0)
        close(self->fd); /* and with it, as it has no duplicate, its events */
    waker_drop(&self->waker);
    answer_fini(&self->answer);
    free(self->request);
}

/* --- The future that brings a runtime along ------------------------------- */

static struct {
    pthread_mutex_t lock;
    /* under the lock: */
    size_t users;
    struct foreign runtime; /* while there are any */
} own = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int own_share(void)
{
    int err = 0;

    pthread_mutex_lock(&own.lock);
    if (own.users == 0)
        err = foreign_init(&own.runtime);
    if (err == 0)
        own.users++;
    pthread_mutex_unlock(&own.lock);
    return err;
}

static void own_release(void)
{
    pthread_mutex_lock(&own.lock);
    if (--own.users == 0)
        foreign_fini(&own.runtime);
    pthread_mutex_unlock(&own.lock);
}

void foreign_fetch_init(struct foreign_fetch *self, const char *path)
{
    foreign_get_init(&self->get, path);
    self->has_runtime = false;
}

struct poll foreign_fetch_poll(struct foreign_fetch *self, struct context *cx,
                               foreign_fetch_output *output)
{
    struct foreign_answer none = {.failure = "the runtime did not start"};

    if (self->get.state == FOREIGN_GET_START) {
        none.err = own_share();
        if (none.err < 0)
            return resolve(&self->get, none, output);
        self->has_runtime = true;
        self->get.runtime = &own.runtime;
    }
    return foreign_get_poll(&self->get, cx, output);
}

void foreign_fetch_drop(struct foreign_fetch *self)
{
    foreign_get_drop(&self->get);
    if (self->has_runtime)
        own_release();
}
