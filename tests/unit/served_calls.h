#ifndef SERVED_CALLS_H
#define SERVED_CALLS_H

/*
 * Between these two the wrapped calls are the server's.  Each of its threads
 * that waits for events answers the test on one of the sockets.
 */
void served_calls_begin(const int *control_fds);
void served_calls_end(void);

#endif
