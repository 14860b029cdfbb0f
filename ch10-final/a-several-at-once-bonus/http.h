#ifndef HTTP_H
#define HTTP_H

#include <netinet/in.h>
#include <stddef.h>

#include "answer.h"
#include "future.h"
#include "reactor.h"

/*
 * What comes of a request: an answer, or what kept it from coming.  Whoever
 * takes the answer tells its status: answer_tell_status().
 */
struct http_response {
    int err;          /* 0, or -errno for http_strerror() */
    const char *what; /* with an err: what failed; a literal */
    char *text;       /* else all of the answer as it came, header and body */
};

/* As strerror(3), with a sentence for what only address.h and answer.h return
 */
const char *http_strerror(int err);

/* Frees the text and leaves none. */
void http_response_fini(struct http_response *response);

/*
 * The future of an answer: GET path from the delayserver (address.h says where
 * that is).  Whatever fails, no memory for the path among it, is its output.
 *
 * path is copied, and percent-encoded by the caller.  The first poll says
 * "FIRST POLL - START OPERATION" and connects.
 *
 * It waits in the program's runtime; if that is not started: panic.  Any thread
 * may poll and drop it, one at a time.
 */
typedef struct http_response http_get_output;

enum http_get_state {
    HTTP_GET_START,
    HTTP_GET_OPEN,
    HTTP_GET_CONNECT,
    HTTP_GET_SEND,
    HTTP_GET_RECEIVE,
    HTTP_GET_RESOLVED,
};

struct http_get {
    enum http_get_state state;
    int fd;                  /* -1 before it is open */
    struct reactor *reactor; /* the runtime's */
    struct sockaddr_in address;
    char *request; /* NULL: there was no memory for it */
    size_t sent;   /* so much of the request */
    struct answer answer;
};

void http_get_init(struct http_get *self, const char *path);
struct poll http_get_poll(struct http_get *self, struct context *cx,
                          http_get_output *output);
void http_get_drop(struct http_get *self);

/* The same; the path is made as printf(3) would. */
typedef http_get_output http_getf_output;

struct http_getf {
    struct http_get get;
};

void http_getf_init(struct http_getf *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline struct poll http_getf_poll(struct http_getf *self,
                                         struct context *cx,
                                         http_getf_output *output)
{
    return http_get_poll(&self->get, cx, output);
}

static inline void http_getf_drop(struct http_getf *self)
{
    http_get_drop(&self->get);
}

#endif
