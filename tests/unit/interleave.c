/*
 * links: ch08-runtime/c-reactor-executor/ runtime.c reactor.c future.c
 * links: ch08-runtime/c-reactor-executor/ address.c answer.c mio.c mio_waker.c
 * links: ch08-runtime/c-reactor-executor/ error.c executor.c ready_queue.c
 * links: ch08-runtime/c-reactor-executor/ http.c
 * wraps: asleep.h quiet.h epoll_wait connect recv
 */
#define _GNU_SOURCE
/* The executor and the reactor of ch08-runtime/c-reactor-executor together */
#include "ch08-runtime/c-reactor-executor/executor.h"
#include "ch08-runtime/c-reactor-executor/http.h"
#include "ch08-runtime/c-reactor-executor/runtime.h"

#include "tests/unit/future_ch08.h"

#include "tests/unit/interleave.h"

static progress poll_get(int nth, const struct waker *waker)
{
    static struct future *future;

    if (nth == 1)
        future = http_get("/");
    return poll_child(&future, waker);
}
