#ifndef CLIENT_H
#define CLIENT_H

#include <netinet/in.h>

/* The client's side of HTTP/1.1 that blocks: one request a connection. */

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

#endif
