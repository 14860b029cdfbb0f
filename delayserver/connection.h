#ifndef CONNECTION_H
#define CONNECTION_H

#include "outbox.h"
#include "request.h"
#include "timer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice;
struct log;
struct loop;

enum {
    INPUT_SIZE = 16384,
    PENDING_MAX = 100, /* answers owed: then nothing more is read */
};

/*
 * The connections of one loop, and what they use together.  The buffers are
 * why a connection needs no buffer of its own while it waits: they hold
 * something only between two system calls.
 *
 * All zero at first, but for the first four members.  Only the thread of the
 * loop may use it.
 */
struct connections {
    struct loop *loop;
    struct log *log;
    const struct dice *dice;
    void (*closed)(struct connections *self); /* a connection's fd is closed */
    struct connection *first;                 /* the head of a list */
    size_t count;
    bool stopping;
    char input[INPUT_SIZE];
    struct outbox_buffer output;
};

/*
 * One client: reads its requests, keeps their answers in order until each is
 * due, writes them.  It frees itself when it is over.
 */
struct connection {
    struct connections *all;
    struct connection *next;  /* in their list */
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
 * Takes over a non-blocking socket that was accepted.  The caller has reserved
 * room in the loop's timers for each connection, this one included.  Returns 0,
 * or -errno, and then the socket is still the caller's.
 */
int connection_open(struct connections *all, int fd);

/* Does what epoll says can be done with c, which is data.ptr of the event */
void connection_ready(struct connection *c, uint32_t events);

/* Reads what has arrived, then no more; each ends when it has been answered */
void connections_stop(struct connections *all);

/* Closes all at once, whatever they have been asked */
void connections_abort(struct connections *all);

#endif
