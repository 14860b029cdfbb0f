#ifndef PATIENCE_H
#define PATIENCE_H

/* How long a test may take, and how often it does what it does */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/check.h"

/* How often: less often where a tool runs the test */
static inline int times(int natively, int otherwise)
{
    const char *tool = getenv("RUN");

    return tool == NULL || *tool == '\0' ? natively : otherwise;
}

/* The same, and says so */
static inline int times_said(int natively, int otherwise)
{
    int count = times(natively, otherwise);

    if (count != natively)
        printf("# %d times, not %d, under %s\n", count, natively,
               getenv("RUN"));
    return count;
}

/* Does an emulator or valgrind with that in its name run the test? */
static inline bool runs_under(const char *name)
{
    const char *tool = getenv("RUN");

    return tool != NULL && strstr(tool, name) != NULL;
}

/* Is a variable of the environment there, and not empty? */
static inline bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && *value != '\0';
}

/* WHOLE=1, as in tests/soak: a test does all that it otherwise does in shares
 */
static inline bool is_whole(void)
{
    return is_set("WHOLE");
}

/* Which of so many shares it does: that of the day, or SHARE to repeat one */
static inline unsigned find_share(unsigned shares)
{
    unsigned share = (unsigned)(time(NULL) / (24 * 3600));

    if (is_set("SHARE"))
        share = (unsigned)atoi(getenv("SHARE"));
    return share % shares;
}

/* For tests of die(), which keeps a lock: one thread only may end a program */
static inline void skip_under_helgrind(void)
{
    if (runs_under("helgrind"))
        check_skip("helgrind takes the lock that die() keeps for a mistake");
}

static const char *what_would_be_lost;

static inline void give_up(int signal)
{
    (void)signal;
    if (write(STDOUT_FILENO, what_would_be_lost, strlen(what_would_be_lost)) <
        0)
        abort();
    _exit(EXIT_FAILURE);
}

/*
 * A test that hangs is ended by the limits of check.c.  From now on it says
 * what it waited for, a line of TAP that begins with "# ".
 */
static inline void when_it_hangs(const char *line)
{
    struct sigaction action = {.sa_handler = give_up};

    what_would_be_lost = line;
    fflush(stdout);
    CHECK_EQ(sigaction(SIGALRM, &action, NULL), 0);
    CHECK_EQ(sigaction(SIGXCPU, &action, NULL), 0);
}

#endif
