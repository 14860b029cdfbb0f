#define _GNU_SOURCE
#include "check.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MAX_TESTS = 256,
    CPU_S = 300,      /* of one test: far beyond what valgrind or qemu need */
    TIMEOUT_S = 1800, /* the same, on a machine with much else to do */
    SKIPPED = 77,
};

static struct {
    const char *name;
    void (*run)(void);
} tests[MAX_TESTS];
static int test_count;

/* Shared with the child that runs the test */
static struct {
    char skip_reason[BUFSIZ];
    uint64_t said; /* a hash of what check_repeatable() was told; 0: nothing */
} * shared;

void check_add(const char *name, void (*run)(void))
{
    if (test_count == MAX_TESTS)
        abort();
    tests[test_count].name = name;
    tests[test_count++].run = run;
}

void check_fail(const char *file, int line, const char *format, ...)
{
    va_list args;

    fflush(stdout);
    printf("# %s:%d: ", file, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    exit(EXIT_FAILURE);
}

void check_equal(const char *file, int line, const char *a, const char *b,
                 long long actual, long long expected)
{
    if (actual != expected)
        check_fail(file, line, "%s is %lld, not %s (%lld)", a, actual, b,
                   expected);
}

void check_string(const char *file, int line, const char *a, const char *actual,
                  const char *expected)
{
    if (strcmp(actual, expected) != 0)
        check_fail(file, line, "%s is \"%s\", not \"%s\"", a, actual, expected);
}

void check_skip(const char *reason)
{
    snprintf(shared->skip_reason, BUFSIZ, "%s", reason);
    exit(SKIPPED);
}

void check_repeatable(uint64_t number)
{
    shared->said = (shared->said ^ number) * UINT64_C(1099511628211) + 1;
}

int check_open_files(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int count = 0;

    if (dir == NULL)
        abort();
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count;
}

void check_limit_time(void)
{
    /* SIGXCPU first, which says what it is, and which a test may catch */
    setrlimit(RLIMIT_CPU, &(struct rlimit){CPU_S, CPU_S + 10});
    alarm(TIMEOUT_S);
}

static void run_child(int i)
{
    int before = check_open_files();

    check_limit_time();
    tests[i].run();
    CHECK_EQ(check_open_files(), before);
    exit(EXIT_SUCCESS);
}

/* Returns the status of the child, and what it has said. */
static int run_once(int i, uint64_t *said)
{
    int status;
    pid_t child;

    shared->said = 0;
    fflush(stdout);
    child = fork();
    if (child < 0)
        abort();
    if (child == 0)
        run_child(i);
    if (waitpid(child, &status, 0) != child)
        abort();
    *said = shared->said;
    return status;
}

/* Once more if it has said something, which must be the same then */
static int run_as_often_as_needed(int i)
{
    uint64_t first, second;
    int status = run_once(i, &first);

    if (status != 0 || first == 0)
        return status;
    status = run_once(i, &second);
    if (status != 0 || first == second)
        return status;
    printf("# a second run did something else\n");
    return EXIT_FAILURE << 8; /* as wait(2) says it */
}

/* True unless it failed */
static bool run_test(const char *program, int i)
{
    int status = run_as_often_as_needed(i);

    if (WIFSIGNALED(status))
        printf("# died by %s\n", strsignal(WTERMSIG(status)));
    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
        printf("ok %d %s: %s # skip %s\n", i + 1, program, tests[i].name,
               shared->skip_reason);
        return true;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        printf("ok %d %s: %s\n", i + 1, program, tests[i].name);
        return true;
    }
    printf("not ok %d %s: %s (status 0x%x)\n", i + 1, program, tests[i].name,
           status);
    return false;
}

int main(int argc, char **argv)
{
    const char *program = argc > 0 ? basename(argv[0]) : "unit";
    int failed = 0;

    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        abort();
    printf("1..%d\n", test_count);
    for (int i = 0; i < test_count; i++)
        failed += !run_test(program, i);
    return failed > 0;
}
