/* load: asks a delay server a lot, and measures what that costs the server */
#define _GNU_SOURCE /* memmem, strcasestr */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * Usage: load rate PORT PID CONNECTIONS REQUESTS
 *        load crowd PORT PID CONNECTIONS DELAY_MS
 *
 * rate: each connection asks for no delay, again and again, until there were
 * REQUESTS answers, after a tenth of that to warm up.
 *
 * crowd: all connections ask, spread evenly over half of the delay, and all
 * wait together: once for what that takes of the server's memory, once for the
 * same time each (paced), once for what is left until the same moment (burst).
 * Then one asks alone.
 *
 * PID is the server on 127.0.0.1:PORT.  Prints lines `name value unit`.
 * Status 0 if all was answered rightly, be it early (a line says how many).
 */

#define MS_NS UINT64_C(1000000)

enum {
    ANSWER_MAX = 512,
    REQUEST_MAX = 128,
    EVENTS_MAX = 256,
    PATIENCE_MS = 15000, /* without any answer; beyond all delays */
};

struct client {
    int fd;
    int number; /* the message it asks for, so that no answer can be another's
                 */
    uint64_t delay_ms;
    uint64_t asked_ns;
    uint64_t heard_ns; /* the first octet of the answer */
    size_t size;
    char answer[ANSWER_MAX];
};

static struct client *clients;
static int client_count;
static int epoll_fd;
static in_port_t port;
static pid_t server;

/*
 * Between two looks for answers, when there was nothing else to do: so long
 * the machine was busy with others.  It does the same to the server.
 */
static uint64_t longest_pause_ns;
static uint64_t idle_since_ns; /* or 0 */

/* Takes each answer when it is complete and found right */
static void (*answered)(struct client *client);

static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void fail_at(const struct client *client, const char *what)
{
    fprintf(stderr, "load: connection %d: %s\n%.*s\n", client->number, what,
            (int)client->size, client->answer);
    exit(EXIT_FAILURE);
}

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;

    if (clock_gettime(clock, &now) < 0)
        fail("clock_gettime");
    return (uint64_t)now.tv_sec * 1000 * MS_NS + (uint64_t)now.tv_nsec;
}

static uint64_t now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

/* What the server's threads have computed, in it and in the kernel for it */
static double server_cpu_s(void)
{
    clockid_t clock;

    errno = clock_getcpuclockid(server, &clock);
    if (errno != 0)
        fail("the server's CPU clock");
    return (double)clock_ns(clock) / 1e9;
}

/* Not VmRSS of status, which may be a hundred pages off: this one is counted */
static double server_memory(void)
{
    char path[64], line[256];
    long kb = -1;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)server);
    file = fopen(path, "r");
    if (file == NULL)
        fail(path);
    while (kb < 0 && fgets(line, sizeof(line), file) != NULL)
        sscanf(line, "Rss: %ld kB", &kb);
    fclose(file);
    if (kb < 0)
        fail("no line Rss in smaps_rollup");
    return (double)kb * 1024;
}

static void sleep_until(uint64_t when_ns)
{
    struct timespec when = {.tv_sec = (time_t)(when_ns / (1000 * MS_NS)),
                            .tv_nsec = (long)(when_ns % (1000 * MS_NS))};

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) != 0)
        ;
    idle_since_ns = 0;
}

static void connect_client(int number)
{
    static const int on = 1;
    struct client *client = &clients[number];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = port,
    };

    client->number = number;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (void *)&address, sizeof(address)) < 0)
        fail("connect");
    if (setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0)
        fail("setsockopt");
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, client->fd, &event) < 0)
        fail("epoll_ctl");
}

static void ask(struct client *client, uint64_t delay_ms)
{
    char request[REQUEST_MAX];
    int size = snprintf(request, sizeof(request),
                        "GET /%lu/m%d HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        (unsigned long)delay_ms, client->number);

    client->size = 0;
    client->delay_ms = delay_ms;
    /* Taken before: the server may read it before send comes back */
    client->asked_ns = now_ns();
    if (send(client->fd, request, (size_t)size, MSG_NOSIGNAL) != size)
        fail("send");
}

/* False if a part is still missing */
static bool is_complete(const struct client *client)
{
    static const char ok[] = "HTTP/1.1 200 OK\r\n";
    const char *end = memmem(client->answer, client->size, "\r\n\r\n", 4);
    const char *length;
    char body[16];
    size_t size = (size_t)sprintf(body, "m%d", client->number);

    if (end == NULL)
        return false;
    length = strcasestr(client->answer, "\r\ncontent-length:");
    if (strncmp(client->answer, ok, strlen(ok)) != 0 || length == NULL ||
        length > end || strtoul(length + 17, NULL, 10) != size)
        fail_at(client, "a wrong answer");
    end += 4;
    if (client->answer + client->size < end + size)
        return false;
    if (strcmp(end, body) != 0)
        fail_at(client, "a wrong message");
    return true;
}

static void read_answer(struct client *client, uint64_t heard_ns)
{
    ssize_t n = recv(client->fd, client->answer + client->size,
                     ANSWER_MAX - 1 - client->size, 0);

    if (n < 0)
        fail("recv");
    if (n == 0)
        fail_at(client, "closed, or more than an answer");
    if (client->size == 0)
        client->heard_ns = heard_ns;
    client->size += (size_t)n;
    client->answer[client->size] = '\0';
    if (is_complete(client))
        answered(client);
}

/*
 * Takes what has arrived.  All of it was there when the wait ended, so one
 * time is right for all, and our own work is not taken for the server's.
 */
static int hear(int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(epoll_fd, events, EVENTS_MAX, timeout_ms);
    uint64_t heard_ns = now_ns();

    if (count < 0)
        fail("epoll_wait");
    if (idle_since_ns > 0 && heard_ns - idle_since_ns > longest_pause_ns)
        longest_pause_ns = heard_ns - idle_since_ns;
    idle_since_ns = count == 0 && timeout_ms == 0 ? heard_ns : 0;
    for (int i = 0; i < count; i++)
        read_answer(events[i].data.ptr, heard_ns);
    return count;
}

static void print(const char *group, const char *name, double value,
                  const char *unit)
{
    printf("%s%s %.6g %s\n", group, name, value, unit);
}

/* --- rate ----------------------------------------------------------------- */

static long asked_count, answer_count, answers_wanted, answers_to_warm_up;
static uint64_t start_ns;
static double start_cpu_s;

static void answered_rate(struct client *client)
{
    if (++answer_count == answers_to_warm_up) {
        start_ns = now_ns();
        start_cpu_s = server_cpu_s();
    }
    if (asked_count < answers_wanted) {
        asked_count++;
        ask(client, 0);
    }
}

static void measure_rate(long requests)
{
    double seconds, cpu_s;

    answered = answered_rate;
    answers_to_warm_up = requests / 10 + 1;
    answers_wanted = answers_to_warm_up + requests;
    for (int i = 0; i < client_count; i++) {
        connect_client(i);
        asked_count++;
        ask(&clients[i], 0);
    }
    while (answer_count < answers_wanted)
        if (hear(PATIENCE_MS) == 0)
            fail_at(&clients[0], "no more answers");
    cpu_s = server_cpu_s() - start_cpu_s;
    seconds = (double)(now_ns() - start_ns) / 1e9;
    print("", "cpu", cpu_s * 1e5 / (double)requests, "s/100k");
    print("", "rate", (double)requests / seconds, "/s");
}

/* --- crowd ---------------------------------------------------------------- */

/* How much too late each answer was (then sorted), and how many came early */
static double *lateness_ms;
static int waiting_count, lateness_count, early_count;
static uint64_t last_heard_ns;

static void answered_crowd(struct client *client)
{
    uint64_t due_ns = client->asked_ns + client->delay_ms * MS_NS;

    waiting_count--;
    early_count += client->heard_ns < due_ns;
    lateness_ms[lateness_count++] =
        ((double)client->heard_ns - (double)due_ns) / (double)MS_NS;
    last_heard_ns = client->heard_ns;
}

/* To sleep would add our own waking up, but a sole CPU is the server's then */
static void hear_all(void)
{
    uint64_t last_ns = now_ns();
    int timeout_ms = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 0 : 100;

    while (waiting_count > 0) {
        if (hear(timeout_ms) > 0)
            last_ns = now_ns();
        else if (now_ns() > last_ns + PATIENCE_MS * MS_NS)
            fail_at(&clients[0], "no more answers");
    }
}

static void ask_crowd(struct client *client, uint64_t delay_ms)
{
    waiting_count++;
    ask(client, delay_ms);
}

/*
 * All ask, spread evenly over half the delay, so that the server has read each
 * request before the next comes.  Together: who asks later asks for less, and
 * all answers are due within a millisecond from the time that is returned.
 */
static uint64_t ask_all(uint64_t delay_ms, bool together)
{
    uint64_t begin_ns = now_ns();
    uint64_t end_ns = begin_ns + delay_ms * MS_NS;
    uint64_t step_ns = delay_ms * MS_NS / 2 / (uint64_t)client_count;

    for (int i = 0; i < client_count; i++) {
        uint64_t now = now_ns();

        for (; now < begin_ns + (uint64_t)i * step_ns; now = now_ns())
            hear(0);
        if (together)
            delay_ms = now < end_ns ? (end_ns - now + MS_NS - 1) / MS_NS : 0;
        ask_crowd(&clients[i], delay_ms);
    }
    return end_ns;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void print_lateness(const char *wave)
{
    static const struct {
        const char *name;
        double part;
    } marks[] = {
        {"min", 0}, {"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1}};

    qsort(lateness_ms, (size_t)lateness_count, sizeof(*lateness_ms), compare);
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        print(wave, marks[i].name,
              lateness_ms[(int)(marks[i].part * (lateness_count - 1) + 0.5)],
              "ms");
}

/* Memory once taken is rarely given back, so this comes first */
static void measure_memory(uint64_t delay_ms)
{
    int new_count = client_count - 1;
    double before, idle;
    uint64_t end_ns;

    /* What the server loads and allocates for its first client is not counted
     */
    connect_client(0);
    ask_crowd(&clients[0], 0);
    hear_all();
    before = server_memory();
    for (int i = 1; i < client_count; i++)
        connect_client(i);
    sleep_until(now_ns() + 500 * MS_NS); /* for the last ones to be accepted */
    idle = server_memory();
    end_ns = ask_all(delay_ms, true);
    sleep_until(end_ns - delay_ms * MS_NS / 10);
    print("", "idle", (idle - before) / new_count, "B");
    print("", "waiting", (server_memory() - before) / new_count, "B");
    hear_all();
    lateness_count = 0; /* some of it was ours: we were not listening */
}

static void measure_crowd(uint64_t delay_ms)
{
    double cpu_s;
    uint64_t end_ns;

    answered = answered_crowd;
    lateness_ms = calloc((size_t)client_count + 1, sizeof(*lateness_ms));
    if (lateness_ms == NULL)
        fail("calloc");
    measure_memory(delay_ms);
    cpu_s = server_cpu_s();
    ask_all(delay_ms, false);
    hear_all();
    print("paced-", "cpu", (server_cpu_s() - cpu_s) * 1e5 / client_count,
          "s/100k");
    print_lateness("paced-");
    lateness_count = 0;
    end_ns = ask_all(delay_ms, true);
    sleep_until(end_ns - delay_ms * MS_NS / 10); /* all has been read by now */
    cpu_s = server_cpu_s();
    hear_all();
    print("burst-", "cpu", (server_cpu_s() - cpu_s) * 1e5 / client_count,
          "s/100k");
    print("burst-", "rate",
          client_count * 1e9 / (double)(last_heard_ns - end_ns), "/s");
    print_lateness("burst-");
    lateness_count = 0;
    ask_crowd(&clients[0], delay_ms);
    hear_all();
    print("", "lone", lateness_ms[0], "ms");
    print("", "early", early_count, "answers");
    print("", "load-paused", (double)longest_pause_ns / (double)MS_NS, "ms");
}

int main(int argc, char **argv)
{
    long amount;

    if (argc != 6 || (strcmp(argv[1], "rate") != 0 && strcmp(argv[1], "crowd")))
        return fputs("usage: see the top of load.c\n", stderr), 2;
    port = htons((in_port_t)atoi(argv[2]));
    server = atoi(argv[3]);
    client_count = atoi(argv[4]);
    amount = atol(argv[5]);
    clients = calloc((size_t)client_count, sizeof(*clients));
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (clients == NULL || epoll_fd < 0)
        fail("start");
    if (strcmp(argv[1], "rate") == 0)
        measure_rate(amount);
    else
        measure_crowd((uint64_t)amount);
    /* The process ends here, and takes connections and memory with it */
    return 0;
}
