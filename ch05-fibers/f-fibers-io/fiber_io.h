#ifndef FIBER_IO_H
#define FIBER_IO_H

#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/*
 * Calls for fibers that look as if they blocked, while others run.  fd is in
 * non-blocking mode, or all fibers would wait.  A call that need not wait lets
 * no other fiber run.
 *
 * One fiber at a time waits for an fd; a second, even to write where the first
 * reads, is refused and can have a dup(2).  See fiber_wait(), whose errors all
 * of these have as well.  There are no timeouts, but time is a file, too:
 * timerfd_create(2).
 *
 * They wait until the event queue reports fd as ready.  Some files report that
 * and refuse the call nonetheless (EAGAIN), such as an eventfd whose counter
 * has room, but not for the number written.  Such a call asks again and again,
 * and the other fibers have their turns in between: nothing is wrong but the
 * CPU time.
 */

/* As read(2): what there is, at least 1 octet, or 0 at the end; or -errno. */
ssize_t fiber_read(int fd, void *buf, size_t len);

/*
 * Writes all of it, as write(2) does in blocking mode.  len, or -errno with any
 * part of it written.  Comes with SIGPIPE where write(2) does.
 */
ssize_t fiber_write(int fd, const void *buf, size_t len);

/*
 * As connect(2): returns when the connection stands.  0, or -errno.
 *
 * -EAGAIN: so many connections to this Unix socket wait to be accepted that its
 * queue is full.  This is the one case that is not waited for, as no event says
 * when the queue has room.  Nothing has changed: connect again later, when a
 * timerfd has expired, say.
 */
int fiber_connect(int fd, const struct sockaddr *address, socklen_t len);

#endif
