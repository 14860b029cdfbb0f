#ifndef FIBERS_BASIS_H
#define FIBERS_BASIS_H

/*
 * What tests of fibers stand on.  Who includes this says before what a step's
 * fibers are, as in fibers.h.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/check.h"

enum {
    FIBERS = 3, /* as many as step c can have at once */
};

static _Thread_local int started; /* fibers of a test, which thus get numbers */

/* How often a test does what it does: less often where a tool runs it */
static inline int times(int natively, int otherwise)
{
    const char *tool = getenv("RUN");

    return tool == NULL || *tool == '\0' ? natively : otherwise;
}

/* Does an emulator or valgrind with that in its name run the test? */
static inline bool runs_under(const char *name)
{
    const char *tool = getenv("RUN");

    return tool != NULL && strstr(tool, name) != NULL;
}

static inline void spawn_three(void (*f)(void))
{
    CHECK_EQ(set_up(), 0);
    started = 0;
    for (int i = 0; i < FIBERS; i++)
        CHECK_EQ(spawn(f), 0);
}

static inline void run_three(void (*f)(void))
{
    spawn_three(f);
    run();
    CHECK_EQ(started, FIBERS);
    tear_down();
}

/* --- What fibers did, in order --- */

static char record[64];

static inline void note(char what)
{
    size_t length = strlen(record);

    CHECK(length + 1 < sizeof(record));
    record[length] = what;
    record[length + 1] = '\0';
}

static inline void note_three_turns(void)
{
    char self = (char)('a' + started++);

    for (int i = 0; i < 3; i++) {
        if (i > 0)
            yield();
        note(self);
    }
}

/* --- Misuse --- */

/* For misuse that needs one fiber */
static inline void run_one(void (*f)(void))
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(f), 0);
    run();
}

/*
 * Runs f in a process of its own.  Returns its status, and how what it says
 * begins.  The rest is read, too: with a full pipe it would never end.
 */
static inline int run_apart(void (*f)(void), char said[4096])
{
    int ends[2], status;
    char rest[512];
    size_t length = 0;
    ssize_t n;
    pid_t child;

    CHECK_EQ(pipe(ends), 0);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        dup2(ends[1], STDERR_FILENO);
        f();
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    while ((n = read(ends[0], said + length, 4095 - length)) > 0)
        length += (size_t)n;
    said[length] = '\0';
    while (read(ends[0], rest, sizeof(rest)) > 0)
        ;
    close(ends[0]);
    CHECK_EQ(waitpid(child, &status, 0), child);
    return status;
}

/*
 * A process of its own says the sentence on stderr, and SIGABRT ends it.  Tools
 * may have more to say, such as ASan of stacks that it does not know.
 */
static inline void expect_panic(void (*misuse)(void), const char *sentence)
{
    char said[4096];
    int status = run_apart(misuse, said);

    if (strstr(said, sentence) == NULL)
        CHECK_STR(said, sentence);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

#endif
