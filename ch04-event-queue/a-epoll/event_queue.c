#include "event_queue.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

/*
 * On x86-64, and nowhere else, the kernel declares this struct packed: i386
 * aligns 64 bits to 4 bytes, so without padding both have the same layout and
 * the kernel can serve 32-bit programs without translating each event.  Who
 * declares the struct by hand for one CPU reads garbage tokens on the other.
 * And who takes the address of .data on x86-64 gets one that is not aligned.
 */
#ifdef __x86_64__
_Static_assert(sizeof(struct epoll_event) == 12, "packed");
_Static_assert(offsetof(struct epoll_event, data) == 4, "packed");
#else
_Static_assert(sizeof(struct epoll_event) == 16, "aligned");
_Static_assert(offsetof(struct epoll_event, data) == 8, "aligned");
#endif

int poll_init(struct poll *poll)
{
    int epfd = epoll_create1(EPOLL_CLOEXEC);

    if (epfd < 0)
        return -errno;
    poll->registry.epfd = epfd;
    return 0;
}

void poll_fini(struct poll *poll)
{
    close(poll->registry.epfd);
}

struct registry *poll_registry(struct poll *poll)
{
    return &poll->registry;
}

int poll_wait(struct poll *poll, struct epoll_event *events, int capacity,
              int timeout_ms)
{
    int count;

    do {
        count = epoll_wait(poll->registry.epfd, events, capacity, timeout_ms);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

int registry_register(struct registry *registry, int fd, size_t token,
                      uint32_t interests)
{
    struct epoll_event event = {.events = interests, .data.u64 = token};

    if (epoll_ctl(registry->epfd, EPOLL_CTL_ADD, fd, &event) < 0)
        return -errno;
    return 0;
}
