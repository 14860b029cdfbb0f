/*
 * In place of http.c: requests that need no server, and no time.  /600/slow is
 * polled in vain 6 times, /400/quick 4 times; then the answer is what stands
 * behind the last slash.  The path that the variable FAILS names cannot
 * connect, and that of MISSING is not found.
 */
#define _GNU_SOURCE /* asprintf */
#include "http.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *http_strerror(int err)
{
    return strerror(abs(err));
}

void http_response_fini(struct http_response *response)
{
    free(response->text);
    response->text = NULL;
}

static bool is_in(const char *variable, const char *path)
{
    const char *value = getenv(variable);

    return value != NULL && strcmp(value, path) == 0;
}

/* As it came, header and body */
static char *answer_to(const char *path)
{
    const char *status = is_in("MISSING", path) ? "404 Not Found" : "200 OK";
    char *text;

    if (asprintf(&text, "HTTP/1.1 %s\r\n\r\n%s", status,
                 strrchr(path, '/') + 1) < 0)
        die(ENOMEM, "make an answer");
    return text;
}

/* request: the path; sent: how often it was polled in vain */
void http_get_init(struct http_get *self, const char *path)
{
    *self = (struct http_get){.fd = -1, .request = strdup(path)};
}

struct poll http_get_poll(struct http_get *self, struct context *cx,
                          http_get_output *output)
{
    struct http_response response = {.err = 0};

    if (self->state == HTTP_GET_RESOLVED)
        panic("http_get %s was polled after it was ready", self->request);
    if (self->state == HTTP_GET_START)
        fprintf(stderr, "ask %s\n", self->request);
    self->state = HTTP_GET_RECEIVE;
    if (self->sent < strtoul(self->request + 1, NULL, 10) / 100) {
        self->sent++;
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    self->state = HTTP_GET_RESOLVED;
    if (is_in("FAILS", self->request)) {
        response.err = -ECONNREFUSED;
        response.what = "connect";
    } else {
        response.text = answer_to(self->request);
    }
    if (output != NULL)
        *output = response;
    else
        http_response_fini(&response);
    return POLL_READY;
}

void http_get_drop(struct http_get *self)
{
    free(self->request);
}

void http_getf_init(struct http_getf *self, const char *format, ...)
{
    char path[100];
    va_list args;

    va_start(args, format);
    vsnprintf(path, sizeof(path), format, args);
    va_end(args);
    http_get_init(&self->get, path);
}
