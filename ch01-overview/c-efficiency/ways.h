#ifndef WAYS_H
#define WAYS_H

#include <netinet/in.h>
#include <stdint.h>

/*
 * Three ways to do the same JOBS jobs.  Each returns when all are done: 0,
 * with what they have found added up in checksum; or -errno when one failed,
 * with checksum untouched.  Either way no socket and no thread is left.
 */

/* One thread, which begins a job when the one before is done */
int do_in_turn(const struct sockaddr_in *server, uint64_t *checksum);

/* Parallelism: JOBS threads, a job each, while the caller waits for them */
int do_by_threads(const struct sockaddr_in *server, uint64_t *checksum);

/* Concurrency: one thread, which has begun all jobs before the first is done */
int do_at_once(const struct sockaddr_in *server, uint64_t *checksum);

#endif
