#ifndef PEER_H
#define PEER_H

/* The other end of a request, in the test's own hands */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/check.h"

#define HEADER "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"

static int listener;

/* Listens on a free port, and tells DELAYSERVER. */
static void start_listening(int backlog)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t len = sizeof(address);
    char text[sizeof("127.0.0.1:65535")];

    listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(listener >= 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, len), 0);
    CHECK_EQ(listen(listener, backlog), 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    snprintf(text, sizeof(text), "127.0.0.1:%u", ntohs(address.sin_port));
    CHECK_EQ(setenv("DELAYSERVER", text, 1), 0);
}

static void stop_listening(void)
{
    close(listener);
}

/* Waits for the request that http_get of path is, all of it. */
static void receive_request(int peer, const char *path)
{
    char expected[256], request[256] = "";
    int len = snprintf(expected, sizeof(expected),
                       "GET %s HTTP/1.1\r\n"
                       "Host: localhost\r\n"
                       "Connection: close\r\n"
                       "\r\n",
                       path);

    CHECK_EQ(recv(peer, request, (size_t)len, MSG_WAITALL), len);
    CHECK_STR(request, expected);
}

static void say(int peer, const char *text)
{
    CHECK_EQ(send(peer, text, strlen(text), MSG_NOSIGNAL),
             (long long)strlen(text));
}

#endif
