#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Sees to it that steps have a delayserver to talk to.  With DELAYSERVER set,
 * or with one that answers on 127.0.0.1:8080, there is nothing to do.  Else
 * the server linked into this program is forked, on a free port that
 * DELAYSERVER names from now on, and one line on stderr says so.  If another
 * program has port 8080 and does not answer, this takes a second.
 *
 * The forked server's pid, which server_stop() takes, 0 if there is none, or -1
 * if none can be started; the reason is on stderr then.  The server dies with
 * this process, however that ends.
 */
pid_t server_start(void);

/*
 * Stops a forked server and waits for its end; without one does nothing. False,
 * with a line on stderr, if the server did not end well.
 */
bool server_stop(pid_t server);

#endif
