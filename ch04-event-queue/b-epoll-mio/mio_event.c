#include "mio_event.h"

bool mio_event_is_readable(const struct mio_event *event)
{
    return (event->epoll.events & (EPOLLIN | EPOLLPRI)) != 0;
}

bool mio_event_is_writable(const struct mio_event *event)
{
    return (event->epoll.events & EPOLLOUT) != 0;
}

bool mio_event_is_error(const struct mio_event *event)
{
    return (event->epoll.events & EPOLLERR) != 0;
}

/* EPOLLHUP: both directions are closed; EPOLLRDHUP: the peer has sent FIN */
bool mio_event_is_read_closed(const struct mio_event *event)
{
    const uint32_t fin = EPOLLIN | EPOLLRDHUP;

    return (event->epoll.events & EPOLLHUP) != 0 ||
           (event->epoll.events & fin) == fin;
}

/* EPOLLERR alone or with EPOLLOUT: a pipe that has lost its reader */
bool mio_event_is_write_closed(const struct mio_event *event)
{
    const uint32_t broken = EPOLLOUT | EPOLLERR;

    return (event->epoll.events & EPOLLHUP) != 0 ||
           (event->epoll.events & broken) == broken ||
           event->epoll.events == EPOLLERR;
}

bool mio_event_is_priority(const struct mio_event *event)
{
    return (event->epoll.events & EPOLLPRI) != 0;
}
