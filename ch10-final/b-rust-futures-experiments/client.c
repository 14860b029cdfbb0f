#define _GNU_SOURCE /* asprintf */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

const char *client_server_name(const char *server)
{
    if (server == NULL)
        server = getenv("DELAYSERVER");
    return server != NULL ? server : "127.0.0.1:8080";
}

int client_find_server(const char *server, struct sockaddr_in *address)
{
    const char *colon;
    char *host;
    int err, port;

    server = client_server_name(server);
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

/* Is it a field of that name?  Names do not tell capitals apart. */
static bool has_name(const char *field, const char *name)
{
    return strncasecmp(field, name, strlen(name)) == 0 &&
           field[strlen(name)] == ':';
}

/* The number that a field has for its value: decimal digits and no more */
static int parse_length(const char *value, long long *length)
{
    char *after;

    value += strspn(value, " \t");
    if (strspn(value, "0123456789") == 0)
        return -EPROTO;
    errno = 0;
    *length = strtoll(value, &after, 10);
    after += strspn(after, " \t");
    return errno == 0 && *after == '\r' ? 0 : -EPROTO;
}

/*
 * Looks for the length of the body in the header, which must have its empty
 * line.  0, with length -1 if the end of the connection is that of the body;
 * or -EPROTO.
 */
static int find_length(const char *header, long long *length)
{
    long long found;

    *length = -1;
    for (const char *field = strstr(header, "\r\n") + 2; *field != '\r';
         field = strstr(field, "\r\n") + 2) {
        if (has_name(field, "Transfer-Encoding"))
            return -EPROTO;
        if (!has_name(field, "Content-Length"))
            continue;
        if (parse_length(strchr(field, ':') + 1, &found) < 0 ||
            (*length >= 0 && *length != found))
            return -EPROTO;
        *length = found;
    }
    return 0;
}

int answer_is_whole(const struct answer *answer, bool at_end)
{
    static const char start[] = "HTTP/1.";
    const char *header = answer->len > 0 ? answer->data : "";
    const char *body = strstr(header, "\r\n\r\n");
    long long length;

    if (strncmp(header, start,
                answer->len < strlen(start) ? answer->len : strlen(start)))
        return -EPROTO;
    if (body == NULL && strlen(header) < answer->len)
        return -EPROTO; /* a 0 where text should be */
    if (body == NULL)
        return at_end ? -ECONNABORTED : 0;
    if (find_length(header, &length) < 0)
        return -EPROTO;
    body += strlen("\r\n\r\n");
    if (length < 0)
        return at_end;
    if (header + answer->len - body >= length)
        return 1;
    return at_end ? -ECONNABORTED : 0;
}

void answer_fini(struct answer *answer)
{
    free(answer->data);
    *answer = (struct answer){0};
}
