#ifndef SERVED_CALLS_H
#define SERVED_CALLS_H

#include <stdbool.h>

/*
 * Between these two the wrapped calls are the server's.  Each of its threads
 * that waits for events answers the test on one of the sockets, until it says
 * SERVED_ENDED.  In a process where there was a server before, the next finds
 * all its own memory as in a new one.
 */
void served_calls_begin(const int *control_fds, unsigned threads, bool is_new);
void served_calls_end(void);

/* Says it on all sockets, also for a thread that never came to wait */
void served_calls_say_ended(void);

#endif
