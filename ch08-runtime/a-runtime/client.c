#define _GNU_SOURCE /* asprintf, program_invocation_short_name */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

const char *client_strerror(int err)
{
    switch (abs(err)) {
    case EDESTADDRREQ:
        return "a server is written HOST or HOST:PORT; HOST is a name or an "
               "IPv4 address, PORT is 1 to 65535";
    case ENXIO:
        return "no IPv4 address is known for that host";
    case EPROTO:
        return "what came is not HTTP/1.x";
    case EBADMSG:
        return "the header of the answer is malformed";
    case ENOTSUP:
        return "the answer has a transfer coding, and this client knows none";
    case EPROTONOSUPPORT:
        return "the server changes to another protocol, and nobody asked for "
               "that";
    case EILSEQ:
        return "the answer has a byte 0, where a string would end";
    default:
        return strerror(abs(err));
    }
}

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

/* Takes "host:port" apart; text is written to.  0 or -errno. */
static int find_host(char *text, struct sockaddr_in *address)
{
    char *colon = strchr(text, ':');
    int port = 8080;

    if (colon != NULL) {
        *colon = '\0';
        port = parse_port(colon + 1);
    }
    if (port < 0 || *text == '\0' || strpbrk(text, "/[") != NULL)
        return -EDESTADDRREQ;
    return resolve(text, port, address);
}

int client_find_server(const char *server, struct sockaddr_in *address)
{
    static const char scheme[] = "http://";
    char *text;
    size_t len;
    int err;

    server = client_server_name(server);
    if (strncasecmp(server, scheme, strlen(scheme)) == 0)
        server += strlen(scheme);
    len = strlen(server);
    if (len > 0 && server[len - 1] == '/')
        len--;
    text = strndup(server, len);
    if (text == NULL)
        return -ENOMEM;
    err = find_host(text, address);
    free(text);
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
 * Does it begin as an answer does, as far as it has come?  Known before the
 * first line is whole: the server of another protocol may wait for us to go on.
 */
static bool begins_as_answer(const char *data, size_t len)
{
    static const char start[] = "HTTP/1.# ###"; /* # stands for a digit */

    for (size_t i = 0; i < len && i < strlen(start); i++) {
        bool is_digit = data[i] >= '0' && data[i] <= '9';

        if (start[i] == '#' ? !is_digit : data[i] != start[i])
            return false;
    }
    return len <= strlen(start) || strchr(" \r\n", data[strlen(start)]) != NULL;
}

/* The three digits of a whole answer, and what the server says of them */
static const char *status_of(const char *data)
{
    return data + strlen("HTTP/1.1 ");
}

const char *answer_body(const char *data)
{
    const char *line = data;

    while ((line = strchr(line, '\n')) != NULL) {
        line++;
        if (*line == '\r')
            line++;
        if (*line == '\n')
            return line + 1;
    }
    return NULL;
}

/*
 * Finds the header of the answer, and removes all interim answers before it:
 * those are a header each, and no more (RFC 9110, section 15.2).  1, and its
 * length with the empty line; 0 if more must come; or -errno.
 */
static int find_header(struct answer *answer, size_t *header)
{
    for (;;) {
        char *data = answer->len > 0 ? answer->data : "";
        const char *body = answer_body(data);

        if (!begins_as_answer(data, answer->len))
            return -EPROTO;
        if (body == NULL) /* a string function sees nothing behind a 0 */
            return strlen(data) < answer->len ? -EBADMSG : 0;
        *header = (size_t)(body - data);
        if (*status_of(data) != '1')
            return 1;
        if (strncmp(status_of(data), "101", 3) == 0)
            return -EPROTONOSUPPORT;
        answer->len -= *header;
        memmove(data, body, answer->len + 1);
    }
}

/* Makes one line of a field that goes on in the next: RFC 9112, section 5.2 */
static void unfold(char *header, size_t len)
{
    for (char *c = header + 1; c + 1 < header + len; c++) {
        if (*c != '\n' || (c[1] != ' ' && c[1] != '\t'))
            continue;
        *c = ' ';
        if (c[-1] == '\r')
            c[-1] = ' ';
    }
}

/* Is it a field of that name?  Names do not tell capitals apart. */
static bool has_name(const char *field, const char *name)
{
    return strncasecmp(field, name, strlen(name)) == 0 &&
           field[strlen(name)] == ':';
}

/*
 * The number that a field has for its value; or several with commas between, if
 * they are the same, and the same as length unless that is -1.
 */
static int parse_length(const char *value, long long *length)
{
    char *after;

    do {
        long long found;

        value += strspn(value, " \t");
        if (strspn(value, "0123456789") == 0)
            return -EBADMSG;
        errno = 0;
        found = strtoll(value, &after, 10);
        if (errno != 0 || (*length >= 0 && *length != found))
            return -EBADMSG;
        *length = found;
        after += strspn(after, " \t");
        value = after + 1;
    } while (*after == ',');
    return after[*after == '\r'] == '\n' ? 0 : -EBADMSG;
}

/*
 * Looks for the length of the body in the header.  0, with length -1 if the
 * body ends with the connection; or -errno.
 */
static int find_length(const char *header, const char *body, long long *length)
{
    const char *field = strchr(header, '\n') + 1;

    *length = -1;
    while (field + (*field == '\r') + 1 != body) {
        size_t name = strcspn(field, ": \t\r\n");

        if (name == 0 || field[name] != ':')
            return -EBADMSG;
        if (has_name(field, "Transfer-Encoding"))
            return -ENOTSUP;
        if (has_name(field, "Content-Length") &&
            parse_length(field + name + 1, length) < 0)
            return -EBADMSG;
        field = strchr(field, '\n') + 1;
    }
    return 0;
}

int answer_is_whole(struct answer *answer, bool at_end)
{
    size_t header;
    long long length = 0;
    const char *status;
    int err = find_header(answer, &header);

    if (err < 0)
        return err;
    if (err == 0)
        return at_end ? -ECONNABORTED : 0;
    unfold(answer->data, header);
    status = status_of(answer->data);
    if (strncmp(status, "204", 3) != 0 && strncmp(status, "304", 3) != 0)
        err = find_length(answer->data, answer->data + header, &length);
    if (err < 0)
        return err;
    if (length < 0)
        return at_end;
    if ((long long)(answer->len - header) < length)
        return at_end ? -ECONNABORTED : 0;
    answer->len = header + (size_t)length;
    answer->data[answer->len] = '\0';
    return 1;
}

void answer_tell_status(const char *data, const char *what, ...)
{
    const char *status = status_of(data);
    va_list args;

    if (*status == '2')
        return;
    flockfile(stderr); /* a line is a line though many threads print */
    fprintf(stderr, "%s: ", program_invocation_short_name);
    va_start(args, what);
    vfprintf(stderr, what, args);
    va_end(args);
    fprintf(stderr, ": status %.*s\n", (int)strcspn(status, "\r\n"), status);
    funlockfile(stderr);
}

void answer_fini(struct answer *answer)
{
    free(answer->data);
    *answer = (struct answer){0};
}
