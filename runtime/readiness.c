#include "readiness.h"

#include "calls.h"
#include "runtime.h"

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
    for (int i = 0; i < n; i++)
        empty_event(runtime->inbox);
}
