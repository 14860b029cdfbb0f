/* For the check: counts waits in the event queue. */
#include <stdatomic.h>
#include <stdio.h>
#include <sys/epoll.h>

int __real_epoll_wait(int epfd, struct epoll_event *events, int max, int ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *events, int max, int ms);

static atomic_int waits;

int __wrap_epoll_wait(int epfd, struct epoll_event *events, int max, int ms)
{
    waits++;
    return __real_epoll_wait(epfd, events, max, ms);
}

__attribute__((destructor)) static void report(void)
{
    fprintf(stderr, "waits: %d\n", waits);
}
