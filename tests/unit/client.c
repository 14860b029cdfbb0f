/* links: ch01-overview/c-efficiency/ client.c */
#define _GNU_SOURCE
#include "ch01-overview/c-efficiency/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/check.h"

/* --- client_find_server ----------------------------------------------------
 */

/* The address in words, or the error */
static const char *find(const char *server)
{
    static char text[CLIENT_ADDRESS_SIZE];
    struct sockaddr_in address;
    int err = client_find_server(server, &address);

    if (err < 0)
        return strerrorname_np(-err);
    client_format_address(&address, text);
    return text;
}

TEST(finds_host_and_port)
{
    CHECK_STR(find("127.0.0.1:9000"), "127.0.0.1:9000");
    CHECK_STR(find("127.0.0.1"), "127.0.0.1:8080");
    CHECK_STR(find("127.0.0.1:1"), "127.0.0.1:1");
    CHECK_STR(find("255.255.255.255:65535"), "255.255.255.255:65535");
}

TEST(refuses_ports_that_are_none)
{
    CHECK_STR(find("127.0.0.1:"), "EINVAL");
    CHECK_STR(find("127.0.0.1:0"), "EINVAL");
    CHECK_STR(find("127.0.0.1:65536"), "EINVAL");
    CHECK_STR(find("127.0.0.1:99999999999999999999"), "EINVAL");
    CHECK_STR(find("127.0.0.1:-1"), "EINVAL");
    CHECK_STR(find("127.0.0.1:+1"), "EINVAL");
    CHECK_STR(find("127.0.0.1: 1"), "EINVAL");
    CHECK_STR(find("127.0.0.1:80x"), "EINVAL");
    CHECK_STR(find("127.0.0.1:80:81"), "EINVAL");
    CHECK_STR(find("::1"), "EINVAL");
}

TEST(refuses_a_host_that_is_none)
{
    CHECK_STR(find(""), "ENXIO");
    CHECK_STR(find(":8080"), "ENXIO");
}

TEST(asks_the_environment_where_nothing_is_said)
{
    setenv("DELAYSERVER", "127.0.0.2:99", 1);
    CHECK_STR(find(NULL), "127.0.0.2:99");
    CHECK_STR(find("127.0.0.1"), "127.0.0.1:8080");
    unsetenv("DELAYSERVER");
    CHECK_STR(find(NULL), "127.0.0.1:8080");
}

/* --- client_connect, client_send_request -----------------------------------
 */

/* A listener on a free port, with room for backlog connections */
static int listen_on(struct sockaddr_in *address, int backlog)
{
    socklen_t len = sizeof(*address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    *address = (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    CHECK(fd >= 0);
    CHECK_EQ(bind(fd, (struct sockaddr *)address, len), 0);
    CHECK_EQ(listen(fd, backlog), 0);
    CHECK_EQ(getsockname(fd, (struct sockaddr *)address, &len), 0);
    return fd;
}

TEST(connects_and_asks)
{
    static const char expected[] = "GET /1/x HTTP/1.1\r\n"
                                   "Host: localhost\r\n"
                                   "Connection: close\r\n\r\n";
    struct sockaddr_in address;
    char request[256] = "";
    int listener = listen_on(&address, 1);
    int client = client_connect(&address);
    int server = accept(listener, NULL, NULL);

    CHECK(client >= 0);
    CHECK(server >= 0);
    CHECK_EQ(client_send_request(client, "/1/x"), 0);
    CHECK_EQ(recv(server, request, strlen(expected), MSG_WAITALL),
             (long long)strlen(expected));
    CHECK_STR(request, expected);
    close(client);
    close(server);
    close(listener);
}

TEST(says_that_nobody_listens)
{
    struct sockaddr_in address;

    close(listen_on(&address, 1));
    CHECK_EQ(client_connect(&address), -ECONNREFUSED);
}

/* The answer to a peer that has gone is an error, not a signal that kills. */
TEST(says_that_the_peer_has_gone)
{
    int ends[2];

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    close(ends[1]);
    CHECK_EQ(client_send_request(ends[0], "/"), -EPIPE);
    close(ends[0]);
}

/*
 * What follows is interrupted by signals all the time.  pester() cannot know
 * when its victim sleeps in the kernel, so it goes on until it is told to
 * stop: most signals hit the sleep, and any one that does will do.
 */
struct pester {
    pthread_t thread, victim;
    atomic_bool stop;
    atomic_int signals;
};

static void ignore(int signal)
{
    (void)signal;
}

static void *pester(void *arg)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    struct pester *pester = arg;

    while (!pester->stop) {
        pthread_kill(pester->victim, SIGUSR1);
        pester->signals++;
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static void start_pester(struct pester *p)
{
    /* without SA_RESTART, so that calls do return EINTR */
    struct sigaction action = {.sa_handler = ignore};

    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
    *p = (struct pester){.victim = pthread_self()};
    CHECK_EQ(pthread_create(&p->thread, NULL, pester, p), 0);
}

static void stop_pester(struct pester *p)
{
    p->stop = true;
    CHECK_EQ(pthread_join(p->thread, NULL), 0);
}

/* Reads slowly enough for the writer to sleep; returns how much it was. */
static void *drain(void *arg)
{
    static const struct timespec pause = {.tv_nsec = 2000000};
    static char part[50000];
    int fd = *(int *)arg;
    size_t total = 0;
    ssize_t n;

    while ((n = read(fd, part, sizeof(part))) > 0) {
        total += (size_t)n;
        nanosleep(&pause, NULL);
    }
    return (void *)total;
}

TEST(sends_all_though_signals_cut_it_short)
{
    enum {
        LONG = 3000000
    };
    static char path[LONG + 1];
    struct pester p;
    pthread_t reader;
    void *received;
    int ends[2];

    memset(path, 'x', LONG);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    CHECK_EQ(pthread_create(&reader, NULL, drain, &ends[1]), 0);
    start_pester(&p);
    CHECK_EQ(client_send_request(ends[0], path), 0);
    stop_pester(&p);
    close(ends[0]);
    CHECK_EQ(pthread_join(reader, &received), 0);
    CHECK_EQ((long long)(size_t)received,
             LONG + (long long)strlen("GET  HTTP/1.1\r\nHost: localhost\r\n"
                                      "Connection: close\r\n\r\n"));
    close(ends[1]);
}

struct accepter {
    int listener;
    struct pester *pester;
    bool refuse;
};

/* Once signals have come makes room in the queue, or an end of it. */
static void *accept_late(void *arg)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    struct accepter *accepter = arg;

    while (accepter->pester->signals < 20)
        nanosleep(&pause, NULL);
    for (int i = 0; i < 2 && !accepter->refuse; i++)
        close(accept(accepter->listener, NULL, NULL));
    close(accepter->listener);
    return NULL;
}

/*
 * A listener with a full queue lets the next connection wait.  What comes of
 * it: 0 or the error.
 */
static int connect_interrupted(bool refuse)
{
    struct sockaddr_in address;
    struct pester p;
    struct accepter accepter = {.pester = &p, .refuse = refuse};
    pthread_t thread;
    int first, second;

    accepter.listener = listen_on(&address, 0);
    first = client_connect(&address);
    CHECK(first >= 0);
    start_pester(&p);
    CHECK_EQ(pthread_create(&thread, NULL, accept_late, &accepter), 0);
    second = client_connect(&address);
    stop_pester(&p);
    CHECK_EQ(second < 0, refuse);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    close(first);
    if (second < 0)
        return second;
    CHECK_EQ(send(second, "", 1, MSG_NOSIGNAL), 1);
    close(second);
    return 0;
}

TEST(connects_though_signals_interrupt_it)
{
    CHECK_EQ(connect_interrupted(false), 0);
}

TEST(says_that_nobody_listens_though_signals_interrupt_it)
{
    CHECK_EQ(connect_interrupted(true), -ECONNREFUSED);
}

/* --- struct answer ---------------------------------------------------------
 */

/* answer_is_whole() for an answer that came in one piece */
static int whole(const char *text, bool at_end)
{
    struct answer answer = {0};
    int result;

    if (*text != '\0')
        CHECK_EQ(answer_append(&answer, text, strlen(text)), 0);
    result = answer_is_whole(&answer, at_end);
    answer_fini(&answer);
    CHECK(answer.data == NULL && answer.len == 0);
    return result;
}

TEST(an_answer_ends_where_its_length_says)
{
    static const char text[] =
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\nx: y\r\n\r\nabc";
    struct answer answer = {0};

    CHECK_EQ(answer_is_whole(&answer, false), 0);
    for (size_t i = 0; i < strlen(text); i++) {
        CHECK_EQ(answer_is_whole(&answer, false), 0);
        CHECK_EQ(answer_is_whole(&answer, true), -ECONNABORTED);
        CHECK_EQ(answer_append(&answer, &text[i], 1), 0);
    }
    CHECK_EQ(answer_is_whole(&answer, false), 1);
    CHECK_EQ(answer_is_whole(&answer, true), 1);
    CHECK_STR(answer.data, text);
    answer_fini(&answer);
    answer_fini(&answer);
}

TEST(an_answer_without_a_length_ends_with_the_connection)
{
    CHECK_EQ(whole("HTTP/1.0 200 OK\r\n\r\nabc", false), 0);
    CHECK_EQ(whole("HTTP/1.0 200 OK\r\n\r\nabc", true), 1);
    CHECK_EQ(whole("HTTP/1.0 200 OK\r\n\r\n", true), 1);
    CHECK_EQ(whole("HTTP/1.0 200 OK\r\n", true), -ECONNABORTED);
    CHECK_EQ(whole("", true), -ECONNABORTED);
}

TEST(names_of_fields_are_found_only_where_they_stand)
{
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\nCONTENT-LENGTH:3\r\n\r\nab", false), 0);
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\nX-Content-Length: 1\r\n\r\nab", false),
             0);
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\n\r\n\r\nContent-Length: 99\r\n", true),
             1);
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\nContent-Length: 0 \t\r\n\r\n", false),
             1);
}

TEST(what_is_not_http_is_refused_at_once)
{
    CHECK_EQ(whole("S", false), -EPROTO);
    CHECK_EQ(whole("HTTP/2", false), -EPROTO);
    CHECK_EQ(whole("HTT", false), 0);
    CHECK_EQ(whole("<html>", true), -EPROTO);
}

TEST(a_length_that_is_none_is_refused)
{
    static const char *const lengths[] = {
        "", "-1", "+1", "x", "1x", "1 1", "1,1", "0x1", "99999999999999999999",
    };

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        char text[100];

        snprintf(text, sizeof(text),
                 "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n", lengths[i]);
        CHECK_EQ(whole(text, false), -EPROTO);
    }
}

TEST(two_lengths_must_be_one)
{
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
                   "content-length: 1\r\n\r\na",
                   false),
             1);
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
                   "Content-Length: 2\r\n\r\na",
                   false),
             -EPROTO);
}

/* Taken as delimited by the connection, half of one would pass for whole. */
TEST(a_transfer_coding_is_refused)
{
    CHECK_EQ(
        whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", false),
        -EPROTO);
    CHECK_EQ(whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
                   "5\r\nHello\r\n",
                   true),
             -EPROTO);
}

/* A string function would see nothing behind it. */
TEST(a_0_in_the_header_is_refused)
{
    static const char text[] =
        "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: 0\r\n\r\n";
    struct answer answer = {0};

    CHECK_EQ(answer_append(&answer, text, sizeof(text) - 1), 0);
    CHECK_EQ(answer_is_whole(&answer, false), -EPROTO);
    answer_fini(&answer);
}

TEST(octets_of_any_value_are_kept)
{
    static const char text[] = "HTTP/1.1 200 OK\r\n\r\n\0\1\377\r\n\r\n\0";
    struct answer answer = {0};

    CHECK_EQ(answer_append(&answer, text, sizeof(text)), 0);
    CHECK_EQ(answer.len, sizeof(text));
    CHECK(memcmp(answer.data, text, sizeof(text)) == 0);
    CHECK_EQ(answer_is_whole(&answer, true), 1);
    answer_fini(&answer);
}
