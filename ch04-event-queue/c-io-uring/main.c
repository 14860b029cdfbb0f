/* c-io-uring: by completion: the kernel reads for us, and says when it has */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"
#include "client.h"
#include "error.h"
#include "uring.h"

enum {
    REQUESTS = 5,
    EXIT_SKIPPED = 77,
};

/* One request; its index in the array of streams is its token. */
struct stream {
    int fd;
    char data[4096]; /* the kernel's while a request is in flight */
    struct answer answer;
};

static void find_server(const char *server, struct sockaddr_in *address)
{
    int err = address_find(server, address);

    if (err < 0)
        die(0, "find the delayserver %s: %s", address_name(server),
            address_strerror(err));
}

/* The last request has the shortest delay, so answers come in reverse. */
static int send_request(const struct sockaddr_in *address, int i)
{
    char path[32], where[ADDRESS_SIZE];
    int err, fd = client_connect(address);

    address_format(address, where);
    if (fd < 0)
        die(fd, "connect to the delayserver on %s%s", where,
            fd == -ECONNREFUSED ? " (is it running?)" : "");
    snprintf(path, sizeof(path), "/%d/request-%d", (REQUESTS - i) * 1000, i);
    err = client_send_request(fd, path);
    if (err < 0)
        die(err, "send request-%d to %s", i, where);
    return fd;
}

static void request_data(struct uring *uring, struct stream *stream,
                         size_t token)
{
    uring_recv(uring, stream->fd, stream->data, sizeof(stream->data), token);
}

/*
 * Takes what has come.  1 if the answer is whole now, 0 if more must come, or
 * -errno.
 */
static int take_data(struct stream *stream, int res)
{
    int whole, err = 0;

    if (res > 0) {
        err = answer_append(&stream->answer, stream->data, (size_t)res);
        if (err < 0)
            return err;
    }
    if (res < 0 && res != -EINTR && res != -EAGAIN)
        err = res;
    /* the peer may reset the connection when it has said everything */
    whole = answer_is_whole(&stream->answer, res == 0);
    return whole != 0 ? whole : err;
}

static void print_answer(const struct completion *completion,
                         const struct answer *answer)
{
    printf("RECEIVED: Completion { user_data: %zu, res: %d }\n",
           completion->token, completion->res);
    fwrite(answer->data, 1, answer->len, stdout);
    printf("\n------\n\n");
}

/* Before die(): the kernel may still write into the streams. */
static void give_up(struct uring *uring)
{
    for (size_t i = 0; i < REQUESTS; i++)
        uring_cancel(uring, i); /* harmless if it has ended */
    uring_fini(uring);          /* if it fails, die() says why we are here */
}

/* How many of the answers became whole */
static int handle_completions(struct uring *uring, struct stream *streams)
{
    struct completion completion;
    int done = 0;

    while (uring_next(uring, &completion)) {
        size_t token = completion.token;
        struct stream *stream = &streams[token];
        int whole = take_data(stream, completion.res);

        if (whole < 0) {
            give_up(uring);
            die(0, "the answer to request-%zu did not come whole: %s", token,
                answer_strerror(whole));
        }
        if (whole == 0) {
            request_data(uring, stream, token);
            continue;
        }
        done++;
        answer_tell_status(stream->answer.data, "request-%zu", token);
        print_answer(&completion, &stream->answer);
    }
    return done;
}

int main(int argc, char **argv)
{
    const char *server = argv[1];
    struct sockaddr_in address;
    struct uring uring;
    struct stream streams[REQUESTS] = {0};
    int done = 0, err;

    if (argc > 2 || (server != NULL && server[0] == '-')) {
        fprintf(stderr, "usage: %s [HOST[:PORT]]\n",
                program_invocation_short_name);
        return 2;
    }
    find_server(server, &address);
    /* for each stream a receive and, if need be, its cancellation */
    err = uring_init(&uring, 2 * REQUESTS);
    if (err == -ENOSYS || err == -EPERM || err == -EACCES || err == -ENOMEM) {
        fprintf(stderr, "%s: no io_uring here: %s\n",
                program_invocation_short_name, strerror(-err));
        return EXIT_SKIPPED;
    }
    if (err < 0)
        die(err, "make the rings");

    for (int i = 0; i < REQUESTS; i++) {
        streams[i].fd = send_request(&address, i);
        request_data(&uring, &streams[i], (size_t)i);
    }
    /* all are under way, and this is the one place where we sleep */
    while (done < REQUESTS) {
        err = uring_wait(&uring);
        if (err < 0) /* nothing comes back by it; exit(3) ends the requests */
            die(err, "wait for completions");
        done += handle_completions(&uring, streams);
    }
    puts("FINISHED");
    printf("The kernel read %d answers for us: %u calls of io_uring_enter, no "
           "read.\n",
           REQUESTS, uring.calls);

    for (int i = 0; i < REQUESTS; i++) {
        close(streams[i].fd);
        answer_fini(&streams[i].answer);
    }
    uring_fini(&uring); /* cannot fail: nothing is in flight */
    return 0;
}
