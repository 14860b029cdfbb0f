#ifndef READINESS_H
#define READINESS_H

#include <stdint.h>

struct runtime;

/* --- For the runtime --------------------------------------------------------
 */

/*
 * Opens its epoll(7), which watches its inbox from then on: 0 or -errno.  And
 * closes it.
 */
int readiness_open(struct runtime *runtime);
void readiness_close(struct runtime *runtime);

/*
 * Sleeps until something happens to a descriptor, for at most timeout ns (0:
 * not at all, negative: without end), and wakes all who wait for that.
 */
void readiness_wait(struct runtime *runtime, int64_t timeout);

#endif
