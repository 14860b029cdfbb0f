#define _GNU_SOURCE /* asprintf, memmem, strcasestr */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* 1 to 65535 in decimal digits; -1 for anything else */
static int parse_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    long port = strtol(text, NULL, 10);

    if (digits == 0 || digits > 5 || text[digits] != '\0')
        return -1;
    return port >= 1 && port <= 65535 ? (int)port : -1;
}

static int resolve(const char *host, int port, struct sockaddr_in *address)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int err = getaddrinfo(host, NULL, &hints, &found);

    if (err == EAI_SYSTEM)
        return -errno;
    if (err == EAI_MEMORY)
        return -ENOMEM;
    if (err == EAI_AGAIN)
        return -EAGAIN;
    if (err != 0)
        return -ENXIO;
    memcpy(address, found->ai_addr, sizeof(*address));
    address->sin_port = htons((uint16_t)port);
    freeaddrinfo(found);
    return 0;
}

int client_find_server(const char *server, struct sockaddr_in *address)
{
    const char *colon;
    char *host;
    int err, port;

    if (server == NULL)
        server = getenv("DELAYSERVER");
    if (server == NULL)
        server = "127.0.0.1";
    colon = strchr(server, ':');
    port = colon != NULL ? parse_port(colon + 1) : 8080;
    if (port < 0)
        return -EINVAL;
    host = colon != NULL ? strndup(server, (size_t)(colon - server))
                         : strdup(server);
    if (host == NULL)
        return -ENOMEM;
    err = resolve(host, port, address);
    free(host);
    return err;
}

void client_format_address(const struct sockaddr_in *address,
                           char text[CLIENT_ADDRESS_SIZE])
{
    char host[INET_ADDRSTRLEN];

    inet_ntop(AF_INET, &address->sin_addr, host, sizeof(host));
    snprintf(text, CLIENT_ADDRESS_SIZE, "%s:%u", host,
             ntohs(address->sin_port));
}

/*
 * A connect that a signal interrupts goes on without us: connect(2) must not
 * be called again, the socket becomes writable when it is done (POSIX).
 */
static int finish_connect(int fd)
{
    struct pollfd pollfd = {.fd = fd, .events = POLLOUT};
    socklen_t len = sizeof(int);
    int err;

    while (poll(&pollfd, 1, -1) < 0) {
        if (errno != EINTR)
            return -errno;
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
        return -errno;
    return -err;
}

int client_connect(const struct sockaddr_in *address)
{
    int err = 0;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -errno;
    if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
        err = errno == EINTR ? finish_connect(fd) : -errno;
    if (err < 0) {
        close(fd);
        return err;
    }
    return fd;
}

static int send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        /* without the flag a peer that has gone would kill us by SIGPIPE */
        ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

int client_send_request(int fd, const char *path)
{
    char *request;
    int err;
    int len = asprintf(&request,
                       "GET %s HTTP/1.1\r\n"
                       "Host: localhost\r\n"
                       "Connection: close\r\n"
                       "\r\n",
                       path);

    if (len < 0)
        return -ENOMEM;
    err = send_all(fd, request, (size_t)len);
    free(request);
    return err;
}

int answer_append(struct answer *answer, const char *data, size_t len)
{
    char *grown = realloc(answer->data, answer->len + len + 1);

    if (grown == NULL)
        return -ENOMEM;
    memcpy(grown + answer->len, data, len);
    answer->len += len;
    grown[answer->len] = '\0';
    answer->data = grown;
    return 0;
}

/*
 * The value of Content-Length in a header that ends at end: -1 without one,
 * -2 for one that is no number.
 */
static long long content_length(const char *header, const char *end)
{
    static const char name[] = "\r\nContent-Length:";
    const char *field = strcasestr(header, name);
    const char *digits;
    char *after;
    long long length;

    if (field == NULL || field >= end)
        return -1;
    digits = field + strlen(name);
    digits += strspn(digits, " \t");
    if (strspn(digits, "0123456789") == 0)
        return -2;
    errno = 0;
    length = strtoll(digits, &after, 10);
    if (errno == ERANGE)
        return -2;
    after += strspn(after, " \t");
    return *after == '\r' ? length : -2;
}

int answer_is_whole(const struct answer *answer, bool at_end)
{
    static const char start[] = "HTTP/1.";
    size_t compared = strlen(start);
    const char *body;
    long long length;

    if (answer->len < compared)
        compared = answer->len;
    if (compared > 0 && memcmp(answer->data, start, compared) != 0)
        return -EPROTO;
    body = answer->len > 0 ? memmem(answer->data, answer->len, "\r\n\r\n", 4)
                           : NULL;
    if (body == NULL)
        return at_end ? -ECONNABORTED : 0;
    length = content_length(answer->data, body);
    body += 4;
    if (length == -2)
        return -EPROTO;
    if (length == -1)
        return at_end;
    if (answer->data + answer->len - body >= length)
        return 1;
    return at_end ? -ECONNABORTED : 0;
}

void answer_fini(struct answer *answer)
{
    free(answer->data);
    *answer = (struct answer){0};
}
