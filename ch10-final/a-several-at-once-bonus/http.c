#define _GNU_SOURCE /* asprintf */
#include "http.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "runtime.h"

const char *http_strerror(int err)
{
    switch (abs(err)) {
    case EDESTADDRREQ:
    case ENXIO:
        return address_strerror(err);
    default:
        return answer_strerror(err);
    }
}

void http_response_fini(struct http_response *response)
{
    free(response->text);
    *response = (struct http_response){0};
}

/*
 * The next ones do what can be done now.  1: there is no more to do; 0: the
 * rest would block; or -errno.
 */

/* Looking up a name blocks; an address needs no looking up. */
static int find_server(struct http_get *self)
{
    int err = address_find(NULL, &self->address);

    return err < 0 ? err : 1;
}

static int open_socket(struct http_get *self, const struct waker *waker)
{
    int err;

    if (self->request == NULL)
        return -ENOMEM; /* which http_get_init() could not say */
    self->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (self->fd < 0)
        return -errno;
    /*
     * Before connecting, so that whatever happens then makes an event.  (So
     * does a socket that is not connected: one for nothing, as any may be.)
     */
    err =
        reactor_register(self->reactor, self->fd, MIO_READABLE | MIO_WRITABLE);
    if (err < 0) {
        close(self->fd);
        self->fd = -1;
        return err;
    }
    reactor_set_waker(self->reactor, self->fd, waker);
    return 1;
}

static int connect_socket(struct http_get *self)
{
    /* the first call begins; asked again, it says how it went */
    if (connect(self->fd, (const struct sockaddr *)&self->address,
                sizeof(self->address)) == 0)
        return 1;
    if (errno == EINPROGRESS || errno == EALREADY || errno == EINTR)
        return 0;
    return -errno;
}

static int send_request(struct http_get *self)
{
    size_t len = strlen(self->request);

    while (self->sent < len) {
        /* without the flag a peer that has gone would kill us by SIGPIPE */
        ssize_t n = send(self->fd, self->request + self->sent, len - self->sent,
                         MSG_NOSIGNAL);

        if (n >= 0)
            self->sent += (size_t)n;
        else if (errno == EAGAIN)
            return 0;
        else if (errno != EINTR)
            return -errno;
    }
    return 1;
}

static int receive_answer(struct http_get *self)
{
    char data[4096];
    int whole = 0;

    while (whole == 0) {
        ssize_t n = recv(self->fd, data, sizeof(data), 0);

        if (n < 0 && errno == EAGAIN)
            return 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n > 0 && answer_append(&self->answer, data, (size_t)n) < 0)
            return -ENOMEM;
        whole = answer_is_whole(&self->answer, n == 0);
    }
    if (whole > 0 && strlen(self->answer.data) < self->answer.len)
        return -EILSEQ; /* the text in the output is a string */
    return whole;
}

/* What there is to do in this state */
static int advance(struct http_get *self, const struct waker *waker)
{
    switch (self->state) {
    case HTTP_GET_START:
        puts("FIRST POLL - START OPERATION");
        return find_server(self);
    case HTTP_GET_OPEN:
        return open_socket(self, waker);
    case HTTP_GET_CONNECT:
        return connect_socket(self);
    case HTTP_GET_SEND:
        return send_request(self);
    case HTTP_GET_RECEIVE:
        return receive_answer(self);
    case HTTP_GET_RESOLVED:
        break;
    }
    panic("http_get was polled after it was ready");
}

/* What has come of it, with err or without; the caller's from here on */
static struct http_response resolve(struct http_get *self, int err)
{
    static const char *const what[] = {
        [HTTP_GET_START] = "find the delayserver",
        [HTTP_GET_OPEN] = "prepare to connect",
        [HTTP_GET_CONNECT] = "connect (is the delayserver running?)",
        [HTTP_GET_SEND] = "send the request",
        [HTTP_GET_RECEIVE] = "the answer did not come whole",
    };
    struct http_response response = {0};

    if (err < 0) {
        response =
            (struct http_response){.err = err, .what = what[self->state]};
    } else {
        response.text = self->answer.data;
        self->answer = (struct answer){0};
    }
    self->state = HTTP_GET_RESOLVED;
    return response;
}

struct poll http_get_poll(struct http_get *self, struct context *cx,
                          http_get_output *output)
{
    struct http_response response;
    int done;

    /* first the waker, then what may say "would block": see reactor.h */
    if (self->fd >= 0)
        reactor_set_waker(self->reactor, self->fd, cx->waker);
    do /* until a state has to wait for more, or all are done */
        done = advance(self, cx->waker);
    while (done > 0 && ++self->state < HTTP_GET_RESOLVED);
    if (done == 0)
        return POLL_PENDING;
    response = resolve(self, done);
    if (output != NULL)
        *output = response;
    else
        http_response_fini(&response);
    return POLL_READY;
}

/* path is NULL where there was no memory for it. */
void http_get_init(struct http_get *self, const char *path)
{
    *self = (struct http_get){
        .state = HTTP_GET_START,
        .reactor = runtime_reactor(),
        .fd = -1,
    };
    if (self->reactor == NULL)
        panic("http_get before runtime_init");
    if (path == NULL || asprintf(&self->request,
                                 "GET %s HTTP/1.1\r\n"
                                 "Host: localhost\r\n"
                                 "Connection: close\r\n"
                                 "\r\n",
                                 path) < 0)
        self->request = NULL;
}

void http_getf_init(struct http_getf *self, const char *format, ...)
{
    va_list args;
    char *path;
    int len;

    va_start(args, format);
    len = vasprintf(&path, format, args);
    va_end(args);
    if (len < 0)
        path = NULL;
    http_get_init(&self->get, path);
    free(path);
}

void http_get_drop(struct http_get *self)
{
    if (self->fd >= 0) {
        reactor_deregister(self->reactor, self->fd);
        close(self->fd);
    }
    answer_fini(&self->answer);
    free(self->request);
}
