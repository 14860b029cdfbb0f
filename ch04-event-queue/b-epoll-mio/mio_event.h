#ifndef MIO_EVENT_H
#define MIO_EVENT_H

#include <stdbool.h>

#include "mio.h"

/*
 * What an event says of its fd.  The questions are mio's, so that a program
 * gets the same answers.
 *
 * Only readable and writable are hints to rely upon.  That the peer of a stream
 * socket, registered for either, has closed or failed always shows as one of
 * them too, and the read or write tells which: the other questions to an event
 * are there to save that call.  Elsewhere they must be asked: a pipe whose
 * writer has gone is read closed and nothing else, a datagram socket that was
 * refused and a registration for priority alone may be in error only.
 */

/* A read will not block: there is data, a connection, the end or an error. */
bool mio_event_is_readable(const struct mio_event *event);

/* A write will not block: there is room, the connection stands, or failed. */
bool mio_event_is_writable(const struct mio_event *event);

/* The fd is in an error state, as after a connect that was refused. */
bool mio_event_is_error(const struct mio_event *event);

/* The peer writes no more (or we have shut down reading): read to the end. */
bool mio_event_is_read_closed(const struct mio_event *event);

/*
 * Writing has no use any more: both directions are closed, or there is no
 * reader.  Not said of a peer that only stops reading.
 */
bool mio_event_is_write_closed(const struct mio_event *event);

/* There is out-of-band data; such an event counts as readable too. */
bool mio_event_is_priority(const struct mio_event *event);

#endif
