/*
 * The main program of every chapter: runs its steps, each in a child, so that
 * one that crashes takes nothing along.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "fault.h"
#include "server.h"
#include "step.h"

enum {
    EXIT_USAGE = 2,
    EXIT_SKIPPED = 77, /* of a step that cannot run on this machine */
};

/* Output that cannot be written is a failure: the exit status, and a line. */
static int flush_output(const char *name)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_SUCCESS;
    fprintf(stderr, "%s: some of the output could not be written\n", name);
    return EXIT_FAILURE;
}

static void print_help(void)
{
    printf("usage: %s [STEP [ARGUMENTS...]]\n"
           "       %s --list | --help\n"
           "\n"
           "Runs all steps of the chapter in order, or the one whose name is\n"
           "STEP or else the shortest that begins so.  Steps that need a\n"
           "delayserver use DELAYSERVER=host:port, or 127.0.0.1:8080, or one\n"
           "that is started for them.\n"
           "\n",
           chapter_name, chapter_name);
}

static void print_list(void)
{
    int width = 0;

    for (size_t i = 0; i < chapter_step_count; i++) {
        int len = (int)strlen(chapter_steps[i].name);

        width = len > width ? len : width;
    }
    for (size_t i = 0; i < chapter_step_count; i++)
        printf("%-*s  %s\n", width, chapter_steps[i].name,
               chapter_steps[i].summary);
}

/* The exact name, else the shortest that begins so, else NULL */
static const struct step *find_step(const char *name)
{
    const struct step *found = NULL;

    for (size_t i = 0; i < chapter_step_count; i++) {
        const struct step *step = &chapter_steps[i];

        if (strncmp(step->name, name, strlen(name)) != 0)
            continue;
        if (found == NULL || strlen(step->name) < strlen(found->name))
            found = step;
    }
    return found;
}

/* Runs in the child. */
static _Noreturn void run_step(const struct step *step, int argc, char **argv)
{
    int status;

    fault_watch();
    program_invocation_name = argv[0];
    program_invocation_short_name = argv[0];
    status = step->main(argc, argv);
    if (flush_output(step->name) != EXIT_SUCCESS)
        status = EXIT_FAILURE;
    exit(status);
}

/*
 * Prints a line about the step's end unless it was an ordinary one.  True if it
 * ended as it was meant to.
 */
static bool judge(const struct step *step, int status)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    char name[32];

    if (signal != 0) {
        const char *abbreviation = sigabbrev_np(signal);
        bool expected;

        if (abbreviation != NULL)
            snprintf(name, sizeof(name), "SIG%s", abbreviation);
        else /* a real-time signal has no name */
            snprintf(name, sizeof(name), "signal %d", signal);
        expected = step->expect != NULL && strcmp(name, step->expect) == 0;
        fprintf(stderr, "%s: %s died by %s%s: %s\n", chapter_name, step->name,
                name, expected ? ", as it should" : "", fault_explain(signal));
        if (step->expect != NULL && !expected)
            fprintf(stderr, "%s: it should have died by %s\n", chapter_name,
                    step->expect);
        return expected;
    }
    if (WEXITSTATUS(status) == EXIT_SKIPPED) {
        fprintf(stderr, "%s: %s skipped\n", chapter_name, step->name);
        return true;
    }
    if (step->expect != NULL) {
        fprintf(stderr, "%s: %s ended with exit status %d, not by %s\n",
                chapter_name, step->name, WEXITSTATUS(status), step->expect);
        return false;
    }
    if (status != 0)
        fprintf(stderr, "%s: %s failed with exit status %d\n", chapter_name,
                step->name, WEXITSTATUS(status));
    return status == 0;
}

/*
 * True if it ended as it was meant to.  If a signal such as Ctrl-C comes
 * meanwhile, this stops everything and dies by it.
 */
static bool try_step(const struct step *step, int argc, char **argv,
                     pid_t server)
{
    pid_t child;
    int status, signal;

    fault_forget();
    child = child_fork();
    if (child < 0) {
        fprintf(stderr, "%s: fork: %s\n", chapter_name, strerror(errno));
        return false;
    }
    argv[0] = (char *)step->name;
    if (child == 0)
        run_step(step, argc, argv);
    signal = child_wait(child, &status);
    if (signal != 0) {
        child_stop(child);
        server_stop(server);
        child_die_by(signal);
    }
    return judge(step, status);
}

/* Is there the server that the step needs? If not, says so. */
static bool has_server(const struct step *step, pid_t server)
{
    if (!step->needs_server || server >= 0)
        return true;
    fprintf(stderr, "%s: %s was not run: it needs a delayserver\n",
            chapter_name, step->name);
    return false;
}

static bool run_one(const struct step *step, int argc, char **argv,
                    pid_t server)
{
    return has_server(step, server) && try_step(step, argc, argv, server);
}

/*
 * TOUR=FIRST/ALL, as scripts/tour sets it, says that this chapter's steps are
 * part of a longer tour: the number of the first, and how many there are in
 * all.
 */
static void read_tour(size_t *first, size_t *all)
{
    const char *tour = getenv("TOUR");

    *first = 1;
    *all = chapter_step_count;
    if (tour != NULL && sscanf(tour, "%zu/%zu", first, all) != 2)
        fprintf(stderr, "%s: TOUR=%s is not FIRST/ALL\n", chapter_name, tour);
}

/* The heading of a step; on a terminal it stands out. */
static void print_heading(const struct step *step, size_t number, size_t all)
{
    bool stand_out = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    const char *bold = stand_out ? "\033[1m" : "";
    const char *dim = stand_out ? "\033[2m" : "";
    const char *end = stand_out ? "\033[m" : "";

    printf("\n%s=== %zu/%zu %s/%s: %s%s\n", bold, number, all, chapter_name,
           step->name, step->summary, end);
    if (step->watch != NULL)
        printf("%sWatch for %s%s\n", dim, step->watch, end);
    putchar('\n');
}

static bool run_all(pid_t server)
{
    bool good = true;
    char *argv[] = {NULL, NULL};
    size_t first, all;

    read_tour(&first, &all);
    for (size_t i = 0; i < chapter_step_count; i++) {
        print_heading(&chapter_steps[i], first + i, all);
        good = run_one(&chapter_steps[i], 1, argv, server) && good;
    }
    return good;
}

/* With step NULL runs them all. */
static int run(const struct step *step, int argc, char **argv)
{
    bool needs_server = false, good;
    pid_t server = 0;

    for (size_t i = 0; i < chapter_step_count; i++) {
        if (step == NULL || step == &chapter_steps[i])
            needs_server = needs_server || chapter_steps[i].needs_server;
    }
    child_block_signals();
    if (needs_server)
        server = server_start();
    good = step == NULL ? run_all(server) : run_one(step, argc, argv, server);
    good = server_stop(server) && good;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/*
 * Where stdin, stdout or stderr is closed, the next fd that is opened would get
 * its number, and with it what was meant for stdin, stdout or stderr.  So each
 * of them gets /dev/null, stdin for writing only and the others for reading
 * only: using them fails by EBADF, as if they were closed.
 */
static void occupy_standard_fds(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            exit(EXIT_FAILURE); /* and nobody to tell */
    }
}

int main(int argc, char **argv)
{
    const struct step *step;

    occupy_standard_fds();
    /* so that a step that crashes loses nothing of what it printed */
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc < 2)
        return run(NULL, 0, NULL);
    if (strcmp(argv[1], "--help") == 0) {
        print_help();
        print_list();
        return flush_output(chapter_name);
    }
    if (strcmp(argv[1], "--list") == 0) {
        print_list();
        return flush_output(chapter_name);
    }
    step = find_step(argv[1]);
    if (step == NULL || argv[1][0] == '\0') {
        fprintf(stderr, "%s: no step \"%s\": --list shows what there is\n",
                chapter_name, argv[1]);
        return EXIT_USAGE;
    }
    return run(step, argc - 1, argv + 1);
}
