#define _GNU_SOURCE /* asprintf */
#include "http.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"

enum http_get_state {
    HTTP_GET_START,
    HTTP_GET_CONNECT,
    HTTP_GET_SEND,
    HTTP_GET_RECEIVE,
    HTTP_GET_RESOLVED,
};

struct http_get_future {
    struct future future;
    enum http_get_state state;
    char *path;
    struct sockaddr_in address;
    int fd; /* -1 before the first poll */
    char *request;
    size_t sent; /* so much of the request */
    struct answer answer;
};

static _Noreturn void fail(const struct http_get_future *self, int err,
                           const char *what)
{
    char where[ADDRESS_SIZE];

    address_format(&self->address, where);
    die(0, "GET %s from %s: %s: %s", self->path, where, what,
        answer_strerror(err));
}

/* Looking up a name blocks; an address needs no looking up. */
static void start(struct http_get_future *self)
{
    int err = address_find(NULL, &self->address);

    if (err < 0)
        die(0, "GET %s: find the delayserver %s: %s", self->path,
            address_name(NULL), address_strerror(err));
    if (asprintf(&self->request,
                 "GET %s HTTP/1.1\r\n"
                 "Host: localhost\r\n"
                 "Connection: close\r\n"
                 "\r\n",
                 self->path) < 0)
        fail(self, ENOMEM, "make the request");
    self->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (self->fd < 0)
        fail(self, errno, "make a socket");
}

/* The next three do what can be done now: true when there is no more to do. */

static bool is_connected(struct http_get_future *self)
{
    /* the first call begins; asked again, it says how it went */
    if (connect(self->fd, (const struct sockaddr *)&self->address,
                sizeof(self->address)) == 0)
        return true;
    if (errno != EINPROGRESS && errno != EALREADY && errno != EINTR)
        fail(self, errno,
             errno == ECONNREFUSED ? "connect (is the delayserver running?)"
                                   : "connect");
    return false;
}

static bool is_sent(struct http_get_future *self)
{
    size_t len = strlen(self->request);

    while (self->sent < len) {
        /* without the flag a peer that has gone would kill us by SIGPIPE */
        ssize_t n = send(self->fd, self->request + self->sent, len - self->sent,
                         MSG_NOSIGNAL);

        if (n >= 0)
            self->sent += (size_t)n;
        else if (errno == EAGAIN)
            return false;
        else if (errno != EINTR)
            fail(self, errno, "send the request");
    }
    return true;
}

static bool is_answered(struct http_get_future *self)
{
    static const char what[] = "the answer did not come whole";
    char data[4096];
    int whole = 0;

    while (whole == 0) {
        ssize_t n = recv(self->fd, data, sizeof(data), 0);

        if (n < 0 && errno == EAGAIN)
            return false;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fail(self, errno, what);
        if (n > 0 && answer_append(&self->answer, data, (size_t)n) < 0)
            fail(self, ENOMEM, "keep the answer");
        whole = answer_is_whole(&self->answer, n == 0);
    }
    if (whole < 0)
        fail(self, whole, what);
    answer_tell_status(self->answer.data, "GET %s", self->path);
    if (strlen(self->answer.data) < self->answer.len)
        fail(self, EILSEQ, "keep the answer"); /* its output is a string */
    return true;
}

static enum poll_state http_get_poll(struct future *future, char **output)
{
    struct http_get_future *self = (struct http_get_future *)future;

    switch (self->state) {
    case HTTP_GET_START:
        puts("FIRST POLL - START OPERATION");
        start(self);
        self->state = HTTP_GET_CONNECT;
        /* fall through */
    case HTTP_GET_CONNECT:
        if (!is_connected(self))
            return POLL_NOT_READY;
        self->state = HTTP_GET_SEND;
        /* fall through */
    case HTTP_GET_SEND:
        if (!is_sent(self))
            return POLL_NOT_READY;
        self->state = HTTP_GET_RECEIVE;
        /* fall through */
    case HTTP_GET_RECEIVE:
        if (!is_answered(self))
            return POLL_NOT_READY;
        *output = self->answer.data; /* the caller's from here on */
        self->answer = (struct answer){0};
        self->state = HTTP_GET_RESOLVED;
        return POLL_READY;
    case HTTP_GET_RESOLVED:
        break;
    }
    panic("http_get %s was polled after it was ready", self->path);
}

static void http_get_drop(struct future *future)
{
    struct http_get_future *self = (struct http_get_future *)future;

    if (self->fd >= 0)
        close(self->fd);
    answer_fini(&self->answer);
    free(self->request);
    free(self->path);
    free(self);
}

struct future *http_get(const char *path)
{
    return http_getf("%s", path);
}

struct future *http_getf(const char *format, ...)
{
    struct http_get_future *self = future_alloc(sizeof(*self));
    va_list args;
    int len;

    *self = (struct http_get_future){
        .future = {http_get_poll, http_get_drop},
        .state = HTTP_GET_START,
        .fd = -1,
    };
    va_start(args, format);
    len = vasprintf(&self->path, format, args);
    va_end(args);
    if (len < 0)
        die(ENOMEM, "make the path of a request");
    return &self->future;
}
