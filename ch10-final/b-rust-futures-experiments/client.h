#ifndef CLIENT_H
#define CLIENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The client's side of HTTP/1.1, as much of it as asking the delayserver
 * takes: one request a connection, one answer, closed.
 */

/* Enough for "address:port" in client_format_address() */
enum {
    CLIENT_ADDRESS_SIZE = INET_ADDRSTRLEN + 6
};

/*
 * Finds out where the server listens.  server is "host" or "host:port", with
 * 8080 where the port is missing; NULL stands for the environment variable
 * DELAYSERVER and, where that is unset too, for 127.0.0.1:8080.
 *
 * 0, -EINVAL for a port that is none, -ENXIO for a host that has no IPv4
 * address, or what else getaddrinfo(3) fails with.
 */
int client_find_server(const char *server, struct sockaddr_in *address);

/* What client_find_server() is looking for, for messages; nothing to free. */
const char *client_server_name(const char *server);

/* Writes "127.0.0.1:8080" into text, for messages. */
void client_format_address(const struct sockaddr_in *address,
                           char text[CLIENT_ADDRESS_SIZE]);

/*
 * Connects, and blocks until the connection stands.  The socket, which is in
 * blocking mode and the caller's to close, or -errno.
 */
int client_connect(const struct sockaddr_in *address);

/*
 * Sends GET path with "Connection: close" over a blocking socket and returns
 * when the kernel has all of it.  0, or -errno with the request cut short.
 */
int client_send_request(int fd, const char *path);

/* What has come of an answer.  All zero is an empty one. */
struct answer {
    char *data; /* len bytes as received, and a 0 that they do not count */
    size_t len;
};

/* Adds what a read has brought.  0, or -ENOMEM with the answer as it was. */
int answer_append(struct answer *answer, const char *data, size_t len);

/*
 * Is it all there?  An answer ends where its Content-Length says and, without
 * one, where the connection ends (RFC 9112, section 6.3); a server that keeps
 * the connection open in spite of "Connection: close" hangs nobody.  What has
 * no end that we could know is refused: transfer codings, a length that is
 * none or is said twice in different ways, a 0 in the header.  The status is
 * not looked at, so a 1xx, 204 or 304, which has no body, is not known by that.
 *
 * 1: whole.  0: more must come; never when at_end, which says that a read has
 * returned 0.  -EPROTO: this is no answer that we understand.  -ECONNABORTED:
 * the connection ended before the answer did.
 */
int answer_is_whole(const struct answer *answer, bool at_end);

/* Frees the data and leaves an empty answer. */
void answer_fini(struct answer *answer);

#endif
