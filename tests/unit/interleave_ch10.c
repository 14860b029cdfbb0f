/*
 * links: ch10-final/a-rust-futures/ executor.c ready_queue.c http.c
 * links: ch10-final/a-rust-futures/ runtime.c reactor.c
 * links: ch10-final/a-rust-futures/ address.c answer.c mio.c mio_waker.c
 * links: ch10-final/a-rust-futures/ error.c
 * wraps: asleep.h quiet.h epoll_wait connect recv
 */
#define _GNU_SOURCE
/* The executor and the reactor of ch10-final/a-rust-futures together */
#include "ch10-final/a-rust-futures/executor.h"
#include "ch10-final/a-rust-futures/http.h"
#include "ch10-final/a-rust-futures/runtime.h"

#include "tests/unit/future_ch10.h"

#include "tests/unit/interleave.h"

static progress poll_get(int nth, const struct waker *waker)
{
    static struct http_get get;
    struct context cx = {waker};
    progress progress;

    if (nth == 1)
        http_get_init(&get, "/");
    progress = http_get_poll(&get, &cx, NULL);
    if (is_ready(progress))
        http_get_drop(&get);
    return progress;
}
