#ifndef WAYS_H
#define WAYS_H

#include <netinet/in.h>
#include <stdint.h>

struct outcome {
    int threads;       /* how many it took, the caller included */
    uint64_t checksum; /* what the jobs have found, added up */
};

/*
 * Three ways to do the same JOBS jobs.  Each returns when all are done: 0 with
 * the outcome, or -errno when one failed, with outcome untouched.  Either way
 * no socket and no thread is left.
 */

/* One thread, which begins a job when the one before is done */
int do_in_turn(const struct sockaddr_in *server, struct outcome *outcome);

/* Parallelism: JOBS threads, a job each, while the caller waits for them */
int do_by_threads(const struct sockaddr_in *server, struct outcome *outcome);

/* Concurrency: one thread, which has begun all jobs before the first is done */
int do_at_once(const struct sockaddr_in *server, struct outcome *outcome);

#endif
