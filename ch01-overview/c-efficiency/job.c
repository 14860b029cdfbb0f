#include "job.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client.h"

enum {
    MESSAGE_SIZE = 32,
    WORK_ROUNDS = 200000, /* about a millisecond, at -O2 */
};

static void format_message(char message[MESSAGE_SIZE], int number)
{
    snprintf(message, MESSAGE_SIZE, "job-%d", number);
}

int job_start(struct job *job, const struct sockaddr_in *server, int number)
{
    char message[MESSAGE_SIZE], path[2 * MESSAGE_SIZE];
    int err;
    int fd = client_connect(server);

    if (fd < 0)
        return fd;
    format_message(message, number);
    snprintf(path, sizeof(path), "/%d/%s", JOB_DELAY_MS, message);
    err = client_send_request(fd, path);
    if (err < 0) {
        close(fd);
        return err;
    }
    *job = (struct job){.number = number, .fd = fd};
    return 0;
}

/* Something that keeps the CPU busy for a while: FNV-1a, over and over */
static uint64_t work(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (int round = 0; round < WORK_ROUNDS; round++) {
        for (const char *c = text; *c != '\0'; c++)
            hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
    }
    return hash;
}

/* The answer is whole, so it has a body, though that may be empty. */
static int finish(struct job *job)
{
    char message[MESSAGE_SIZE];
    const char *body = answer_body(job->answer.data);
    const char *end = job->answer.data + job->answer.len;

    format_message(message, job->number);
    answer_tell_status(job->answer.data, "%s", message);
    /* the lengths as well: a string ends at a byte 0, an answer need not */
    if (strcmp(body, message) != 0 || body + strlen(body) != end)
        return -ENOMSG;
    job->checksum = work(body);
    return 1;
}

int job_receive(struct job *job)
{
    char part[4096];
    ssize_t n;
    int err;

    do
        n = read(job->fd, part, sizeof(part));
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return -errno;
    if (n > 0) {
        err = answer_append(&job->answer, part, (size_t)n);
        if (err < 0)
            return err;
    }
    err = answer_is_whole(&job->answer, n == 0);
    return err == 1 ? finish(job) : err;
}

void job_fini(struct job *job)
{
    answer_fini(&job->answer);
    close(job->fd);
}
