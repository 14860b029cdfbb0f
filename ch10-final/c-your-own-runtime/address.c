#define _GNU_SOURCE /* strndup */
#include "address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *address_strerror(int err)
{
    switch (abs(err)) {
    case EDESTADDRREQ:
        return "a server is written HOST or HOST:PORT; HOST is a name or an "
               "IPv4 address, PORT is 1 to 65535";
    case ENXIO:
        return "no IPv4 address is known for that host";
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

const char *address_name(const char *server)
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

int address_find(const char *server, struct sockaddr_in *address)
{
    static const char scheme[] = "http://";
    char *text;
    size_t len;
    int err;

    server = address_name(server);
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

void address_format(const struct sockaddr_in *address, char text[ADDRESS_SIZE])
{
    char host[INET_ADDRSTRLEN];

    inet_ntop(AF_INET, &address->sin_addr, host, sizeof(host));
    snprintf(text, ADDRESS_SIZE, "%s:%u", host, ntohs(address->sin_port));
}
