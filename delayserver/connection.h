#ifndef CONNECTION_H
#define CONNECTION_H

#include "outbox.h"
#include "request.h"
#include "timer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct server;

/* Who asks for more than so many answers at once is not read for a while */
enum {
    PENDING_MAX = 100,
};

/*
 * One client: reads its requests, keeps their answers in order until each is
 * due, writes them.  It frees itself when it is over.
 */
struct connection {
    struct server *server;
    struct connection *next;  /* in the server's list */
    struct connection **link; /* what points to this one there */
    int fd;
    uint32_t interest; /* the events that epoll reports */

    struct request request; /* the one that is arriving */
    struct outbox outbox;   /* what it gets */

    struct timer timer;   /* not later than the next thing to do */
    uint64_t deadline_ns; /* of what is waited for, or TIMER_NEVER */
    uint8_t waiting;      /* enum waiting, in connection.c */
    bool closing;         /* no more requests are read */
    bool at_end;          /* the client has sent all it will */
    bool lingering;       /* we have sent all we will */
};

/*
 * Takes over a non-blocking socket that was accepted.  Returns 0, or -errno,
 * and then the socket is still the caller's.
 */
int connection_open(struct server *server, int fd);

/* Does what epoll says can be done */
void connection_ready(struct connection *c, uint32_t events);

/* Reads what has arrived, then no more; over when it has been answered */
void connection_stop(struct connection *c);

/* Closes it at once, whatever it has been asked */
void connection_abort(struct connection *c);

#endif
