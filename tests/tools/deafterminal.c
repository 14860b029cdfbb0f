/* deafterminal: runs a server on a terminal that nobody reads any more */
#define _GNU_SOURCE
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Usage: deafterminal COMMAND [ARGUMENT]...
 *
 * The terminal is the command's standard output.  What it prints up to the
 * line with "Listening on" is passed on; then the terminal is as if Ctrl-S had
 * been pressed.  SIGTERM is passed to the command; ends with its status.
 */

static pid_t child;

static int fail(const char *what)
{
    fprintf(stderr, "deafterminal: %s: %s\n", what, strerror(errno));
    return 1;
}

static void pass_on(int signal)
{
    kill(child, signal);
}

/* With no other way to the terminal; and it is not left behind */
static void run_command(int master, int terminal, char **argv)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        exit(fail("prctl"));
    if (dup2(terminal, STDOUT_FILENO) < 0)
        exit(fail("dup2"));
    close(master);
    close(terminal);
    execvp(argv[0], argv);
    exit(fail(argv[0]));
}

/* A terminal sends CR LF where LF was written */
static void pass_on_start(int master)
{
    FILE *out = fdopen(master, "r");
    char line[256];

    while (out != NULL && fgets(line, sizeof(line), out) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        puts(line);
        fflush(stdout);
        if (strstr(line, "Listening on") != NULL)
            return;
    }
}

int main(int argc, char **argv)
{
    int master, terminal, status;

    if (argc < 2)
        return fputs("Usage: deafterminal COMMAND [ARGUMENT]...\n", stderr), 2;
    if (openpty(&master, &terminal, NULL, NULL, NULL) < 0)
        return fail("openpty");
    child = fork();
    if (child < 0)
        return fail("fork");
    if (child == 0)
        run_command(master, terminal, argv + 1);
    signal(SIGTERM, pass_on);
    pass_on_start(master);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return fail("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
