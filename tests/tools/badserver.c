/*
 * badserver MODE [PORT]: a server that answers as servers should not, for
 * tests.
 *
 * It answers GET /{delay}/{message} with the message as the delayserver does,
 * but at once whatever the delay, and with the one fault that MODE names.  It
 * prints "Listening on http://127.0.0.1:PORT" when it can be asked, serves
 * until SIGTERM ends it with status 0, and dies with the process that started
 * it.  A thread per connection is good enough here.
 *
 * In the mode "gate" no answer is sent before the file whose path is in GATE in
 * the environment exists; the requests are told as the delayserver does it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Every mode but "instant", "keep-open" and "gate" has its own way to
 * misbehave. */
typedef void answer_fn(int fd, const char *answer, size_t len);

static void send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* the client has gone, as it may */
        data += n;
        len -= (size_t)n;
    }
}

/* The pause makes it likely that the client finds the pieces one by one. */
static void send_in_pieces(int fd, const char *answer, size_t len, size_t size)
{
    const struct timespec pause = {.tv_nsec = 300 * 1000};
    int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    for (size_t sent = 0; sent < len; sent += size) {
        send_all(fd, answer + sent, len - sent < size ? len - sent : size);
        nanosleep(&pause, NULL);
    }
}

static void send_pieces(int fd, const char *answer, size_t len)
{
    send_in_pieces(fd, answer, len, 1);
}

static void send_dribble(int fd, const char *answer, size_t len)
{
    send_in_pieces(fd, answer, len, 30);
}

/* All of the header and all of the body but its last octet */
static void send_but_one(int fd, const char *answer, size_t len)
{
    send_all(fd, answer, len - 1);
}

static void send_nothing(int fd, const char *answer, size_t len)
{
    (void)fd;
    (void)answer;
    (void)len;
}

/* Until the client gives up and closes: then the read fails or ends. */
static void send_never(int fd, const char *answer, size_t len)
{
    char octet;

    (void)answer;
    (void)len;
    while (recv(fd, &octet, 1, 0) > 0)
        ;
}

/* close(2) sends a RST instead of a FIN when it may not linger: socket(7) */
static void set_reset(int fd, const char *answer, size_t len)
{
    const struct linger linger = {.l_onoff = 1, .l_linger = 0};

    (void)answer;
    (void)len;
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

/* The field loses its meaning with its name: the length stays the same. */
static void send_without_length(int fd, const char *answer, size_t len)
{
    char *copy = strdup(answer);

    if (copy == NULL)
        abort();
    memcpy(strstr(copy, "content-length"), "content-nothin", 14);
    send_all(fd, copy, len);
    free(copy);
}

static void send_garbage(int fd, const char *answer, size_t len)
{
    static const char garbage[] = "220 mail.example.org ESMTP ready\r\n";

    (void)answer;
    (void)len;
    send_all(fd, garbage, strlen(garbage));
}

static void send_chunked(int fd, const char *answer, size_t len)
{
    static const char chunked[] = "HTTP/1.1 200 OK\r\n"
                                  "transfer-encoding: chunked\r\n\r\n"
                                  "5\r\nhello\r\n0\r\n\r\n";

    (void)answer;
    (void)len;
    send_all(fd, chunked, strlen(chunked));
}

/*
 * Interim answers in front of the answer, something behind it, and each line
 * between ends in a newline alone.
 */
static void send_odd(int fd, const char *answer, size_t len)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n"
                                  "HTTP/1.1 103 Early Hints\r\n"
                                  "link: </style.css>; rel=preload\r\n\r\n";
    char *copy = malloc(len);
    size_t kept = 0;

    if (copy == NULL)
        abort();
    for (size_t i = 0; i < len; i++) {
        if (answer[i] != '\r')
            copy[kept++] = answer[i];
    }
    send_in_pieces(fd, interim, strlen(interim), 30);
    send_in_pieces(fd, copy, kept, 30);
    send_all(fd, "BEHIND\r\n", strlen("BEHIND\r\n"));
    free(copy);
}

/* Another status, and for a body the message and what follows it */
static void send_status(int fd, const char *status, const char *message,
                        const char *more, size_t more_len)
{
    char header[256];
    int len = snprintf(header, sizeof(header),
                       "HTTP/1.1 %s\r\ncontent-length: %zu\r\n\r\n", status,
                       strlen(message) + more_len);

    send_all(fd, header, (size_t)len);
    send_all(fd, message, strlen(message));
    send_all(fd, more, more_len);
}

static const char *message_of(const char *answer)
{
    return strstr(answer, "\r\n\r\n") + 4;
}

static void send_not_found(int fd, const char *answer, size_t len)
{
    (void)len;
    send_status(fd, "404 Not Found", message_of(answer), "", 0);
}

static void send_line(int fd, const char *answer, size_t len)
{
    (void)len;
    send_status(fd, "404 Not Found", message_of(answer), "\n", 1);
}

static void send_empty(int fd, const char *answer, size_t len)
{
    (void)answer;
    (void)len;
    send_status(fd, "404 Not Found", "", "", 0);
}

/* Its length is that of the body that it would have had. */
static void send_not_modified(int fd, const char *answer, size_t len)
{
    static const char header[] = "HTTP/1.1 304 Not Modified\r\n"
                                 "content-length: 5\r\n\r\n";

    (void)answer;
    (void)len;
    send_all(fd, header, strlen(header));
}

static void send_zero(int fd, const char *answer, size_t len)
{
    (void)len;
    send_status(fd, "200 OK", message_of(answer), "\0rest", 5);
}

/* One answer is none, and the others never come. */
static void send_one_garbage(int fd, const char *answer, size_t len)
{
    if (answer[len - 1] == '4') /* request-4 */
        send_garbage(fd, answer, len);
    else
        send_never(fd, answer, len);
}

/* The pause only keeps the loop from burning the CPU. */
static void send_behind_gate(int fd, const char *answer, size_t len)
{
    const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
    const char *gate = getenv("GATE");

    if (gate == NULL)
        abort();
    while (access(gate, F_OK) < 0)
        nanosleep(&pause, NULL);
    send_all(fd, answer, len);
}

/* More than anybody has room for who only wants to know who listens here */
static void send_flood(int fd, const char *answer, size_t len)
{
    char flood[4096];

    (void)answer;
    (void)len;
    memset(flood, 'x', sizeof(flood));
    send_all(fd, flood, sizeof(flood));
}

static const struct mode {
    const char *name;
    answer_fn *answer;
    bool keeps_open; /* though the client says "Connection: close" */
} modes[] = {
    {"instant", send_all, false},
    {"pieces", send_pieces, false},
    {"dribble", send_dribble, false},
    {"keep-open", send_all, true},
    {"early-close", send_but_one, false},
    {"silent-close", send_nothing, false},
    {"never", send_never, false},
    {"reset", set_reset, false},
    {"no-length", send_without_length, false},
    {"garbage", send_garbage, false},
    {"one-garbage", send_one_garbage, false},
    {"chunked", send_chunked, true},
    {"odd", send_odd, false},
    {"not-found", send_not_found, false},
    {"line", send_line, false},
    {"empty", send_empty, false},
    {"not-modified", send_not_modified, true},
    {"zero", send_zero, false},
    {"gate", send_behind_gate, false},
    {"flood", send_flood, false},
};
enum {
    MODES = sizeof(modes) / sizeof(modes[0]),
    REQUEST_SIZE = 8192,
};

static const struct mode *mode;

/* Reads up to the blank line; false when the client ends or talks too long. */
static bool read_request(int fd, char request[REQUEST_SIZE])
{
    size_t len = 0;

    while (len < REQUEST_SIZE - 1) {
        ssize_t n = recv(fd, request + len, REQUEST_SIZE - 1 - len, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        len += (size_t)n;
        request[len] = '\0';
        if (strstr(request, "\r\n\r\n") != NULL)
            return true;
    }
    return false;
}

/* "#1 - 600ms: message", as the delayserver says it */
static void tell_request(const char *path, const char *message, int message_len)
{
    static atomic_int count;

    printf("#%d - %dms: %.*s\n", ++count, path != NULL ? atoi(path + 1) : 0,
           message_len, message != NULL ? message : "");
    fflush(stdout);
}

static void answer_request(int fd, char *request)
{
    char date[64];
    char *answer;
    int len;
    time_t now = time(NULL);
    const char *path = strchr(request, '/');
    const char *message = path != NULL ? strchr(path + 1, '/') : NULL;
    int message_len = message != NULL ? (int)strcspn(++message, " ?\r") : 0;

    strftime(date, sizeof(date), "%a, %d %b %Y %T GMT",
             gmtime_r(&now, &(struct tm){0}));
    len = asprintf(&answer,
                   "HTTP/1.1 200 OK\r\n"
                   "content-length: %d\r\n"
                   "content-type: text/plain; charset=utf-8\r\n"
                   "date: %s\r\n"
                   "connection: %s\r\n"
                   "\r\n"
                   "%.*s",
                   message_len, date, mode->keeps_open ? "keep-alive" : "close",
                   message_len, message != NULL ? message : "");
    if (len < 0)
        abort();
    if (mode->answer == send_behind_gate)
        tell_request(path, message, message_len);
    mode->answer(fd, answer, (size_t)len);
    free(answer);
}

static void *serve(void *arg)
{
    int fd = (int)(intptr_t)arg;
    char request[REQUEST_SIZE];

    while (read_request(fd, request)) {
        answer_request(fd, request);
        if (!mode->keeps_open)
            break;
    }
    close(fd);
    return NULL;
}

/* With port 0 the kernel chooses one; address says which. */
static int listen_on(int port, struct sockaddr_in *address)
{
    socklen_t len = sizeof(*address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *address = (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (fd < 0 || bind(fd, (struct sockaddr *)address, sizeof(*address)) < 0 ||
        listen(fd, SOMAXCONN) < 0 ||
        getsockname(fd, (struct sockaddr *)address, &len) < 0) {
        perror("badserver: listen on 127.0.0.1");
        exit(EXIT_FAILURE);
    }
    return fd;
}

static void end(int signal)
{
    (void)signal;
    _exit(EXIT_SUCCESS);
}

static const struct mode *find_mode(const char *name)
{
    for (size_t i = 0; i < MODES; i++) {
        if (strcmp(modes[i].name, name) == 0)
            return &modes[i];
    }
    return NULL;
}

static _Noreturn void explain_usage(void)
{
    fputs("usage: badserver MODE [PORT], where MODE is one of:", stderr);
    for (size_t i = 0; i < MODES; i++)
        fprintf(stderr, " %s", modes[i].name);
    fputc('\n', stderr);
    exit(2);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address;
    pid_t parent = getppid();
    int listener;

    mode = argc == 2 || argc == 3 ? find_mode(argv[1]) : NULL;
    if (mode == NULL)
        explain_usage();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it ended before the line above */
        return EXIT_FAILURE;
    signal(SIGTERM, end);
    listener = listen_on(argc == 3 ? atoi(argv[2]) : 0, &address);
    printf("Listening on http://127.0.0.1:%u\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            continue; /* the client did not wait, or there are too many */
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
        else
            close(fd);
    }
}
