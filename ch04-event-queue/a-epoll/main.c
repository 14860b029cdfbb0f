/* a-epoll: one thread, five requests at once, and an event queue to wait in */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"
#include "client.h"
#include "error.h"
#include "event_queue.h"

enum {
    REQUESTS = 5,
    EVENTS = 10, /* from one wait; if there are more, they come with the next */
};

/* One request; its index in the array of streams is its token. */
struct stream {
    int fd;
    struct answer answer;
    bool is_done;
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

/*
 * The request went out in blocking mode, which is simpler, but from here on no
 * call may block: a thread that sleeps in a read for one sleeps for all five.
 */
static void register_stream(struct poll *poll, int fd, size_t token,
                            uint32_t interests)
{
    int err, flags = fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
        die(errno, "make request-%zu non-blocking", token);
    err = registry_register(poll_registry(poll), fd, token, interests);
    if (err < 0)
        die(err, "register request-%zu", token);
}

/*
 * Reads all that has come, until a read would block: with edge triggering
 * nobody tells us a second time of what we leave.  1 if the answer is whole
 * now, 0 if more must come, or -errno.
 */
static int read_answer(struct stream *stream)
{
    char data[4096];
    ssize_t n;
    int whole, err = 0;

    do {
        n = read(stream->fd, data, sizeof(data));
        if (n > 0)
            err = answer_append(&stream->answer, data, (size_t)n);
        if (err < 0)
            return err;
    } while (n > 0 || (n < 0 && errno == EINTR));
    if (n < 0 && errno != EAGAIN)
        err = -errno;
    /* the peer may reset the connection when it has said everything */
    whole = answer_is_whole(&stream->answer, n == 0);
    return whole != 0 ? whole : err;
}

static void print_answer(const struct epoll_event *event,
                         const struct answer *answer)
{
    printf("RECEIVED: Event { events: %" PRIu32 ", epoll_data: %" PRIu64 " }\n",
           event->events, event->data.u64);
    fwrite(answer->data, 1, answer->len, stdout);
    printf("\n------\n\n");
}

/* How many of the answers became whole */
static int handle_events(const struct epoll_event *events, int count,
                         struct stream *streams)
{
    int done = 0;

    for (int i = 0; i < count; i++) {
        size_t token = events[i].data.u64;
        struct stream *stream = &streams[token];
        int whole;

        /* the server closes later than it answers: two events, one answer */
        if (stream->is_done)
            continue;
        /* EPOLLIN, EPOLLHUP or EPOLLERR: read(2) will tell, and why */
        whole = read_answer(stream);
        if (whole < 0)
            die(0, "the answer to request-%zu did not come whole: %s", token,
                answer_strerror(whole));
        if (whole == 0)
            continue;
        stream->is_done = true;
        done++;
        answer_tell_status(stream->answer.data, "request-%zu", token);
        print_answer(&events[i], &stream->answer);
    }
    return done;
}

int main(int argc, char **argv)
{
    bool is_level = argc > 1 && strcmp(argv[1], "--level") == 0;
    bool is_counted = is_level || (argc > 1 && strcmp(argv[1], "--edge") == 0);
    const char *server = argv[1 + is_counted];
    struct sockaddr_in address;
    struct poll poll;
    struct epoll_event events[EVENTS];
    struct stream streams[REQUESTS] = {0};
    uint32_t interests = EPOLLIN | EPOLLET;
    long waits = 0, seen = 0;
    int done = 0, err;

    if (argc > 2 + is_counted || (server != NULL && server[0] == '-')) {
        fprintf(stderr, "usage: %s [--level | --edge] [HOST[:PORT]]\n",
                program_invocation_short_name);
        return 2;
    }
    if (is_level)
        interests = EPOLLIN;
    find_server(server, &address);
    err = poll_init(&poll);
    if (err < 0)
        die(err, "make an event queue");

    for (int i = 0; i < REQUESTS; i++) {
        streams[i].fd = send_request(&address, i);
        register_stream(&poll, streams[i].fd, (size_t)i, interests);
    }
    /* all are under way, and this is the one place where we sleep */
    while (done < REQUESTS) {
        int count = poll_wait(&poll, events, EVENTS, -1);

        if (count < 0)
            die(count, "wait for events");
        waits++;
        seen += count;
        done += handle_events(events, count, streams);
    }
    puts("FINISHED");
    if (is_counted)
        printf("%s-triggered: %ld events in %ld waits for %d answers\n",
               is_level ? "level" : "edge", seen, waits, REQUESTS);

    for (int i = 0; i < REQUESTS; i++) {
        close(streams[i].fd);
        answer_fini(&streams[i].answer);
    }
    poll_fini(&poll);
    return 0;
}
