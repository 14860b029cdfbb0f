/*
 * hostile IPV4:PORT [SHARES SHARE]: sends each entry of the table of hostile
 * inputs to a delayserver, over a connection of its own for each way to deliver
 * it: alone, behind, before and between good requests, each of these whole and
 * octet by octet, and alone also cut in two at each place.  The answers must be
 * those of the table.  With SHARES, only each SHARES-th entry, of which SHARE
 * is one, comes in pieces.
 *
 * Prints what deviates, then "N entries, N connections, N deviations"; the
 * exit status is 1 if there are any, and many of them end it early.
 */
#define _GNU_SOURCE
#include "../fuzz/hostile.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    WORKERS = 16, /* most of them wait for an answer */
    PATIENCE_S = 60,
    LIMIT_S = 250, /* for all of it: then SIGALRM ends it, and its workers */
    DEVIATIONS_MAX = 20, /* then it ends: some of them take their time */
    PAUSE_NS = 20 * 1000,
    INPUT_MAX = 1024,
    ANSWERS_MAX = 16384,
};

#define GOOD      "GET /0/ok HTTP/1.1\r\nHost: a\r\n\r\n"
#define GOOD_LAST "GET /0/ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

static struct sockaddr_in server;
static int shares = 1, share;

/* What the workers have counted together */
static struct {
    unsigned long connections;
    unsigned long deviations;
    int taken; /* entries that a worker has taken */
} * total;

/* One input and what must come of it */
struct trial {
    const struct hostile *entry;
    char input[INPUT_MAX];
    size_t size;
    char outcome[INPUT_MAX];
};

struct answers {
    char octets[ANSWERS_MAX + 1];
    size_t size;
    int error; /* what ended the connection, or 0 at its orderly end */
};

static void give_up(const char *what)
{
    perror(what);
    exit(2);
}

static int connect_to_server(void)
{
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    const struct linger reset = {.l_onoff = 1, .l_linger = 0};
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || connect(fd, (const void *)&server, sizeof(server)) < 0)
        give_up("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    /* No connection shall keep its port busy when it has ended */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    return fd;
}

/* Reset, or closed by both: what waits to be sent will wait for ever. */
static bool is_over(int fd)
{
    struct pollfd over = {.fd = fd}; /* POLLERR and POLLHUP come unasked */

    return poll(&over, 1, 0) > 0;
}

/*
 * Until the octets are with the server, and for a moment in which it likely
 * reads them: else it would see two pieces as one.
 */
static void let_server_read(int fd)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    int waiting;

    while (ioctl(fd, SIOCOUTQ, &waiting) == 0 && waiting > 0 && !is_over(fd))
        sched_yield();
    nanosleep(&pause, NULL);
}

/* The server may have closed: that shows in what it has answered */
static void send_in_pieces(int fd, const struct trial *t, size_t first,
                           size_t piece)
{
    size_t next = first;

    for (size_t done = 0; done < t->size; done += next) {
        next = done == 0 && first > 0 ? first : piece;
        if (next > t->size - done)
            next = t->size - done;
        if (done > 0)
            let_server_read(fd);
        if (send(fd, t->input + done, next, MSG_NOSIGNAL) != (ssize_t)next)
            return;
    }
}

static void receive(int fd, struct answers *a)
{
    ssize_t got;

    a->size = 0;
    do {
        got = recv(fd, a->octets + a->size, ANSWERS_MAX - a->size, 0);
        if (got > 0)
            a->size += got;
    } while (got > 0);
    a->error = got < 0 ? errno : 0;
    a->octets[a->size] = '\0';
}

/* The length of its body, or -1 if the head says none though it should */
static long body_length(const char *head, const char *end, int status)
{
    static const char length_is[] = "\r\ncontent-length: ";
    const char *field = memmem(head, end - head, length_is, strlen(length_is));

    if (status < 200 || status == 204)
        return 0;
    return field == NULL ? -1 : atol(field + strlen(length_is));
}

static void print_octets(char *line, const char *octets, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char octet = octets[i];
        bool visible = octet >= ' ' && octet <= '~';

        line += sprintf(line, visible ? "%c" : "\\x%02x", octet);
    }
}

/*
 * Takes one answer off *at and writes it as a table does, but for the delay:
 * "404", "200 message".  The last one must say that it is.  False if there is
 * none, or not all of it.
 */
static bool take_answer(char *line, const char **at, const char *end,
                        bool is_head, bool is_last)
{
    const char *body = memmem(*at, end - *at, "\r\n\r\n", 4);
    const char close[] = "\r\nconnection: close\r\n";
    int status;
    long length;

    if (body == NULL || sscanf(*at, "HTTP/1.1 %3d ", &status) != 1)
        return false;
    body += 4;
    if (is_last && memmem(*at, body - *at, close, strlen(close)) == NULL)
        return false;
    length = body_length(*at, body, status);
    if (is_head)
        length = length < 0 ? -1 : 0;
    if (length < 0 || length > end - body)
        return false;
    line += sprintf(line, is_head ? "head %d" : "%d", status);
    if (status == 200 && !is_head) {
        line += sprintf(line, " ");
        print_octets(line, body, length);
    }
    *at = body + length;
    return true;
}

/* What the client sees of one element of an outcome, as take_answer has it */
static void see_answer(char *line, const char *element, size_t size)
{
    const char *delay = memmem(element, size, "200 ", 4);
    const char *colon = memchr(element, ':', size);

    if (size == 4 && memcmp(element, "more", 4) == 0)
        strcpy(line, "400"); /* the request ends before it is complete */
    else if (delay != NULL && element == delay)
        sprintf(line, "200 %.*s", (int)(element + size - colon - 1), colon + 1);
    else if (delay != NULL)
        strcpy(line, "head 200");
    else
        sprintf(line, "%.*s", (int)size, element);
}

static bool is_expected(const struct trial *t, const struct answers *a)
{
    const char *at = a->octets, *end = at + a->size, *element = t->outcome;
    char expected[INPUT_MAX], line[4 * ANSWERS_MAX + 16];

    while (*element != '\0' && strcmp(element, "close") != 0) {
        const char *comma = strstr(element, ", ");
        size_t size =
            comma == NULL ? strlen(element) : (size_t)(comma - element);
        bool is_head = strncmp(element, "head ", 5) == 0;
        bool is_last = comma != NULL && strcmp(comma, ", close") == 0;

        see_answer(expected, element, size);
        if (!take_answer(line, &at, end, is_head, is_last) ||
            strcmp(line, expected) != 0)
            return false;
        element += comma == NULL ? size : size + 2;
    }
    return at == end && a->error == 0;
}

static void report(const struct trial *t, const struct answers *a,
                   const char *how, size_t at)
{
    static char line[4 * ANSWERS_MAX + 1];

    line[0] = '\0';
    print_octets(line, a->octets, a->size);
    printf(
        "tests/fuzz/hostile.inc:%d, %s %zu: expected \"%s\", got (%s) \"%.1000s\"\n",
        t->entry->line, how, at, t->outcome,
        a->error ? strerror(a->error) : "end", line);
    __atomic_add_fetch(&total->deviations, 1, __ATOMIC_RELAXED);
}

static bool ends_in(const char *outcome, const char *word)
{
    size_t size = strlen(outcome), end = strlen(word);

    return size >= end && strcmp(outcome + size - end, word) == 0;
}

/* Where the server is not to close by itself, it must when we have */
static void deliver(const struct trial *t, size_t first, size_t piece,
                    const char *how, size_t at)
{
    static struct answers answers;
    int fd;

    if (__atomic_load_n(&total->deviations, __ATOMIC_RELAXED) >= DEVIATIONS_MAX)
        return;
    fd = connect_to_server();
    send_in_pieces(fd, t, first, piece);
    if (!ends_in(t->outcome, "close"))
        shutdown(fd, SHUT_WR);
    receive(fd, &answers);
    if (!is_expected(t, &answers))
        report(t, &answers, how, at);
    close(fd);
    __atomic_add_fetch(&total->connections, 1, __ATOMIC_RELAXED);
}

static bool comes_in_pieces(const struct hostile *h)
{
    return (h - hostile) % shares == share % shares;
}

static void deliver_with(const struct hostile *h, const char *before,
                         const char *behind, const char *outcome,
                         const char *how)
{
    struct trial t = {.entry = h};
    char *end = stpcpy(t.input, before);

    end = mempcpy(end, h->input, h->size);
    t.size = stpcpy(end, behind) - t.input;
    strcpy(t.outcome, outcome);
    deliver(&t, 0, t.size, how, t.size);
    if (!comes_in_pieces(h))
        return;
    deliver(&t, 0, 1, how, 1);
    if (*before != '\0' || *behind != '\0')
        return;
    for (size_t i = 1; i < t.size; i++)
        deliver(&t, i, t.size, "cut at", i);
}

/* What is behind the beginning of a request belongs to it, so nothing can be */
static void deliver_entry(const struct hostile *h)
{
    char outcome[INPUT_MAX];
    bool more = ends_in(h->outcome, "more");
    const char *last = ends_in(h->outcome, "close") ? "" : ", 200 0:ok, close";

    deliver_with(h, "", "", h->outcome, "in pieces of");
    sprintf(outcome, "200 0:ok, %s", h->outcome);
    deliver_with(h, GOOD, "", outcome, "behind a good one, in pieces of");
    if (more)
        return;
    sprintf(outcome, "%s%s", h->outcome, last);
    deliver_with(h, "", GOOD_LAST, outcome, "before a good one, in pieces of");
    sprintf(outcome, "200 0:ok, %s%s", h->outcome, last);
    deliver_with(h, GOOD, GOOD_LAST, outcome,
                 "between good ones, in pieces of");
}

static void work(void)
{
    int i;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while ((i = __atomic_fetch_add(&total->taken, 1, __ATOMIC_RELAXED)) <
           HOSTILE_COUNT)
        deliver_entry(&hostile[i]);
    fflush(stdout);
}

static void parse_arguments(int argc, char **argv)
{
    char host[64] = "";
    int port = 0;

    if (argc == 4) {
        shares = atoi(argv[2]);
        share = atoi(argv[3]);
    }
    if (argc >= 2)
        sscanf(argv[1], "%63[0-9.]:%d", host, &port);
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1 || shares < 1 ||
        share < 0) {
        fprintf(stderr, "usage: hostile IPV4:PORT [SHARES SHARE]\n");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    int status, failed = 0;

    parse_arguments(argc, argv);
    alarm(LIMIT_S);
    total = mmap(NULL, sizeof(*total), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (total == MAP_FAILED)
        give_up("mmap");
    for (int i = 0; i < WORKERS; i++) {
        pid_t pid = fork();

        if (pid < 0)
            give_up("fork");
        if (pid == 0) {
            work();
            exit(0);
        }
    }
    while (wait(&status) > 0)
        failed |= status;
    printf("%d entries, %lu connections, %lu deviations\n", HOSTILE_COUNT,
           total->connections, total->deviations);
    return failed != 0 || total->deviations > 0;
}
