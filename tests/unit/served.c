#define _GNU_SOURCE
#include "served.h"
#include "served_calls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum {
    HANG_S = 900, /* of real time: far beyond what a busy machine needs */
};

/* In the number that tells how a server has ended */
#define STATUS_FOLLOWS (UINT64_C(1) << 63)

int delayserver_main(int argc, char **argv);

struct world *world;

static struct client *clients;
static struct client *spares; /* of clients that have left */

/* Octets, of all clients, and how many of them were lost on the way */
static long said;
static long heard;
static long lost;

/* Before main: the tests are children that all see the same */
__attribute__((constructor)) static void share(void)
{
    world = mmap(NULL, sizeof(*world), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (world == MAP_FAILED)
        abort();
}

void served_plan(enum call call, unsigned nth, int error, bool lasting)
{
    said = heard = lost = 0;
    memset(world, 0, offsetof(struct world, readers)); /* the rest is counted */
    world->call = call;
    world->nth = nth;
    world->error = error;
    world->lasting = lasting;
    world->now_ns = 1000 * SECOND_NS;
    world->wall_clock = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
}

/* --- The child ------------------------------------------------------------*/

enum {
    FILES_MAX = 1024, /* more than the server and its clients ever have */
};

/*
 * Which files are open: poll says so of all by one call.  It takes no more
 * files than the process may have, and calls the rest closed.
 */
static void look_at_files(struct pollfd *files, rlim_t limit)
{
    for (int i = 0; i < FILES_MAX; i++)
        files[i] = (struct pollfd){.fd = i, .revents = POLLNVAL};
    if (poll(files, limit < FILES_MAX ? limit : FILES_MAX, 0) < 0)
        abort();
}

static int count_changes(const struct pollfd *before, const struct pollfd *now)
{
    int count = 0;

    for (int i = 0; i < FILES_MAX; i++)
        count += (before[i].revents ^ now[i].revents) & POLLNVAL ? 1 : 0;
    return count;
}

/* What a program starts with, whatever the server before has made of it */
static void renew_process(const struct rlimit *files, const sigset_t *mask)
{
    signal(SIGTERM, SIG_IGN); /* one that still waits is forgotten */
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
    setrlimit(RLIMIT_NOFILE, files);
    prctl(PR_SET_TIMERSLACK, 0);
    alarm(HANG_S);
}

/* Runs the server as if it were a program of its own, and what it leaves */
static int run_server(char **argv, int argc, const int *control_fds,
                      unsigned threads, rlim_t limit, bool is_new)
{
    static struct pollfd before[FILES_MAX], after[FILES_MAX];
    int status;

    look_at_files(before, limit);
    served_calls_begin(control_fds, threads, is_new);
    status = delayserver_main(argc, argv);
    served_calls_end();
    fflush(stdout);
    look_at_files(after, limit);
    world->files_left = count_changes(before, after);
    if (world->files_left != 0 || world->blocks != 0)
        _exit(status); /* the next server shall not find it */
    return status;
}

/* Tells the test how it has ended.  Returns when the test wants the next. */
static void await_restart(int control, int status)
{
    uint64_t number = (unsigned)status | STATUS_FOLLOWS;
    char order;

    served_calls_say_ended();
    if (send(control, &number, sizeof(number), MSG_NOSIGNAL) < 0 ||
        recv(control, &order, 1, 0) != 1)
        _exit(EXIT_SUCCESS); /* not exit: what the test has to do is not ours */
}

/* Servers, one after another, until the test has enough of them */
static _Noreturn void run_servers(const char *const *arguments,
                                  const int *control_fds, unsigned threads)
{
    char *argv[16] = {(char *)"delayserver"};
    struct rlimit files;
    sigset_t mask, all;
    int argc = 1;

    while (arguments[argc - 1] != NULL) {
        argv[argc] = (char *)arguments[argc - 1];
        argc++;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    for (bool is_new = true;; is_new = false) {
        int status;

        renew_process(&files, &mask);
        status = run_server(argv, argc, control_fds, threads, files.rlim_cur,
                            is_new);
        sigprocmask(SIG_BLOCK, &all, NULL); /* the test may still stop it */
        await_restart(control_fds[0], status);
    }
}

static void make_pipe(int *ours, int *theirs)
{
    int ends[2];

    CHECK_EQ(pipe2(ends, O_CLOEXEC), 0);
    CHECK_EQ(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    *ours = ends[0];
    *theirs = ends[1];
}

static void make_control(int *ours, int *theirs)
{
    int ends[2];

    CHECK_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    *ours = ends[0];
    *theirs = ends[1];
}

static void become_server(const struct served *server, int output, int errors,
                          const char *const *arguments, const int *control_fds)
{
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    close(output);
    close(errors);
    close(server->output);
    close(server->errors);
    for (unsigned i = 0; i < server->threads; i++)
        close(server->control[i]);
    run_servers(arguments, control_fds, server->threads);
}

void served_start(struct served *server, const char *const *arguments,
                  unsigned threads)
{
    int control_fds[SERVED_THREADS_MAX];
    int output, errors;

    *server = (struct served){.threads = threads};
    make_pipe(&server->output, &output);
    make_pipe(&server->errors, &errors);
    for (unsigned i = 0; i < server->threads; i++)
        make_control(&server->control[i], &control_fds[i]);
    fflush(NULL);
    server->pid = fork();
    CHECK(server->pid >= 0);
    if (server->pid == 0)
        become_server(server, output, errors, arguments, control_fds);
    close(output);
    close(errors);
    for (unsigned i = 0; i < server->threads; i++)
        close(control_fds[i]);
    served_settle(server);
}

bool served_restart(struct served *server)
{
    if (server->pid == 0)
        return false;
    memset(server->ended, 0, sizeof(server->ended));
    CHECK_EQ(send(server->control[0], "!", 1, MSG_NOSIGNAL), 1);
    served_settle(server);
    return true;
}

/* --- Its time and its end -------------------------------------------------*/

/* When this thread will have to do something next, once it rests */
static uint64_t ask_for_rest(struct served *server, unsigned i)
{
    uint64_t until_ns;

    if (!server->ended[i] &&
        send(server->control[i], "?", 1, MSG_NOSIGNAL) == 1 &&
        recv(server->control[i], &until_ns, sizeof(until_ns), 0) ==
            sizeof(until_ns) &&
        until_ns != SERVED_ENDED)
        return until_ns;
    server->ended[i] = true;
    return SERVED_ENDED;
}

/* Twice, as one that has rested could have been given work by another */
uint64_t served_settle(struct served *server)
{
    unsigned rounds = server->threads > 1 ? 2 : 1;
    uint64_t first_ns = TIME_NEVER;
    unsigned ended = 0;

    for (unsigned i = 0; i < rounds * server->threads; i++) {
        uint64_t next_ns = ask_for_rest(server, i % server->threads);

        if (i == server->threads) {
            first_ns = TIME_NEVER;
            ended = 0;
        }
        if (next_ns == SERVED_ENDED)
            ended++;
        else if (next_ns < first_ns)
            first_ns = next_ns;
    }
    return ended == server->threads ? SERVED_ENDED : first_ns;
}

void served_jump(uint64_t ns)
{
    world->now_ns += ns;
}

void served_pass(struct served *server, uint64_t ns)
{
    uint64_t end_ns = world->now_ns + ns;
    uint64_t next_ns;

    while ((next_ns = served_settle(server)) < end_ns) {
        if (next_ns == SERVED_ENDED)
            break;
        world->now_ns = next_ns;
    }
    world->now_ns = end_ns;
    served_settle(server);
}

void served_stop(struct served *server)
{
    CHECK(server->pid > 0);
    CHECK_EQ(kill(server->pid, SIGTERM), 0);
}

/* What there is to read now */
static void read_all(int fd, char *text, size_t size)
{
    size_t used = 0;
    ssize_t n;

    while ((n = read(fd, text + used, size - 1 - used)) > 0)
        used += (size_t)n;
    text[used] = '\0';
}

static void close_all(struct served *server)
{
    close(server->output);
    close(server->errors);
    for (unsigned i = 0; i < server->threads; i++)
        close(server->control[i]);
}

void served_close(struct served *server)
{
    if (server->pid == 0)
        return;
    close_all(server);
    CHECK_EQ(waitpid(server->pid, NULL, 0), server->pid);
    server->pid = 0;
}

/* Once all threads have ended: so has the server, maybe with its process */
static int get_status(struct served *server)
{
    uint64_t number;
    int status;

    while (recv(server->control[0], &number, sizeof(number), 0) ==
           sizeof(number))
        if (number & STATUS_FOLLOWS) /* not what a thread has still said */
            return W_EXITCODE((int)(number ^ STATUS_FOLLOWS), 0);
    CHECK_EQ(waitpid(server->pid, &status, 0), server->pid);
    server->pid = 0;
    return status;
}

bool served_wait(struct served *server, uint64_t patience_ns,
                 struct served_end *end)
{
    uint64_t give_up_ns = world->now_ns + patience_ns;
    uint64_t next_ns;

    while ((next_ns = served_settle(server)) != SERVED_ENDED) {
        if (next_ns > give_up_ns) {
            kill(server->pid, SIGKILL);
            break;
        }
        world->now_ns = next_ns;
    }
    end->status = get_status(server);
    read_all(server->output, end->output, sizeof(end->output));
    read_all(server->errors, end->errors, sizeof(end->errors));
    if (server->pid == 0)
        close_all(server);
    return next_ns == SERVED_ENDED;
}

/* --- Clients --------------------------------------------------------------*/

static bool is_readable(int fd, long timeout_us)
{
    struct timespec timeout = {0, timeout_us * 1000};
    struct pollfd file = {.fd = fd, .events = POLLIN};

    return ppoll(&file, 1, &timeout, NULL) > 0;
}

/*
 * Each client that hangs up first leaves its port unusable for a minute, for
 * whoever wants to listen on that address.  So that thousands of them do not
 * use up the ports of all other tests, they come from another one.
 */
static void come_from_elsewhere(int fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const int on = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    /* With it, connect chooses the port; an emulator may not know it */
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    CHECK_EQ(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
}

struct client *client_new(struct served *server)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = htons((uint16_t)world->port),
    };
    const int small = 4096;
    struct client *c = spares;

    if (c != NULL)
        spares = c->next;
    else
        c = malloc(sizeof(*c));
    CHECK(c != NULL);
    c->size = 0;
    c->server = server;
    c->next = clients;
    clients = c;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(c->fd >= 0);
    if (world->small_buffers)
        setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    come_from_elsewhere(c->fd);
    /* If the server has ended, this is found out when nothing is heard */
    if (connect(c->fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        CHECK(errno == ECONNREFUSED || errno == ECONNRESET);
    return c;
}

static int count_unread(const struct client *c)
{
    int count;

    return ioctl(c->fd, FIONREAD, &count) == 0 ? count : 0;
}

void client_leave(struct client *c)
{
    struct client **link = &clients;

    while (*link != c)
        link = &(*link)->next;
    *link = c->next;
    heard += count_unread(c); /* nothing of it is on its way any more */
    close(c->fd);
    c->next = spares;
    spares = c;
}

void client_slam(struct client *c)
{
    const struct linger reset = {.l_onoff = 1};

    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    client_leave(c);
}

void client_say(struct client *c, const char *text)
{
    size_t size = strlen(text);
    ssize_t n;

    while (size > 0) {
        n = send(c->fd, text, size, MSG_NOSIGNAL);
        if (n < 0)
            return; /* the server has closed it, which will be heard */
        said += n;
        text += n;
        size -= (size_t)n;
    }
}

void client_tell(struct client *c, const char *text)
{
    long all = world->received + (long)strlen(text);

    client_say(c, text);
    while (served_settle(c->server) != SERVED_ENDED && world->received < all)
        usleep(100); /* the network is not done with it yet */
}

void client_shutdown(struct client *c)
{
    shutdown(c->fd, SHUT_WR);
}

/* Octets that were sent and have not arrived, either way */
static long count_in_flight(void)
{
    long count = said - world->received + world->sent - heard;

    for (const struct client *c = clients; c != NULL; c = c->next)
        count -= count_unread(c);
    return count;
}

/*
 * Before time passes, what is on its way shall arrive.  Mostly it has, but a
 * busy kernel may take a moment.  What takes longer is lost: the server has
 * closed the connection, or does not read.  Settles, and returns the same.
 */
static uint64_t let_arrive(struct client *c)
{
    int rounds = world->lossy && world->struck > 0 ? 1 : 30;
    uint64_t next_ns = served_settle(c->server);

    for (int i = 0; i < rounds && count_in_flight() != lost; i++) {
        if (is_readable(c->fd, 200))
            return next_ns;
        next_ns = served_settle(c->server);
    }
    lost = count_in_flight();
    return next_ns;
}

/* Until something can be read; false: and nothing ever will */
static bool wait_for_input(struct client *c, uint64_t patience_ns)
{
    uint64_t give_up_ns = world->now_ns + patience_ns;
    uint64_t next_ns = let_arrive(c);

    while (!is_readable(c->fd, 0)) {
        if (next_ns == SERVED_ENDED)
            break; /* its kernel closes the connections of who has ended */
        if (next_ns > give_up_ns)
            return false;
        world->now_ns = next_ns;
        next_ns = let_arrive(c);
    }
    return true;
}

/* More input, or why there is none */
static enum heard receive(struct client *c, uint64_t patience_ns)
{
    ssize_t n;

    if (c->size == sizeof(c->data))
        return HEARD_NONSENSE;
    if (!is_readable(c->fd, 0) && !wait_for_input(c, patience_ns))
        return HEARD_NOTHING;
    n = recv(c->fd, c->data + c->size, sizeof(c->data) - c->size, 0);
    if (n > 0) {
        heard += n;
        c->size += (size_t)n;
        return HEARD_ANSWER;
    }
    return n == 0 && c->size == 0 ? HEARD_END : HEARD_CUT;
}

/* Takes from the front of what has arrived, as a string */
static bool take(struct client *c, size_t size, char *text, size_t room)
{
    if (size >= room)
        return false;
    memcpy(text, c->data, size);
    text[size] = '\0';
    c->size -= size;
    memmove(c->data, c->data + size, c->size);
    return true;
}

/* All chunks, with what they cost; 0: the last is not there yet */
static size_t chunks_size(const struct client *c)
{
    const char *end = memmem(c->data, c->size, "\r\n0\r\n\r\n", 7);

    return end == NULL ? 0 : (size_t)(end - c->data) + 7;
}

static size_t body_size(const struct answer_heard *answer, bool is_head)
{
    const char *length = strstr(answer->head, "\r\ncontent-length: ");

    if (is_head || length == NULL)
        return 0;
    return strtoul(length + strlen("\r\ncontent-length: "), NULL, 10);
}

enum heard client_hear(struct client *c, bool is_head, uint64_t patience_ns,
                       struct answer_heard *answer)
{
    enum heard state = HEARD_ANSWER;
    const char *end = NULL;
    size_t size;

    while (state == HEARD_ANSWER &&
           (end = memmem(c->data, c->size, "\r\n\r\n", 4)) == NULL)
        state = receive(c, patience_ns);
    if (state != HEARD_ANSWER)
        return state;
    size = (size_t)(end - c->data) + 4;
    if (memcmp(c->data, "HTTP/1.1 ", 9) != 0 ||
        !take(c, size, answer->head, sizeof(answer->head)))
        return HEARD_NONSENSE;
    answer->status = atoi(answer->head + 9);
    answer->close = strstr(answer->head, "\r\nconnection: close\r\n") != NULL;
    size = body_size(answer, is_head);
    if (strstr(answer->head, "\r\ntransfer-encoding: chunked\r\n") != NULL)
        while (state == HEARD_ANSWER && (size = chunks_size(c)) == 0)
            state = receive(c, patience_ns);
    while (state == HEARD_ANSWER && c->size < size)
        state = receive(c, patience_ns);
    if (state != HEARD_ANSWER)
        return state == HEARD_END ? HEARD_CUT : state;
    return take(c, size, answer->body, sizeof(answer->body)) ? HEARD_ANSWER
                                                             : HEARD_NONSENSE;
}

bool client_hears_nothing(struct client *c)
{
    served_settle(c->server);
    return c->size == 0 && !is_readable(c->fd, 0);
}

size_t client_size(struct client *c)
{
    served_settle(c->server);
    while (heard < world->sent && receive(c, 0) == HEARD_ANSWER)
        continue;
    return c->size;
}
