#ifndef APART_H
#define APART_H

/* For what ends a process, as misuse does: a child of the test does it. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/check.h"

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
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* if it hangs: check.c's alarm */
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

/* The same of die(): the exit status is 1. */
static inline void expect_death(void (*cause)(void), const char *sentence)
{
    char said[4096];
    int status = run_apart(cause, said);

    if (strstr(said, sentence) == NULL)
        CHECK_STR(said, sentence);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE);
}

#endif
