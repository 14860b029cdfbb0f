#include "ways.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>

#include "job.h"

/* From the connection to the checksum; waits in job_receive(). */
static int do_job(const struct sockaddr_in *server, int number,
                  uint64_t *checksum)
{
    struct job job;
    int err = job_start(&job, server, number);

    if (err < 0)
        return err;
    do
        err = job_receive(&job);
    while (err == 0);
    *checksum = job.checksum;
    job_fini(&job);
    return err < 0 ? err : 0;
}

int do_in_turn(const struct sockaddr_in *server, struct outcome *outcome)
{
    uint64_t sum = 0;

    for (int i = 0; i < JOBS; i++) {
        uint64_t one;
        int err = do_job(server, i, &one);

        if (err < 0)
            return err;
        sum += one;
    }
    *outcome = (struct outcome){.threads = 1, .checksum = sum};
    return 0;
}

struct worker {
    pthread_t thread;
    const struct sockaddr_in *server;
    int number;

    /* the thread writes them; ours to read when it has been joined */
    int err;
    uint64_t checksum;
};

static void *run_worker(void *arg)
{
    struct worker *worker = arg;

    worker->err = do_job(worker->server, worker->number, &worker->checksum);
    return NULL;
}

int do_by_threads(const struct sockaddr_in *server, struct outcome *outcome)
{
    struct worker workers[JOBS];
    uint64_t sum = 0;
    int started, err = 0;

    for (started = 0; started < JOBS; started++) {
        struct worker *worker = &workers[started];

        *worker = (struct worker){.server = server, .number = started};
        err = -pthread_create(&worker->thread, NULL, run_worker, worker);
        if (err < 0)
            break;
    }
    for (int i = 0; i < started; i++) {
        int joined = -pthread_join(workers[i].thread, NULL);

        if (err == 0)
            err = joined < 0 ? joined : workers[i].err;
        sum += workers[i].checksum;
    }
    if (err == 0)
        *outcome = (struct outcome){.threads = 1 + started, .checksum = sum};
    return err;
}

/*
 * poll(2) says that there is something to read, and now and then it errs
 * (BUGS in select(2)).  A read that blocked on this one would keep the thread
 * from all others.
 */
static int set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

/*
 * Goes on with the jobs that can go on.  Returns how many of them that has
 * finished, or -errno.
 */
static int receive_ready(struct job jobs[JOBS], struct pollfd fds[JOBS])
{
    int finished = 0;

    for (int i = 0; i < JOBS; i++) {
        int err;

        if (fds[i].revents == 0)
            continue;
        err = job_receive(&jobs[i]);
        if (err < 0 && err != -EAGAIN)
            return err;
        if (err == 1) {
            fds[i].fd = -1; /* which poll(2) passes over */
            finished++;
        }
    }
    return finished;
}

/* The one place where the thread waits, and it waits for all jobs there */
static int receive_all(struct job jobs[JOBS])
{
    struct pollfd fds[JOBS];
    int waiting = JOBS;

    for (int i = 0; i < JOBS; i++)
        fds[i] = (struct pollfd){.fd = jobs[i].fd, .events = POLLIN};
    while (waiting > 0) {
        int finished;

        if (poll(fds, JOBS, -1) < 0) {
            if (errno == EINTR)
                continue;
            return -errno;
        }
        finished = receive_ready(jobs, fds);
        if (finished < 0)
            return finished;
        waiting -= finished;
    }
    return 0;
}

int do_at_once(const struct sockaddr_in *server, struct outcome *outcome)
{
    struct job jobs[JOBS];
    uint64_t sum = 0;
    int started = 0, err = 0;

    while (started < JOBS && err == 0) {
        err = job_start(&jobs[started], server, started);
        if (err == 0)
            err = set_nonblocking(jobs[started++].fd);
    }
    if (err == 0)
        err = receive_all(jobs);
    for (int i = 0; i < started; i++) {
        sum += jobs[i].checksum;
        job_fini(&jobs[i]);
    }
    if (err == 0)
        *outcome = (struct outcome){.threads = 1, .checksum = sum};
    return err;
}
