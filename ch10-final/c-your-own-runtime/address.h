#ifndef ADDRESS_H
#define ADDRESS_H

#include <netinet/in.h>

/* Where the delayserver listens.  Only IPv4 is spoken here. */

/* Enough for "address:port" in address_format() */
enum {
    ADDRESS_SIZE = INET_ADDRSTRLEN + 6
};

/*
 * Finds out where the server listens.  server is "host" or "host:port", with
 * 8080 where the port is missing; it may be written as "http://host:port/".
 * NULL stands for the environment variable DELAYSERVER and, where that is unset
 * too, for 127.0.0.1:8080.
 *
 * 0, -EDESTADDRREQ if server is not written like this, -ENXIO if the host has
 * no IPv4 address that we can find, -ENOMEM, or another -errno that
 * getaddrinfo(3) fails with.
 */
int address_find(const char *server, struct sockaddr_in *address);

/* As strerror(3), with a sentence for each errno of address_find() alone */
const char *address_strerror(int err);

/* What address_find() is looking for, for messages; nothing to free. */
const char *address_name(const char *server);

/* Writes "127.0.0.1:8080" into text, for messages. */
void address_format(const struct sockaddr_in *address, char text[ADDRESS_SIZE]);

#endif
