#include "mio.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "error.h"

/* A list of ours is the array that epoll_wait(2) fills. */
_Static_assert(sizeof(struct mio_event) == sizeof(struct epoll_event),
               "one array for both");

int mio_poll_init(struct mio_poll *poll)
{
    int epfd = epoll_create1(EPOLL_CLOEXEC);

    if (epfd < 0)
        return -errno;
    poll->registry.epfd = epfd;
    return 0;
}

void mio_poll_fini(struct mio_poll *poll)
{
    close(poll->registry.epfd);
}

struct mio_registry *mio_poll_registry(struct mio_poll *poll)
{
    return &poll->registry;
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* Rounded down, the last millisecond of a wait would spin at timeout 0. */
static int round_up_to_ms(int64_t ns)
{
    int64_t ms = ns / 1000000 + (ns % 1000000 > 0);

    return ms < INT_MAX ? (int)ms : INT_MAX;
}

/* Counted from the start of the wait, since now + timeout could overflow. */
static int64_t left_of(int64_t timeout_ns, int64_t start_ns)
{
    int64_t left_ns = timeout_ns - (now_ns() - start_ns);

    return left_ns > 0 ? left_ns : 0;
}

int mio_poll_wait(struct mio_poll *poll, struct mio_events *events,
                  int64_t timeout_ns)
{
    bool is_forever = timeout_ns == MIO_FOREVER;
    int64_t start_ns = now_ns();
    int64_t left_ns = timeout_ns > 0 ? timeout_ns : 0;
    int count;

    events->length = 0; /* even if we fail: none of the old ones counts */
    do {
        count = epoll_wait(poll->registry.epfd, &events->list->epoll,
                           (int)events->capacity,
                           is_forever ? -1 : round_up_to_ms(left_ns));
        if (count < 0 && errno != EINTR)
            return -errno;
        if (!is_forever && left_ns > 0)
            left_ns = left_of(timeout_ns, start_ns);
    } while (count < 0 || (count == 0 && left_ns > 0));
    events->length = (size_t)count;
    return 0;
}

/*
 * EPOLLERR and EPOLLHUP need not be asked for; EPOLLRDHUP does, and tells the
 * peer's FIN from more data.
 */
int mio_registry_register(struct mio_registry *registry, int fd, size_t token,
                          unsigned interests)
{
    const unsigned kinds = MIO_READABLE | MIO_WRITABLE | MIO_PRIORITY;
    struct epoll_event event = {.data.u64 = token};

    if ((interests & kinds) == 0 || (interests & ~(kinds | MIO_LEVEL)) != 0)
        return -EINVAL;
    if ((interests & MIO_LEVEL) == 0)
        event.events |= EPOLLET;
    if ((interests & MIO_READABLE) != 0)
        event.events |= EPOLLIN | EPOLLRDHUP;
    if ((interests & MIO_WRITABLE) != 0)
        event.events |= EPOLLOUT;
    if ((interests & MIO_PRIORITY) != 0)
        event.events |= EPOLLPRI;
    return epoll_ctl(registry->epfd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno
                                                                    : 0;
}

int mio_registry_deregister(struct mio_registry *registry, int fd)
{
    return epoll_ctl(registry->epfd, EPOLL_CTL_DEL, fd, NULL) < 0 ? -errno : 0;
}

int mio_events_init(struct mio_events *events, size_t capacity)
{
    struct mio_event *list;

    if (capacity == 0 || capacity > INT_MAX / sizeof(*list))
        return -EINVAL;
    list = malloc(capacity * sizeof(*list));
    if (list == NULL)
        return -ENOMEM;
    *events = (struct mio_events){.list = list, .capacity = capacity};
    return 0;
}

void mio_events_fini(struct mio_events *events)
{
    free(events->list);
}

const struct mio_event *mio_events_get(const struct mio_events *events,
                                       size_t index)
{
    if (index >= events->length)
        panic("event %zu of %zu", index, events->length);
    return &events->list[index];
}

size_t mio_event_token(const struct mio_event *event)
{
    return (size_t)event->epoll.data.u64;
}
