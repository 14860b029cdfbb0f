/*
 * links: delayserver/ all
 * links: tests/unit/ served.c served_calls.c
 * wraps: served.h
 */
#define _GNU_SOURCE
#include "check.h"
#include "patience.h"
#include "served.h"

#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

/*
 * The sweep of faults: whatever the server asks of the kernel or the library
 * and can be refused, is refused, each time in a run of its own.
 *
 * A scenario is what some clients do.  It is played once for each call that
 * the server makes in it and each way in which that call can fail.  One fault
 * must not do more harm than it has to: each client gets the right answers,
 * or in place of one a 503, or its connection is closed; nobody is left
 * waiting, nothing is left open, and a server that cannot go on says why.
 *
 * Many calls repeat what was there before, as in a client that sends octet by
 * octet.  Of such calls another eighth fails each day, or that which SHARE
 * says; with WHOLE=1 all do.
 */

/* --- What can go wrong ----------------------------------------------------*/

enum how {
    ONCE = 1,
    LASTING = 2, /* from one call on, all that follow */
    BOTH = ONCE | LASTING,
    HARMLESS = 4, /* no client may notice */
};

#define FAULT(call, error, how)        \
    {                                  \
        CALL_##call, #call, error, how \
    }

/*
 * By the manual pages, without those that only a mistake can cause.  What says
 * "not now" cannot be said for ever, where the kernel has said "now" before.
 */
static const struct fault {
    enum call call;
    const char *name;
    int error;
    int how;
} faults[] = {
    FAULT(accept4, EAGAIN, ONCE | HARMLESS),
    FAULT(accept4, EINTR, ONCE | HARMLESS),
    FAULT(accept4, ECONNABORTED, BOTH),
    FAULT(accept4, EMFILE, ONCE | HARMLESS),
    FAULT(accept4, ENOMEM, BOTH),
    FAULT(bind, EADDRINUSE, BOTH),
    FAULT(bind, EACCES, BOTH),
    FAULT(bind, EADDRNOTAVAIL, BOTH),
    FAULT(calloc, ENOMEM, BOTH),
    FAULT(close, EINTR, BOTH | HARMLESS),
    FAULT(close, EIO, BOTH | HARMLESS),
    FAULT(epoll_create1, EMFILE, BOTH),
    FAULT(epoll_ctl, ENOMEM, BOTH),
    FAULT(epoll_ctl, ENOSPC, BOTH),
    FAULT(epoll_pwait2, EINTR, ONCE | HARMLESS),
    FAULT(epoll_pwait2, ENOSYS, BOTH | HARMLESS),
    FAULT(epoll_pwait2, EPERM, BOTH | HARMLESS),
    FAULT(epoll_pwait2, EINVAL, BOTH),
    FAULT(epoll_wait, EINTR, ONCE | HARMLESS),
    FAULT(epoll_wait, EINVAL, BOTH),
    FAULT(eventfd, EMFILE, BOTH),
    FAULT(eventfd, ENOMEM, BOTH),
    FAULT(fflush, ENOSPC, BOTH | HARMLESS),
    FAULT(getaddrinfo, ENOMEM, BOTH),
    FAULT(getaddrinfo, EMFILE, BOTH),
    FAULT(fstat, EIO, BOTH | HARMLESS),
    FAULT(getrlimit, EPERM, BOTH | HARMLESS),
    FAULT(getsockname, ENOBUFS, BOTH),
    FAULT(ioctl, EINVAL, BOTH | HARMLESS),
    FAULT(listen, EADDRINUSE, BOTH),
    FAULT(malloc, ENOMEM, BOTH),
    FAULT(open, EINTR, ONCE),
    FAULT(open, EMFILE, BOTH),
    FAULT(open, ENOENT, BOTH),
    FAULT(poll, EINTR, ONCE | HARMLESS),
    FAULT(poll, ENOMEM, BOTH | HARMLESS),
    FAULT(prctl, EINVAL, BOTH | HARMLESS),
    FAULT(pthread_create, EAGAIN, BOTH),
    FAULT(pthread_sigmask, EINVAL, BOTH),
    FAULT(read, EAGAIN, ONCE | HARMLESS),
    FAULT(read, EINTR, ONCE | HARMLESS),
    FAULT(realloc, ENOMEM, BOTH),
    FAULT(recv, EAGAIN, ONCE | HARMLESS),
    FAULT(recv, EINTR, ONCE | HARMLESS),
    FAULT(recv, ECONNRESET, BOTH),
    FAULT(recv, ENOMEM, BOTH),
    FAULT(send, EAGAIN, ONCE | HARMLESS),
    FAULT(send, EINTR, ONCE | HARMLESS),
    FAULT(send, EPIPE, BOTH),
    FAULT(send, ENOBUFS, BOTH),
    FAULT(setrlimit, EPERM, BOTH | HARMLESS),
    FAULT(setsockopt, ENOMEM, BOTH),
    FAULT(shutdown, ENOTCONN, BOTH),
    FAULT(signalfd, EMFILE, BOTH),
    FAULT(signalfd, ENODEV, BOTH),
    FAULT(socket, EMFILE, BOTH),
    FAULT(socket, EAFNOSUPPORT, BOTH),
    FAULT(socket, ENOBUFS, BOTH),
    FAULT(strdup, ENOMEM, BOTH),
    FAULT(write, EAGAIN, ONCE | HARMLESS),
    FAULT(write, EINTR, ONCE | HARMLESS),
    FAULT(write, ENOSPC, BOTH | HARMLESS),
    FAULT(write, EPIPE, BOTH | HARMLESS),
};

enum {
    FAULTS = sizeof(faults) / sizeof(*faults),
    GUESTS_MAX = 64,
    DEFECTS_SHOWN = 40,
    SHARES = 8,
};

/* More than any answer here takes, and than the server is ever patient */
#define PATIENCE_NS (100 * SECOND_NS)

struct scenario {
    const char *name;
    void (*play)(void);
    const char *const *arguments; /* if there are special ones */
    unsigned threads;             /* 0: 1 */
    bool from_start; /* what happens before it listens is part of it */
    bool only_once;  /* something else fails in it already */
};

/* --- One run --------------------------------------------------------------*/

struct guest {
    struct client *client;
    bool gone;    /* nothing more can be expected of its connection */
    bool harmed;  /* it did not get all that it asked for */
    bool is_late; /* whether it is heard at all may depend on the fault */
};

static struct served server;

static struct run {
    const struct scenario *scenario;
    const struct fault *fault; /* NULL: none, everything has to go well */
    unsigned nth;
    bool lasting;
    struct guest guests[GUESTS_MAX];
    unsigned guest_count;
    bool stopped;
    unsigned defects;
} run;

/* All tests are children, and count here */
static struct totals {
    unsigned sites[CALLS];
    unsigned runs;
    unsigned defects;
} * totals;

/* Which share of the calls that repeat others fails */
static unsigned share;

__attribute__((constructor)) static void share_totals(void)
{
    share = find_share(SHARES);
    totals = mmap(NULL, sizeof(*totals), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (totals == MAP_FAILED)
        abort();
}

__attribute__((format(printf, 1, 2))) static void defect(const char *format,
                                                         ...)
{
    va_list args;

    run.defects++;
    if (totals->defects++ > DEFECTS_SHOWN)
        return;
    printf("# %s", run.scenario->name);
    if (run.fault != NULL)
        printf(", %s %u fails%s with %s", run.fault->name, run.nth,
               run.lasting ? " from then on" : "",
               strerrorname_np(run.fault->error));
    printf(": ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

/* Has that happened yet for which something may go wrong now? */
static bool is_excused(void)
{
    return world->struck > 0 && (run.fault->how & HARMLESS) == 0;
}

/* Whom the server is never told of, it cannot treat well */
static bool is_unknown(void)
{
    return is_excused() && run.fault->call == CALL_accept4 && run.lasting;
}

static uint64_t patience_ns(void)
{
    return is_unknown() ? SECOND_NS : PATIENCE_NS;
}

static void harm(struct guest *g, const char *what, const char *expected)
{
    if (!is_excused() && !(g->is_late && world->struck > 0))
        defect("%s where %s was to come", what, expected);
    g->harmed = true;
}

static struct guest *visit(void)
{
    struct guest *g = &run.guests[run.guest_count++];

    CHECK(run.guest_count <= GUESTS_MAX);
    *g = (struct guest){.client = client_new(&server)};
    return g;
}

static void say(struct guest *g, const char *text)
{
    client_say(g->client, text);
}

static void leave(struct guest *g)
{
    client_leave(g->client);
    g->client = NULL;
    g->gone = true;
}

static void slam(struct guest *g)
{
    client_slam(g->client);
    g->client = NULL;
    g->gone = true;
}

/* A second signal would end it at once */
static void stop(void)
{
    if (!run.stopped)
        served_stop(&server);
    run.stopped = true;
}

/*
 * Nothing comes, and nothing will.  Only a client that the server is never
 * told of has to bear that: then it leaves on its own.
 */
static void judge_silence(struct guest *g, const char *expected)
{
    if (!is_unknown())
        defect("silence where %s was to come", expected);
    g->harmed = true;
    g->gone = true;
}

static void judge_answer(struct guest *g, const struct answer_heard *answer,
                         int status, const char *body)
{
    char expected[64], actual[64];

    if (answer->status == status && strcmp(answer->body, body) == 0)
        return;
    snprintf(expected, sizeof(expected), "%d %.40s", status, body);
    snprintf(actual, sizeof(actual), "%d %.40s", answer->status, answer->body);
    harm(g, actual, expected);
    if (answer->status != 503)
        defect("%s where %s was to come", actual, expected);
}

/* Expects the end of the connection */
static void hear_end(struct guest *g)
{
    struct answer_heard answer;

    if (g->gone)
        return;
    switch (client_hear(g->client, false, patience_ns(), &answer)) {
    case HEARD_END:
        break;
    case HEARD_ANSWER:
        judge_answer(g, &answer, 0, "an end");
        if (answer.close)
            hear_end(g);
        break;
    case HEARD_CUT:
        harm(g, "a reset", "an end");
        break;
    case HEARD_NOTHING:
        judge_silence(g, "an end");
        break;
    default:
        defect("more answers than requests");
    }
    g->gone = true;
}

static void hear_any(struct guest *g, bool is_head, int status,
                     const char *body)
{
    struct answer_heard answer = {0};

    if (g->gone) {
        if (!g->harmed && !is_excused())
            defect("the connection had ended before %s", body);
        return;
    }
    switch (client_hear(g->client, is_head, patience_ns(), &answer)) {
    case HEARD_ANSWER:
        judge_answer(g, &answer, status, body);
        if (answer.close)
            hear_end(g);
        return;
    case HEARD_NOTHING:
        judge_silence(g, body);
        return;
    case HEARD_NONSENSE:
        defect("nonsense where %s was to come", body);
        break;
    default:
        harm(g, "an end", body);
    }
    g->gone = true;
}

/* Expects an answer, which may say that it is the last */
static void hear(struct guest *g, int status, const char *body)
{
    hear_any(g, false, status, body);
}

/* Expects a connection that breaks off, maybe after a part of an answer */
static void hear_cut(struct guest *g, enum heard expected)
{
    struct answer_heard answer;
    enum heard heard = HEARD_END;

    if (!g->gone)
        heard = client_hear(g->client, false, patience_ns(), &answer);
    if (!g->gone && heard != expected && !is_excused())
        defect("%d in place of a connection that breaks off", heard);
    g->gone = true;
}

/* Expects nothing special: it is thrown dice for */
static void hear_whatever(struct guest *g)
{
    struct answer_heard answer;

    if (client_hear(g->client, false, patience_ns(), &answer) == HEARD_NONSENSE)
        defect("nonsense");
}

static void judge_output(const struct served_end *end)
{
    const char *line = strstr(end->output, "Listening on http://127.0.0.1:");
    bool is_lost = run.fault != NULL && run.fault->call == CALL_fflush;

    if (line == NULL && end->status == 0 && !is_lost)
        defect("it does not say where it listens");
    if (line != NULL && atoi(strrchr(line, ':') + 1) != world->port &&
        strtol(line + strlen("Listening on http://127.0.0.1:"), NULL, 10) !=
            world->port)
        defect("it listens on %d and says %.50s", world->port, line);
}

/* Only a server that cannot start or cannot wait may give up, and says why */
static void judge_failure(const struct served_end *end)
{
    const char *newline = strchr(end->errors, '\n');
    bool may = run.scenario->from_start ||
               (run.fault != NULL && (run.fault->call == CALL_epoll_pwait2 ||
                                      run.fault->call == CALL_epoll_wait));

    if (!may || !is_excused())
        defect("it ends with status 0x%x", (unsigned)end->status);
    else if (strncmp(end->errors, "delayserver: ", 13) != 0 ||
             newline == NULL || newline[1] != '\0' ||
             (strstr(end->errors, strerror(run.fault->error)) == NULL &&
              strstr(end->errors, gai_strerror(EAI_MEMORY)) == NULL))
        defect("it does not say clearly why it ends: \"%s\"", end->errors);
}

static void judge_end(const struct served_end *end)
{
    if (WIFSIGNALED(end->status))
        defect("it dies by %s: %s", strsignal(WTERMSIG(end->status)),
               end->errors);
    else if (WEXITSTATUS(end->status) == EXIT_FAILURE)
        judge_failure(end);
    else if (end->status != 0 || end->errors[0] != '\0')
        defect("it ends with status 0x%x, saying \"%s\"", (unsigned)end->status,
               end->errors);
    judge_output(end);
    if (WIFSIGNALED(end->status))
        return;
    if (world->blocks != 0)
        defect("%ld blocks of memory are left", (long)world->blocks);
    if (world->files_left != 0)
        defect("%d files are left open", world->files_left);
    if (world->bad_closes != 0)
        defect("it closes what is not open");
}

/* A fault that happens once is the fault of one client at most */
static void judge_harm(const struct served_end *end)
{
    unsigned harmed = 0;

    for (unsigned i = 0; i < run.guest_count; i++)
        harmed += run.guests[i].harmed;
    if (end->status == 0 && run.fault != NULL && !run.lasting && harmed > 1)
        defect("%u clients are harmed", harmed);
}

static void play_once(const struct scenario *scenario,
                      const struct fault *fault, unsigned nth, bool lasting)
{
    static const char *const plain[] = {"127.0.0.1", "--port", "0", NULL};
    static struct served_end end;

    run = (struct run){scenario, fault, nth, lasting, .defects = run.defects};
    served_plan(fault != NULL ? fault->call : CALL_NONE, nth,
                fault != NULL ? fault->error : 0, lasting);
    world->lossy = fault != NULL && (fault->how & HARMLESS) == 0;
    world->no_epoll_pwait2 = fault != NULL && fault->call == CALL_epoll_wait;
    world->armed = scenario->from_start;
    if (!served_restart(&server))
        served_start(&server,
                     scenario->arguments != NULL ? scenario->arguments : plain,
                     scenario->threads > 0 ? scenario->threads : 1);
    world->armed = true;
    scenario->play();
    for (unsigned i = 0; i < run.guest_count; i++)
        if (run.guests[i].client != NULL)
            client_leave(run.guests[i].client);
    stop();
    if (!served_wait(&server, PATIENCE_NS, &end))
        defect("SIGTERM does not end it");
    else
        judge_end(&end);
    judge_harm(&end);
    totals->runs++;
}

static void say_how_to_repeat(void)
{
    const char *run_by = getenv("RUN");

    printf("# that alone: FAULT='%s", run.scenario->name);
    if (run.fault != NULL)
        printf(" %s %u %s%s", run.fault->name, run.nth,
               strerrorname_np(run.fault->error),
               run.lasting ? " lasting" : "");
    printf("' %s%s%s\n", run_by != NULL ? run_by : "",
           run_by != NULL && *run_by != '\0' ? " " : "",
           program_invocation_name);
}

/*
 * Plays the scenario.  A defect is looked at again in a process where no server
 * has been before.  True if the fault struck.
 */
static bool play(const struct scenario *scenario, const struct fault *fault,
                 unsigned nth, bool lasting)
{
    unsigned defects = run.defects;
    bool is_new = server.pid == 0;

    play_once(scenario, fault, nth, lasting);
    if (run.defects == defects)
        return world->struck > 0;
    served_close(&server);
    if (totals->defects <= DEFECTS_SHOWN)
        say_how_to_repeat();
    if (!is_new)
        play_once(scenario, fault, nth, lasting);
    served_close(&server);
    return world->struck > 0;
}

/* --- All runs of a scenario -----------------------------------------------*/

/* An emulator or valgrind takes a hundred times as long */
static bool is_slow(void)
{
    return runs_under("qemu") || runs_under("valgrind");
}

/* How much is played; where all is slow, less */
enum extent {
    THIN, /* of each scenario a quarter of the faults, and of no call a repeat
           */
    USUAL,
    WHOLE, /* no call is left out */
};

static enum extent find_extent(void)
{
    return (enum extent)(USUAL + is_whole() - is_slow());
}

static const char *describe_extent(void)
{
    static char text[64];

    if (find_extent() == THIN)
        return ", a quarter of the faults, no repeats";
    if (find_extent() == WHOLE)
        return "";
    snprintf(text, sizeof(text), ", of repeats SHARE=%u of %d", share, SHARES);
    return text;
}

/* The calls that are made when none fails: how many of its kind come before */
static struct {
    unsigned count;
    unsigned repeats[HITS_MAX];
} calls[CALLS];

static void note_calls(enum call call)
{
    const uint32_t *kinds = world->kinds[call];

    CHECK(world->calls[call] <= HITS_MAX);
    calls[call].count = world->calls[call];
    for (unsigned i = 0; i < calls[call].count; i++) {
        calls[call].repeats[i] = 0;
        for (unsigned j = 0; j < i; j++)
            calls[call].repeats[i] += kinds[j] == kinds[i];
    }
}

/* Plays it without a fault, with epoll_pwait2 and without */
static void play_well(const struct scenario *scenario)
{
    const struct fault *f = faults;

    play(scenario, NULL, 0, false);
    for (int i = 0; i < CALLS; i++)
        note_calls(i);
    while (f->call != CALL_epoll_wait)
        f++;
    play(scenario, f, 0, false);
    note_calls(CALL_epoll_wait);
}

static bool is_left_out(const struct scenario *scenario, const struct fault *f)
{
    return find_extent() == THIN && ((f - faults) + scenario->name[0]) % 4 != 0;
}

static bool is_due(unsigned repeats)
{
    return repeats == 0 || find_extent() == WHOLE ||
           (find_extent() == USUAL && repeats % SHARES == share);
}

/* Returns how many calls have failed */
static unsigned sweep_fault(const struct scenario *scenario,
                            const struct fault *fault, bool lasting)
{
    unsigned failed = 0;

    for (unsigned i = 0; i < calls[fault->call].count; i++)
        if (is_due(calls[fault->call].repeats[i]))
            failed += play(scenario, fault, i + 1, lasting);
    return failed;
}

static void sweep_all(const struct scenario *scenario)
{
    unsigned sites[CALLS] = {0};
    unsigned all = 0;

    play_well(scenario);
    CHECK_EQ(run.defects, 0);
    for (const struct fault *f = faults; f < faults + FAULTS; f++) {
        if (is_left_out(scenario, f))
            continue;
        for (int how = ONCE; how <= LASTING; how *= 2) {
            unsigned n = 0;

            if (f->how & how && !(scenario->only_once && how == LASTING))
                n = sweep_fault(scenario, f, how == LASTING);
            if (sites[f->call] < n)
                sites[f->call] = n;
        }
    }
    for (int i = 0; i < CALLS; i++) {
        totals->sites[i] += sites[i];
        all += sites[i];
    }
    printf("# sweep: %4u sites in %s%s\n", all, scenario->name,
           describe_extent());
    CHECK(all > 0);
}

/* What a defect says: a scenario, which call fails, how, and "lasting" */
static void play_alone(const struct scenario *scenario, const char *wanted)
{
    char name[32], call[32], error[32], lasting[8] = "";
    const struct fault *f = faults;
    unsigned nth;
    int fields = sscanf(wanted, "%31s %31s %u %31s %7s", name, call, &nth,
                        error, lasting);

    if (fields < 1 || strcmp(name, scenario->name) != 0)
        check_skip("FAULT is another");
    if (fields < 4) {
        play(scenario, NULL, 0, false);
        return;
    }
    while (f < faults + FAULTS && (strcmp(f->name, call) != 0 ||
                                   strcmp(strerrorname_np(f->error), error)))
        f++;
    CHECK(f < faults + FAULTS);
    if (!play(scenario, f, nth, lasting[0] != '\0'))
        printf("# it is not called so often\n");
}

static void sweep(const struct scenario *scenario)
{
    if (is_set("FAULT"))
        play_alone(scenario, getenv("FAULT"));
    else
        sweep_all(scenario);
    served_close(&server);
    CHECK_EQ(run.defects, 0);
}

#define SCENARIO(title, ...)                                    \
    static void play_##title(void);                             \
    TEST(sweep_##title)                                         \
    {                                                           \
        const struct scenario scenario = {                      \
            .name = #title, .play = play_##title, __VA_ARGS__}; \
                                                                \
        sweep(&scenario);                                       \
    }                                                           \
    static void play_##title(void)

/* --- Scenarios ------------------------------------------------------------*/

#define HOST        "Host: x\r\n"
#define GET(target) "GET /" target " HTTP/1.1\r\n" HOST "\r\n"

SCENARIO(start, .from_start = true)
{
    struct guest *g = visit();

    say(g, GET("0/one"));
    hear(g, 200, "one");
}

SCENARIO(keep_alive)
{
    struct guest *g = visit();

    say(g, GET("0/one"));
    hear(g, 200, "one");
    say(g, GET("1500/two"));
    hear(g, 200, "two");
    say(g, "GET /0/three HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    hear(g, 200, "three");
    hear_end(g);
}

SCENARIO(old_version)
{
    struct guest *g = visit();

    say(g, "GET /0/one HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    hear(g, 200, "one");
    say(g, "GET /0/two HTTP/1.0\r\n\r\n");
    hear(g, 200, "two");
    hear_end(g);
}

SCENARIO(pipelined)
{
    struct guest *g = visit();

    say(g,
        GET("20/one")
            GET("0/") "HEAD /10/three HTTP/1.1\r\n" HOST "\r\n" GET("x")
                GET("x/y") "OPTIONS * HTTP/1.1\r\n" HOST "\r\n" GET("30/%37"));
    hear(g, 200, "one");
    hear(g, 200, "");
    hear_any(g, true, 200, "");
    hear(g, 404, "ask for /{delay in ms}/{percent-encoded message}\n");
    hear(g, 400, "the delay is a number of milliseconds from 0 to 3600000\n");
    hear(g, 204, "");
    hear(g, 200, "7");
    leave(g);
}

/* In pieces: each but the last needs room until more of it comes */
SCENARIO(pieces)
{
    static const char *const pieces[] = {
        "GET /10/a_message_that_is_longer_than_the_first_buffer",
        "_of_64_octets_and_that_fits_into_128_or_256 HTTP/1.1\r",
        "\nHost: x\r\nA-fi",
        "eld: of no meaning\r\n",
        "\r",
        "\n",
    };
    struct guest *g = visit();

    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        say(g, pieces[i]);
        served_settle(&server);
    }
    hear(g, 200,
         "a_message_that_is_longer_than_the_first_buffer"
         "_of_64_octets_and_that_fits_into_128_or_256");
    say(g, "GET /0/b");
    served_settle(&server);
    leave(g);
}

SCENARIO(octets)
{
    struct guest *g = visit();

    world->octetwise = true;
    say(g, GET("0/one"));
    hear(g, 200, "one");
}

SCENARIO(bodies)
{
    struct guest *g = visit();

    say(g, "GET /0/a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
           "5\r\nhel");
    served_settle(&server);
    say(g, "lo\r\n0\r\nTrailer: x\r\n\r\n");
    hear(g, 200, "a");
    say(g, "GET /0/b HTTP/1.1\r\n" HOST "Content-Length: 4\r\n"
           "Expect: 100-continue\r\n\r\n");
    hear(g, 100, "");
    say(g, "body");
    hear(g, 200, "b");
    say(g, "POST /0/c HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nbody");
    hear(g, 405, "ask with GET or HEAD\n");
}

SCENARIO(refused)
{
    struct guest *bare = visit();
    struct guest *eager = visit();

    say(bare, "GET /0/a HTTP/1.1\r\n\r\n");
    say(eager, "HELLO\r\nand a lot behind it");
    hear(bare, 400, "the Host field is missing\n");
    leave(bare);
    say(eager, "and more");
    hear(eager, 400, "a request starts with METHOD TARGET HTTP/1.1\n");
    say(eager, "and more");
}

/* The patience of the server ends: with a head, a body, an idle client */
SCENARIO(late)
{
    struct guest *head = visit();
    struct guest *body = visit();
    struct guest *idle = visit();

    say(head, "GET /0/a HTTP/1.1\r\n");
    say(body, "GET /0/a HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\n");
    hear(head, 408, "the request did not arrive in 10 seconds\n");
    hear(body, 408, "the body did not arrive in 10 seconds\n");
    hear_end(idle);
}

SCENARIO(half_closed)
{
    struct guest *whole = visit();
    struct guest *half = visit();

    say(whole, GET("20/one") GET("10/two"));
    client_shutdown(whole->client);
    say(half, "GET /0/one HTTP/1.1\r\n");
    client_shutdown(half->client);
    hear(whole, 200, "one");
    hear(whole, 200, "two");
    hear_end(whole);
    hear(half, 400, "the request ends before it is complete\n");
    hear_end(half);
}

/* What the socket does not take has to be kept, and its client is not read */
SCENARIO(slow_reader)
{
    struct guest *g = visit();

    world->choppy = true;
    say(g, GET("0/one") GET("0/two") GET("5/three"));
    hear(g, 200, "one");
    hear(g, 200, "two");
    say(g, GET("0/four"));
    hear(g, 200, "three");
    hear(g, 200, "four");
}

SCENARIO(leaving)
{
    struct guest *waiting = visit();
    struct guest *unread = visit();
    struct guest *other = visit();

    say(waiting, GET("1000/one"));
    say(unread, GET("0/one") GET("1000/two"));
    served_settle(&server);
    slam(waiting);
    slam(unread);
    say(other, GET("0/one"));
    hear(other, 200, "one");
}

/* Whoever asked is answered, though there is a signal to stop */
SCENARIO(stopped)
{
    struct guest *waiting = visit();
    struct guest *idle = visit();
    struct guest *asking = visit();
    struct guest *late;

    say(waiting, GET("1000/one"));
    say(asking, "GET /0/a");
    served_settle(&server);
    late = visit();
    late->is_late = true;
    say(late, GET("500/late"));
    stop();
    hear(late, 200, "late");
    hear(waiting, 200, "one");
    hear_end(waiting);
    hear_end(idle);
    hear_end(asking);
}

/* No file descriptor is left for a while */
SCENARIO(full, .only_once = true)
{
    struct guest *first = visit();
    struct guest *second;

    say(first, GET("0/one"));
    hear(first, 200, "one");
    world->no_files = true;
    second = visit();
    say(second, GET("0/two"));
    served_pass(&server, 300 * MS_NS);
    leave(first);
    served_settle(&server);
    world->no_files = false;
    served_pass(&server, 200 * MS_NS);
    hear(second, 200, "two");
}

/* Enough of them that the timers need more room */
SCENARIO(crowd)
{
    struct guest *last = NULL;

    for (int i = 0; i < 17; i++)
        last = visit();
    say(last, GET("10/one"));
    hear(last, 200, "one");
}

/* --- Scenarios: what goes wrong because it was asked to -------------------*/

SCENARIO(slow_on_purpose)
{
    static char padded[9001] = "m";
    struct guest *g = visit();

    memset(padded + 1, '.', sizeof(padded) - 2);
    world->choppy = true;
    say(g, GET("10/m?size=9000&drip=4000/20&header-delay=30"));
    hear(g, 200, padded);
    say(g, GET("0/one?chunked=1&drip=2/10&jitter=5"));
    hear(g, 200, "2\r\non\r\n1\r\ne\r\n0\r\n\r\n");
    say(g, GET("0/two?status=418&keepalive=ignore"));
    hear(g, 418, "two");
    hear_end(g);
}

SCENARIO(broken_on_purpose)
{
    struct guest *before = visit();
    struct guest *body = visit();
    struct guest *short_one = visit();
    struct guest *hanging = visit();

    say(before, GET("5/one?reset=before"));
    say(body, GET("5/one?reset=body&size=5000"));
    say(short_one, GET("5/one?truncate=50"));
    say(hanging, GET("0/one?hang=1&truncate=20"));
    hear_cut(before, HEARD_CUT);
    hear_cut(body, HEARD_CUT);
    hear_cut(short_one, HEARD_CUT);
    served_settle(&server);
    leave(hanging);
    hanging = visit();
    say(hanging, GET("0/one?hang=1"));
    served_settle(&server);
    stop();
    hear_end(hanging);
}

SCENARIO(asked_wrongly)
{
    struct guest *g = visit();

    say(g, GET("0/one?size=x") GET("0/two?drip=1/1&drip=1/1"));
    hear(g, 400,
         "size=x: the value has to be a number of octets from 0 to 1000000000"
         "\n");
    hear(g, 400, "drip=1/1: drip is there twice\n");
    say(g, GET("0/one?size=2"));
    hear(g, 400, "size=2: the message has 3 octets already\n");
}

static const char *const with_dice[] = {
    "127.0.0.1", "--port", "0", "--fail-rate", "1", "--seed", "3", NULL,
};

SCENARIO(dice, .arguments = with_dice)
{
    for (int i = 0; i < 5; i++) {
        struct guest *g = visit();

        say(g, GET("0/one"));
        hear_whatever(g);
    }
}

static const char *const with_threads[] = {
    "127.0.0.1", "--port", "0", "--threads", "3", NULL,
};

SCENARIO(threads, .arguments = with_threads, .threads = 3, .from_start = true)
{
    struct guest *guests[4];

    for (int i = 0; i < 4; i++) {
        guests[i] = visit();
        say(guests[i], GET("0/one") GET("20/two"));
    }
    for (int i = 0; i < 4; i++)
        hear(guests[i], 200, "one");
    stop();
    for (int i = 0; i < 4; i++)
        hear(guests[i], 200, "two");
}

/* --- Nothing escapes ------------------------------------------------------*/

/* What the objects of the server need from elsewhere, up to a NULL: from nm */
extern const char *const delayserver_needs[];

/* Its variables that are neither constant nor on a stack, likewise */
extern const char *const delayserver_keeps[];

/* What needs no fault, and why; the names between blanks */
static const struct {
    const char *names;
    const char *why;
} cannot_fail[] = {
    {" __errno_location bcmp gai_strerror htons getopt_long gmtime_r inet_pton memchr memcmp memcpy "
     "memmove memset ntohs optarg opterr optind optopt sigaddset sigemptyset "
     "snprintf sprintf stpcpy strcpy strchr strerror strlen strncasecmp strspn "
     "strtod strtol strtoull ",
     "computes, from arguments that are in range"},
    {" free freeaddrinfo ", "gives back"},
    {" clock_gettime time signal ", "the clocks exist, and the signals"},
    {" pthread_mutex_init pthread_mutex_lock pthread_mutex_unlock ",
     "the mutex is of the plain kind, and no mistake is made with it"},
    {" _exit getpid raise sigaction ",
     "the signals exist, and so does the end"},
    {" pthread_join ", "the thread exists, and nobody else joins it"},
    {" eventfd_write ", "the counter has room, or is readable all the same"},
    {" stdout printf puts putchar fputs fputc fwrite ",
     "fills a buffer; what becomes of it, fflush says"},
    {" stderr fprintf vfprintf ", "there is nobody left to tell"},
};

static bool is_listed(const char *name)
{
    char word[64];

    snprintf(word, sizeof(word), " %s ", name);
    for (size_t i = 0; i < sizeof(cannot_fail) / sizeof(*cannot_fail); i++)
        if (strstr(cannot_fail[i].names, word) != NULL)
            return true;
    for (const struct fault *f = faults; f < faults + FAULTS; f++)
        if (strcmp(name, f->name) == 0)
            return true;
    return false;
}

/* What the compiler itself adds: sanitizers, atomic operations, tables */
static bool is_of_compiler(const char *name)
{
    static const char *const prefixes[] = {
        "__aarch64_", "__asan_",  "__ubsan_", "__tsan_", "__sanitizer_",
        "__stack",    "_GLOBAL_", "__gcov",   "__llvm",  "__odr_asan",
    };

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

TEST(every_call_is_swept_or_cannot_fail)
{
    int unknown = 0;
    bool has_accept = false; /* or nm had nothing to say */

    for (const char *const *name = delayserver_needs; *name != NULL; name++) {
        has_accept |= strcmp(*name, "accept4") == 0;
        if (is_listed(*name) || is_of_compiler(*name))
            continue;
        printf("# %s: which faults does it have?\n", *name);
        unknown++;
    }
    CHECK(has_accept);
    CHECK_EQ(unknown, 0);
}

/* Or it would find there what a server before it has left: see served_calls.c
 */
TEST(server_keeps_nothing_but_what_each_run_makes_anew)
{
    int count = 0;

    for (const char *const *name = delayserver_keeps; *name != NULL; name++) {
        if (is_of_compiler(*name))
            continue;
        printf("# sweep: the server keeps %s\n", *name);
        CHECK(strstr(*name, "process") != NULL);
        count++;
    }
    CHECK_EQ(count, 1);
}

/* The last test: the others have counted */
TEST(sweep_has_reached_every_call)
{
    unsigned all = 0;

    if (is_set("FAULT"))
        check_skip("FAULT is one call");
    for (const struct fault *f = faults; f < faults + FAULTS; f++) {
        if (f > faults && f->call == f[-1].call)
            continue;
        printf("# sweep: %4u sites of %s\n", totals->sites[f->call], f->name);
        CHECK(totals->sites[f->call] > 0 || find_extent() == THIN);
        all += totals->sites[f->call];
    }
    printf("# sweep: %u sites, %u runs%s\n", all, totals->runs,
           describe_extent());
    CHECK(all > 0);
}
