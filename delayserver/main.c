#define _GNU_SOURCE /* getopt_long */
#include "listener.h"
#include "process.h"
#include "workers.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define VERSION "1.0"

enum {
    EXIT_USAGE = 2,
    GO_ON = -1, /* no reason to exit */
};

/* Above all characters, so that optopt tells long options from short ones */
enum {
    OPTION_PORT = 256,
    OPTION_THREADS,
    OPTION_FAIL_RATE,
    OPTION_SEED,
    OPTION_QUIET,
    OPTION_HELP,
    OPTION_VERSION,
};

struct options {
    const char *host;
    uint64_t port;
    uint64_t threads;
    double fail_rate;
    uint64_t seed;
    bool quiet;
};

static const char help[] =
    "Usage: delayserver [HOST] [OPTION]...\n"
    "A slow HTTP server: it answers with your own words, as late as you ask.\n"
    "\n"
    "    GET /{delay in ms, up to 3600000}/{percent-encoded message}\n"
    "\n"
    "HOST            name or address to listen on (default: localhost)\n"
    "--port N        port to listen on (default: 8080); 0 takes a free one\n"
    "--threads N     threads that serve, 1 to 64 (default: 1)\n"
    "--fail-rate P   makes this share of the requests fail, 0 to 1 (default: 0)\n"
    "--seed N        chooses which requests fail (default: 0)\n"
    "--quiet         prints only where it listens, and logs no requests\n"
    "--help          prints this\n"
    "--version       prints the version\n"
    "\n"
    "A query after the message, ?NAME=VALUE&..., makes an answer slow or broken:\n"
    "size=OCTETS  drip=OCTETS/MS  header-delay=MS  jitter=MS  status=NNN\n"
    "chunked=1  truncate=OCTETS  reset=before|headers|body  hang=1\n"
    "keepalive=ignore (see man delayserver)\n"
    "\n"
    "Ctrl-C (or SIGTERM): it finishes all answers, then exits.  A second one:\n"
    "it exits at once.\n";

static const char explanation[] =
    "This server is slow on purpose.  Ask it with GET for\n"
    "\n"
    "    http://%s:%d/{delay in ms}/{percent-encoded message}\n"
    "\n"
    "for instance   curl http://%s:%d/1500/Hello%%20there\n"
    "\n"
    "It prints a line for each request as soon as it has arrived,\n"
    "\n"
    "    #{number} - {delay in ms}ms: {message}\n"
    "\n"
    "waits for the delay, and answers with the message.  Ctrl-C ends it.\n"
    "\n";

/* Prints "delayserver: ..." and returns the status to exit with */
static int complain(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int complain(int status, const char *format, ...)
{
    va_list args;

    fputs("delayserver: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputs(status == EXIT_USAGE ? " (see delayserver --help)\n" : "\n", stderr);
    return status;
}

/* Prints a text that was asked for: then a full disk is a failure */
static int print(const char *text)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
        return complain(EXIT_FAILURE, "standard output: %s", strerror(errno));
    return EXIT_SUCCESS;
}

/* The value of an option that is a number from least to most */
static int parse_number(const char *option, const char *text, uint64_t least,
                        uint64_t most, uint64_t *number)
{
    char *end;

    errno = 0;
    *number = strtoull(text, &end, 10);
    if (*text >= '0' && *text <= '9' && *end == '\0' && errno == 0 &&
        *number >= least && *number <= most)
        return GO_ON;
    return complain(EXIT_USAGE, "%s %s: not a number from %llu to %llu", option,
                    text, (unsigned long long)least, (unsigned long long)most);
}

static int parse_rate(const char *text, double *rate)
{
    size_t length = strspn(text, "0123456789.");
    char *end;

    *rate = strtod(text, &end);
    if (length > 0 && text[length] == '\0' && *end == '\0' && *rate <= 1)
        return GO_ON;
    return complain(EXIT_USAGE,
                    "--fail-rate %s: not a number from 0 to 1, such as 0.25",
                    text);
}

/* Handles one option.  Returns GO_ON, or the status to exit with. */
static int take_option(struct options *options, int option, char **argv)
{
    switch (option) {
    case OPTION_PORT:
        return parse_number("--port", optarg, 0, UINT16_MAX, &options->port);
    case OPTION_THREADS:
        return parse_number("--threads", optarg, 1, WORKERS_MAX,
                            &options->threads);
    case OPTION_FAIL_RATE:
        return parse_rate(optarg, &options->fail_rate);
    case OPTION_SEED:
        return parse_number("--seed", optarg, 0, UINT64_MAX, &options->seed);
    case OPTION_QUIET:
        options->quiet = true;
        return GO_ON;
    case OPTION_HELP:
        return print(help);
    case OPTION_VERSION:
        return print("delayserver " VERSION "\n");
    case ':':
        return complain(EXIT_USAGE, "%s: a value is missing", argv[optind - 1]);
    default:
        if (optopt > 0 && optopt < OPTION_PORT)
            return complain(EXIT_USAGE, "-%c: unknown option", optopt);
        return complain(EXIT_USAGE, "%s: %s", argv[optind - 1],
                        optopt == 0 ? "unknown option" : "takes no value");
    }
}

static int parse_options(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"port", required_argument, NULL, OPTION_PORT},
        {"threads", required_argument, NULL, OPTION_THREADS},
        {"fail-rate", required_argument, NULL, OPTION_FAIL_RATE},
        {"seed", required_argument, NULL, OPTION_SEED},
        {"quiet", no_argument, NULL, OPTION_QUIET},
        {"help", no_argument, NULL, OPTION_HELP},
        {"version", no_argument, NULL, OPTION_VERSION},
        {0},
    };
    int result = GO_ON;
    int option;

    optind = 0; /* from the start, whatever getopt was used for before */
    opterr = 0;
    while (result == GO_ON &&
           (option = getopt_long(argc, argv, ":", known, NULL)) != -1)
        result = take_option(options, option, argv);
    if (result != GO_ON)
        return result;
    if (argc - optind > 1)
        return complain(EXIT_USAGE, "%s: one HOST is enough", argv[optind + 1]);
    if (optind < argc)
        options->host = argv[optind];
    return GO_ON;
}

/*
 * If standard output is closed, the next fd that we open gets its number, and
 * the log is written to that fd.
 */
static int occupy_standard_fds(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd < 0)
        return -errno;
    close(fd);
    return 0;
}

/* Each waiting client takes an fd: allow as many as we may */
static void raise_fd_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return; /* then it is full earlier */
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* Says how to reach us.  That nobody reads it is no reason not to serve. */
static void announce(const struct options *options, int port)
{
    bool is_ipv6 = strchr(options->host, ':') != NULL;
    char host[300];

    snprintf(host, sizeof(host), is_ipv6 ? "[%s]" : "%s", options->host);
    if (!options->quiet)
        printf(explanation, host, port, host, port);
    printf("Listening on http://%s:%d\n", host, port);
    fflush(stdout);
}

static int fail(int err)
{
    return complain(EXIT_FAILURE, "cannot serve: %s", strerror(-err));
}

/* Takes over the listener */
static int serve(const struct options *options, int listener)
{
    static struct process process; /* its log is too much for a stack */
    int port = listener_port(listener);
    struct workers workers;
    int err;

    process.log.quiet = options->quiet;
    process.dice = (struct dice){options->fail_rate, options->seed};
    err = port < 0 ? port : process_open(&process);
    if (err < 0) {
        close(listener);
        return fail(err);
    }
    err = workers_open(&workers, &process, listener, (int)options->threads);
    if (err == 0) {
        announce(options, port);
        err = workers_run(&workers);
    }
    process_close(&process);
    return err < 0 ? fail(err) : EXIT_SUCCESS;
}

static int listen_and_serve(const struct options *options)
{
    const char *reason, *advice;
    int listener = listener_open(options->host, (uint16_t)options->port,
                                 options->threads > 1, &reason, &advice);

    if (listener < 0)
        return complain(EXIT_FAILURE, "listen on %s port %u: %s; %s",
                        options->host, (unsigned)options->port, reason, advice);
    return serve(options, listener);
}

int main(int argc, char **argv)
{
    struct options options = {.host = "localhost", .port = 8080, .threads = 1};
    int result = parse_options(&options, argc, argv);
    int err;

    if (result != GO_ON)
        return result;
    err = occupy_standard_fds();
    if (err < 0)
        return complain(EXIT_FAILURE, "/dev/null: %s", strerror(-err));
    /* What would kill us when a reader of the log goes, or its disk is full */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    raise_fd_limit();
    /* Without this, waits end up to 50 us late.  Threads inherit it. */
    prctl(PR_SET_TIMERSLACK, 1UL);
    return listen_and_serve(&options);
}
