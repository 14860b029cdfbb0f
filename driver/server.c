#define _GNU_SOURCE
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

enum {
    PROBE_MS = 1000,  /* for a server that should answer at once */
    START_MS = 10000, /* under an emulator even a start takes its time */
};

int delayserver_main(int argc, char **argv);

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until fd is readable; false when the deadline comes first. */
static bool wait_readable(int fd, int64_t deadline_ms)
{
    struct pollfd pollfd = {.fd = fd, .events = POLLIN};
    int64_t left_ms;

    while ((left_ms = deadline_ms - now_ms()) > 0) {
        int n = poll(&pollfd, 1, (int)left_ms);

        if (n > 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
    }
    return false;
}

/* Reads text until it contains wanted; false if that takes too long. */
static bool read_until(int fd, const char *wanted, char *text, size_t size,
                       int timeout_ms)
{
    int64_t deadline_ms = now_ms() + timeout_ms;
    size_t len = 0;

    while (len + 1 < size && wait_readable(fd, deadline_ms)) {
        ssize_t n = read(fd, text + len, size - len - 1);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        len += (size_t)n;
        text[len] = '\0';
        if (strstr(text, wanted) != NULL)
            return true;
    }
    return false;
}

/* Is there a delayserver on port 8080, where a reader would start one? */
static bool server_answers(void)
{
    static const char ping[] = "GET /0/ping HTTP/1.1\r\n"
                               "Host: localhost\r\n"
                               "Connection: close\r\n"
                               "\r\n";
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    /* bounds connect(2) too, where the other end's queue is full: socket(7) */
    const struct timeval timeout = {.tv_sec = PROBE_MS / 1000};
    char answer[1024];
    bool is_ours;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
    is_ours =
        connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
        send(fd, ping, strlen(ping), MSG_NOSIGNAL) == (ssize_t)strlen(ping) &&
        read_until(fd, "\r\n\r\nping", answer, sizeof(answer), PROBE_MS);
    close(fd);
    return is_ours;
}

/* Runs in the child; what the server prints goes into the pipe. */
static _Noreturn void run_server(int output)
{
    char *argv[] = {"delayserver", "127.0.0.1", "--port", "0", "--quiet", NULL};
    int argc = sizeof(argv) / sizeof(argv[0]) - 1;

    /* Ctrl-C is for the driver, which then stops the server */
    if (setpgid(0, 0) < 0 || dup2(output, STDOUT_FILENO) < 0)
        _exit(EXIT_FAILURE);
    close(output);
    exit(delayserver_main(argc, argv));
}

/* The server says "Listening on http://127.0.0.1:40123" when it is ready. */
static bool read_address(int fd)
{
    static const char start[] = "Listening on http://";
    char line[128];

    if (!read_until(fd, "\n", line, sizeof(line), START_MS) ||
        strncmp(line, start, strlen(start)) != 0)
        return false;
    line[strcspn(line, "\n")] = '\0';
    setenv("DELAYSERVER", line + strlen(start), 1);
    return true;
}

static pid_t cannot_start(const char *reason)
{
    fprintf(stderr, "delayserver: cannot be started: %s\n", reason);
    return -1;
}

/* Forks the server, which writes to fd from now on. Its pid, or -1 */
static pid_t fork_server(int fd, int other_end)
{
    pid_t server = child_fork();

    if (server < 0)
        return cannot_start(strerror(errno));
    if (server == 0) {
        close(other_end);
        run_server(fd);
    }
    return server;
}

pid_t server_start(void)
{
    int ends[2];
    pid_t server;
    bool started;

    if (getenv("DELAYSERVER") != NULL || server_answers())
        return 0;
    if (pipe(ends) < 0)
        return cannot_start(strerror(errno));
    server = fork_server(ends[1], ends[0]);
    close(ends[1]);
    started = server > 0 && read_address(ends[0]);
    close(ends[0]);
    if (server < 0)
        return -1;
    if (!started) {
        child_stop(server);
        return cannot_start("it did not say where it listens, but maybe why, "
                            "above");
    }
    fprintf(stderr,
            "delayserver: none answers on 127.0.0.1:8080, so one runs on %s "
            "meanwhile\n",
            getenv("DELAYSERVER"));
    return server;
}

bool server_stop(pid_t server)
{
    int status = server > 0 ? child_stop(server) : 0;

    /* child_stop() kills it if it still owes answers to steps that are gone. */
    if (status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL))
        return true;
    fprintf(stderr, "delayserver: ended with wait status 0x%x\n", status);
    return false;
}
