/* links: ch01-overview/c-efficiency/ address.c answer.c client.c */
#define _GNU_SOURCE
#include "ch01-overview/c-efficiency/client.h"
#include "ch01-overview/c-efficiency/address.h"
#include "ch01-overview/c-efficiency/answer.h"

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

/* --- address_find ----------------------------------------------------
 */

/* The address in words, or the error */
static const char *find(const char *server)
{
    static char text[ADDRESS_SIZE];
    struct sockaddr_in address;
    int err = address_find(server, &address);

    if (err < 0)
        return strerrorname_np(-err);
    address_format(&address, text);
    return text;
}

TEST(finds_host_and_port)
{
    CHECK_STR(find("127.0.0.1:9000"), "127.0.0.1:9000");
    CHECK_STR(find("127.0.0.1"), "127.0.0.1:8080");
    CHECK_STR(find("127.0.0.1:1"), "127.0.0.1:1");
    CHECK_STR(find("255.255.255.255:65535"), "255.255.255.255:65535");
}

TEST(takes_an_url_without_a_path)
{
    CHECK_STR(find("http://127.0.0.1:9000"), "127.0.0.1:9000");
    CHECK_STR(find("http://127.0.0.1:9000/"), "127.0.0.1:9000");
    CHECK_STR(find("HTTP://127.0.0.1"), "127.0.0.1:8080");
    CHECK_STR(find("127.0.0.1:9000/"), "127.0.0.1:9000");
}

TEST(refuses_what_is_written_otherwise)
{
    static const char *const servers[] = {
        /* a port that is none */
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:99999999999999999999",
        "127.0.0.1:-1",
        "127.0.0.1:+1",
        "127.0.0.1: 1",
        "127.0.0.1:1 ",
        "127.0.0.1:80x",
        "127.0.0.1:http",
        "127.0.0.1:80:81",
        /* no host */
        "",
        ":8080",
        "/",
        "http://",
        "http:///",
        "http://:8080",
        /* IPv6 */
        "::1",
        "[::1]",
        "[::1]:8080",
        "http://[::1]:8080/",
        "[127.0.0.1]:8080",
        /* other URLs */
        "https://127.0.0.1:8080",
        "//127.0.0.1:8080",
        "http:127.0.0.1",
        "http://127.0.0.1:8080//",
        "http://127.0.0.1:8080/path",
        "http://127.0.0.1/path",
    };

    for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
        if (strcmp(find(servers[i]), "EDESTADDRREQ") != 0)
            printf("# \"%s\"\n", servers[i]);
        CHECK_STR(find(servers[i]), "EDESTADDRREQ");
    }
}

/* That name is none, so no name service is asked. */
TEST(says_that_a_host_has_no_address)
{
    CHECK_STR(find("no such host:8080"), "ENXIO");
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

/* A string literal with its length, as it may have a 0 in it */
#define BYTES(literal) literal, sizeof(literal) - 1

#define HEADER         "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
#define ANSWER         HEADER "abc"
#define STATUS(status) "HTTP/1.1 " status "\r\nContent-Length: 3\r\n\r\nabc"
#define LENGTH(field)  "HTTP/1.1 200 OK\r\n" field "\r\n\r\nabc"
#define CONTINUE       "HTTP/1.1 100 Continue\r\n\r\n"

/*
 * An answer as it comes, in pieces of that size but for the first one, until
 * it is whole or refused; that, or what is said of it when nothing more comes.
 */
static int receive(struct answer *answer, const char *data, size_t len,
                   size_t first, size_t size)
{
    size_t piece = first < len ? first : len;
    int result = 0;

    *answer = (struct answer){0};
    while (len > 0 && result == 0) {
        CHECK_EQ(answer_append(answer, data, piece), 0);
        data += piece;
        len -= piece;
        piece = size < len ? size : len;
        result = answer_is_whole(answer, false);
    }
    return result != 0 ? result : answer_is_whole(answer, true);
}

/* However it is cut, the same comes of it. */
static void check_pieces(const char *came, size_t came_len, const char *taken,
                         size_t taken_len, int expected)
{
    for (size_t first = 1; first <= came_len; first++) {
        /* the rest at once, and all of it in pieces of one size */
        for (int way = 0; way < 2; way++) {
            struct answer answer;
            int result = receive(&answer, came, came_len, first,
                                 way == 0 ? came_len : first);

            if (result != expected)
                printf("# %zu bytes, then %s, of \"%s\"\n", first,
                       way == 0 ? "the rest" : "as many", came);
            CHECK_EQ(result, expected);
            if (result == 1) {
                if (answer.len != taken_len)
                    printf("# taken: \"%s\"\n", answer.data);
                CHECK_EQ(answer.len, taken_len);
                CHECK(memcmp(answer.data, taken, taken_len + 1) == 0);
                CHECK_EQ(answer_is_whole(&answer, true), 1);
            }
            answer_fini(&answer);
            CHECK(answer.data == NULL && answer.len == 0);
        }
    }
}

static void check_taken(const char *came, size_t came_len, const char *taken,
                        size_t taken_len)
{
    check_pieces(came, came_len, taken, taken_len, 1);
}

/* Comes and is taken as it is. */
static void check_same(const char *came, size_t len)
{
    check_pieces(came, len, came, len, 1);
}

static void check_refused(const char *came, size_t len, int err)
{
    check_pieces(came, len, NULL, 0, err);
}

/* answer_is_whole() for an answer that came in one piece */
static int whole(const char *text, bool at_end)
{
    struct answer answer = {0};
    int result;

    CHECK_EQ(answer_append(&answer, text, strlen(text)), 0);
    result = answer_is_whole(&answer, at_end);
    answer_fini(&answer);
    return result;
}

TEST(an_answer_ends_where_its_length_says)
{
    check_same(BYTES(ANSWER));
    check_same(BYTES(LENGTH("Content-Length: 003")));
    check_same(BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    CHECK_EQ(whole(HEADER "ab", false), 0);
    CHECK_EQ(whole(ANSWER, false), 1);
}

TEST(what_comes_behind_its_end_is_cut_off)
{
    check_taken(BYTES(ANSWER "d"), BYTES(ANSWER));
    check_taken(BYTES(ANSWER "\0"), BYTES(ANSWER));
    check_taken(BYTES(ANSWER ANSWER), BYTES(ANSWER));
    check_taken(BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nabc"),
                BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
}

TEST(an_answer_that_breaks_off_is_none)
{
    for (size_t len = 1; len < strlen(ANSWER); len++)
        check_refused(ANSWER, len, -ECONNABORTED);
    for (size_t len = 1; len < strlen(CONTINUE ANSWER); len++)
        check_refused(CONTINUE ANSWER, len, -ECONNABORTED);
    CHECK_EQ(answer_is_whole(&(struct answer){0}, false), 0);
    CHECK_EQ(answer_is_whole(&(struct answer){0}, true), -ECONNABORTED);
}

TEST(an_answer_without_a_length_ends_with_the_connection)
{
    CHECK_EQ(whole("HTTP/1.0 200 OK\r\n\r\nabc", false), 0);
    check_same(BYTES("HTTP/1.0 200 OK\r\n\r\nabc"));
    check_same(BYTES("HTTP/1.0 200 OK\r\n\r\n"));
    check_same(BYTES("HTTP/1.1 200 OK\r\n\r\n\r\nContent-Length: 99\r\n"));
    check_same(BYTES("HTTP/1.1 200 OK\r\nX-Content-Length: 1\r\n\r\nabc"));
    check_same(BYTES("HTTP/1.1 200 OK\r\nContent-Lengt: 1\r\n\r\nabc"));
}

TEST(bytes_of_any_value_are_kept)
{
    check_same(BYTES("HTTP/1.1 200 OK\r\n\r\n\0\1\377\r\n\r\n\0"));
    check_same(BYTES(HEADER "\0\0\0"));
    check_same(BYTES(HEADER "a\0b"));
}

TEST(interim_answers_are_passed_over)
{
    check_taken(BYTES(CONTINUE ANSWER), BYTES(ANSWER));
    check_taken(BYTES(CONTINUE CONTINUE CONTINUE ANSWER), BYTES(ANSWER));
    check_taken(BYTES("HTTP/1.1 102 Processing\r\n\r\n"
                      "HTTP/1.1 103 Early Hints\r\n"
                      "Link: </style.css>; rel=preload\r\n\r\n"
                      "HTTP/1.1 199\r\n\r\n" ANSWER),
                BYTES(ANSWER));
    /* they have no body, whatever they say */
    check_taken(BYTES("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n" ANSWER),
                BYTES(ANSWER));
    check_taken(BYTES("HTTP/1.1 100\n\n" ANSWER "d"), BYTES(ANSWER));
    check_taken(BYTES(CONTINUE "HTTP/1.0 200 OK\r\n\r\nabc"),
                BYTES("HTTP/1.0 200 OK\r\n\r\nabc"));
    CHECK_EQ(whole(CONTINUE, false), 0);
}

TEST(another_protocol_is_refused)
{
    check_refused(BYTES("HTTP/1.1 101 Switching Protocols\r\n"
                        "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
                  -EPROTONOSUPPORT);
    check_refused(BYTES(CONTINUE "HTTP/1.1 101\n\n" ANSWER), -EPROTONOSUPPORT);
}

TEST(some_answers_have_no_body)
{
    check_taken(BYTES(STATUS("204 No Content")),
                BYTES("HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n"));
    check_taken(
        BYTES(STATUS("304 Not Modified")),
        BYTES("HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n"));
    check_same(BYTES("HTTP/1.1 204\r\nTransfer-Encoding: chunked\r\n\r\n"));
    CHECK_EQ(whole("HTTP/1.1 204 No Content\r\n\r\n", false), 1);
    CHECK_EQ(whole("HTTP/1.1 304 Not Modified\r\n\r\n", false), 1);
    CHECK_EQ(whole("HTTP/1.1 205 Reset Content\r\n\r\n", false), 0);
}

TEST(a_status_line_may_be_short_or_strange)
{
    check_same(BYTES(STATUS("200")));
    check_same(BYTES(STATUS("200 ")));
    check_same(BYTES(STATUS("404 \303\244: \t 101")));
    check_same(BYTES(STATUS("000 ?")));
    check_same(BYTES(STATUS("999 ?")));
    check_same(BYTES("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
    check_same(BYTES("HTTP/1.9 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
}

TEST(a_line_may_end_in_a_newline_alone)
{
    check_same(BYTES("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc"));
    check_same(BYTES("HTTP/1.1 200 OK\nContent-Length: 3\r\n\nabc"));
    check_same(BYTES("HTTP/1.1 200 OK\r\nContent-Length: 3\n\r\nabc"));
    check_same(BYTES("HTTP/1.1 200 OK\n\nabc"));
    check_same(BYTES("HTTP/1.1 200\n\n"));
    check_taken(BYTES("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc\n\n"),
                BYTES("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc"));
}

TEST(fields_are_read_as_they_may_be_written)
{
    check_same(BYTES(LENGTH("CONTENT-LENGTH:3")));
    check_same(BYTES(LENGTH("content-length: \t 3 \t ")));
    check_same(
        BYTES(LENGTH("X:\r\nY: \r\n!#$%&'*+-.^_`|~9: z:\r\ncontent-length:3")));
    check_same(BYTES(LENGTH("X: a\rb\r\nContent-Length: 3")));
    check_same(BYTES(LENGTH("Content-Length: 3, 3,3 ,\t3")));
    check_same(BYTES(LENGTH("Content-Length: 3\r\ncontent-length: 03")));
}

TEST(a_field_in_two_lines_becomes_one)
{
    check_taken(BYTES(LENGTH("X: a\r\n b\r\n\tc\r\nContent-Length:\r\n 3")),
                BYTES(LENGTH("X: a   b  \tc\r\nContent-Length:   3")));
    check_taken(BYTES(LENGTH("X: a\n Content-Length: 1\nContent-Length: 3\n ")),
                BYTES(LENGTH("X: a  Content-Length: 1\nContent-Length: 3  ")));
    /* whose first line is that of the status */
    check_taken(BYTES(LENGTH(" Content-Length: 1\r\nContent-Length: 3")),
                BYTES("HTTP/1.1 200 OK   Content-Length: 1\r\n"
                      "Content-Length: 3\r\n\r\nabc"));
    /* the body has no fields */
    check_same(BYTES(HEADER " bc"));
    check_same(BYTES(HEADER "\n b"));
    check_same(BYTES("HTTP/1.1 200 OK\nContent-Length: 3\n\n\tbc"));
}

TEST(what_is_not_http1_is_refused)
{
    check_refused(BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"), -EPROTO);
    check_refused(BYTES("220 mail.example.org ESMTP ready\r\n"), -EPROTO);
    check_refused(BYTES("<html>"), -EPROTO);
    check_refused(BYTES("ICY 200 OK\r\n\r\n"), -EPROTO);
    /* settings of HTTP/2, and an alert of TLS */
    check_refused(BYTES("\0\0\22\4\0\0\0\0\0\0\3\0\0\0\200"), -EPROTO);
    check_refused(BYTES("\25\3\1\0\2\2\106"), -EPROTO);
    check_refused(BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/2 200\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/2.0 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/0.9 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.10 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1. 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("http/1.1 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES(" HTTP/1.1 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("\r\nHTTP/1.1 200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1  200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1\t200 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1 20 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1 2000 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1 200OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1 -20 OK\r\n\r\n"), -EPROTO);
    check_refused(BYTES("HTTP/1.1\r\n\r\n"), -EPROTO);
    check_refused(BYTES(CONTINUE "SSH-2.0-OpenSSH_9.2p1\r\n"), -EPROTO);
}

/* Its server may wait for us to go on. */
TEST(what_is_not_http1_is_refused_at_its_first_byte)
{
    static const char start[] = "HTTP/1.1 200 ";
    char text[sizeof(start)];

    for (size_t i = 0; i < strlen(start); i++) {
        strcpy(text, start);
        text[i + 1] = '\0';
        CHECK_EQ(whole(text, false), 0);
        text[i] = '~';
        CHECK_EQ(whole(text, false), -EPROTO);
    }
}

TEST(a_header_that_is_malformed_is_refused)
{
    static const char *const headers[] = {
        "no colon",
        "no colon\r\nContent-Length: 3",
        ": no name",
        ":",
        "Content-Length : 3",
        "Content-Length\t: 3",
        "Content Length: 3",
        "X\rY: 3",
        "\r",
        "\rContent-Length: 3",
        /* lengths that are none */
        "Content-Length:",
        "Content-Length: -1",
        "Content-Length: +1",
        "Content-Length: x",
        "Content-Length: 1x",
        "Content-Length: 1 1",
        "Content-Length: 0x1",
        "Content-Length: 1.",
        "Content-Length: \"1\"",
        "Content-Length: 1\r",
        "Content-Length: \r1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 9223372036854775808",
        "Content-Length: ,3",
        "Content-Length: 3,",
        "Content-Length: 3,,3",
        "Content-Length: 3;3",
        /* and several that are not one */
        "Content-Length: 3, 4",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3\r\ncontent-length: 3, 2",
        "Content-Length: 3\r\ncontent-length: x",
        "Content-Length: 0\r\ncontent-length: 3",
    };

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        char text[200];
        int len = snprintf(text, sizeof(text),
                           "HTTP/1.1 200 OK\r\n%s\r\n\r\nabc", headers[i]);

        check_refused(text, (size_t)len, -EBADMSG);
    }
}

/* A string function would see nothing behind it. */
TEST(a_0_in_the_header_is_refused)
{
    check_refused(BYTES(LENGTH("X: \0\r\nContent-Length: 3")), -EBADMSG);
    check_refused(BYTES("HTTP/1.1 200\0OK\r\n\r\n"), -EBADMSG);
    check_refused(BYTES("HTTP/1.1 100 \0\r\n\r\n" ANSWER), -EBADMSG);
    check_refused(BYTES("HTTP/1.1 200 OK\r\n\0\r\n\r\n"), -EBADMSG);
}

TEST(a_length_may_be_too_long_for_any_body)
{
    CHECK_EQ(whole(LENGTH("Content-Length: 9223372036854775807"), false), 0);
    CHECK_EQ(whole(LENGTH("Content-Length: 9223372036854775807"), true),
             -ECONNABORTED);
}

/* Taken as delimited by the connection, half of one would pass for whole. */
TEST(a_transfer_coding_is_refused)
{
    check_refused(BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "5\r\nHello\r\n0\r\n\r\n"),
                  -ENOTSUP);
    check_refused(BYTES(LENGTH("Content-Length: 3\r\n"
                               "transfer-encoding:gzip, chunked")),
                  -ENOTSUP);
    check_refused(BYTES(LENGTH("Transfer-Encoding:\r\n chunked")), -ENOTSUP);
    check_refused(BYTES(CONTINUE LENGTH("Transfer-Encoding: identity")),
                  -ENOTSUP);
    check_same(BYTES(LENGTH("X-Transfer-Encoding: x\r\nContent-Length: 3")));
}

TEST(the_body_begins_behind_the_first_empty_line)
{
    CHECK_STR(answer_body(ANSWER), "abc");
    CHECK_STR(answer_body("HTTP/1.1 200 OK\n\n\r\n\r\nabc"), "\r\n\r\nabc");
    CHECK_STR(answer_body("HTTP/1.1 200 OK\r\n\n\n"), "\n");
    CHECK_STR(answer_body("HTTP/1.1 200 OK\n\r\n"), "");
    CHECK(answer_body("HTTP/1.1 200 OK\r\n\r") == NULL);
    CHECK(answer_body("HTTP/1.1 200 OK\r\r\n") == NULL);
    CHECK(answer_body("") == NULL);
}

/* --- What is said ----------------------------------------------------------
 */

/* What goes to stderr for an answer that begins so */
static const char *told(const char *data)
{
    static char text[200];
    FILE *real = stderr;

    memset(text, 0, sizeof(text));
    stderr = fmemopen(text, sizeof(text) - 1, "w");
    CHECK(stderr != NULL);
    answer_tell_status(data, "GET %s", "/path");
    fclose(stderr);
    stderr = real;
    return text;
}

TEST(a_status_is_told_unless_all_is_well)
{
    CHECK_STR(told("HTTP/1.1 404 Not Found\r\n\r\nabc"),
              "client: GET /path: status 404 Not Found\n");
    CHECK_STR(told("HTTP/1.0 301 Moved\n\n"),
              "client: GET /path: status 301 Moved\n");
    CHECK_STR(told("HTTP/1.1 500\r\n\r\n"), "client: GET /path: status 500\n");
    CHECK_STR(told("HTTP/1.1 304 x\ry\r\n\r\n"),
              "client: GET /path: status 304 x\n");
    CHECK_STR(told("HTTP/1.1 999 2\r\n\r\n"),
              "client: GET /path: status 999 2\n");
    CHECK_STR(told("HTTP/1.1 200 OK\r\n\r\n"), "");
    CHECK_STR(told("HTTP/1.1 204 No Content\r\n\r\n"), "");
    CHECK_STR(told("HTTP/1.1 299 404\r\n\r\n"), "");
}

TEST(each_error_of_ours_has_a_sentence_of_its_own)
{
    static const struct {
        const char *(*name)(int err);
        int err;
    } errors[] = {
        {address_strerror, EDESTADDRREQ}, {address_strerror, ENXIO},
        {answer_strerror, EPROTO},        {answer_strerror, EBADMSG},
        {answer_strerror, ENOTSUP},       {answer_strerror, EPROTONOSUPPORT},
        {answer_strerror, EILSEQ},
    };

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        const char *sentence = errors[i].name(errors[i].err);

        CHECK(strcmp(sentence, strerror(errors[i].err)) != 0);
        CHECK_STR(sentence, errors[i].name(-errors[i].err));
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(sentence, errors[j].name(errors[j].err)) != 0);
    }
    CHECK_STR(answer_strerror(-ECONNREFUSED), "Connection refused");
    CHECK_STR(address_strerror(ENOMEM), "Cannot allocate memory");
}
