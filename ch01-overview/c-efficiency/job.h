#ifndef JOB_H
#define JOB_H

#include <netinet/in.h>
#include <stdint.h>

#include "answer.h"

enum {
    JOBS = 10,
    JOB_DELAY_MS = 100, /* how long the server waits before it answers */
};

/*
 * A job asks the server for an answer and does a little work on it.  Nearly
 * all of the time that takes is spent waiting, as with most programs that
 * talk to others.
 */
struct job {
    int number; /* tells the jobs apart: 0 to JOBS - 1 */
    int fd;
    struct answer answer;
    uint64_t checksum; /* what the work has found; 0 before it is done */
};

/*
 * Connects and asks.  The socket is in blocking mode.  0, and the job is the
 * caller's to end with job_fini(); or -errno, and nothing is left open.
 */
int job_start(struct job *job, const struct sockaddr_in *server, int number);

/*
 * Reads once and, when that makes the answer whole, does the work.
 *
 * 1: the job is done.  0: more must come.  -EAGAIN: the socket is in
 * non-blocking mode and has nothing now.  -ENOMSG: this answers another
 * question.  Else what read(2) or answer_is_whole() fails with.
 */
int job_receive(struct job *job);

void job_fini(struct job *job);

#endif
