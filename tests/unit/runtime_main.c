/* links: runtime/ all */
/* The contract of runtime_main(), of runtime/runtime.h */
#include "tests/unit/runtime_tasks.h"

#include <signal.h>
#include <sys/resource.h>

#include "runtime/calls.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"

/* What a runtime is like from inside */
struct seen {
    bool is_paused;
    uint64_t seed;
    bool has_trace;
};

static struct poll looking(struct script *script, struct context *cx)
{
    struct runtime *here = runtime_here;

    *(struct seen *)script->data = (struct seen){
        .is_paused = here->is_paused,
        .seed = here->random,
        .has_trace = here->trace.records != NULL,
    };
    return restless(script, cx);
}

static struct seen look_inside(void)
{
    struct seen seen = {0};
    struct script script = {.step = looking, .data = &seen, .output = 7};

    CHECK_EQ(runtime_main(script_new(&script)), 7);
    CHECK(runtime_here == NULL);
    return seen;
}

TEST(the_output_is_the_exit_status)
{
    struct seen seen = look_inside();

    CHECK(!seen.is_paused && seen.seed == 0 && !seen.has_trace);
}

TEST(sigpipe_is_ignored)
{
    struct sigaction action;

    look_inside();
    CHECK_EQ(sigaction(SIGPIPE, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_IGN);
}

TEST(an_hour_of_virtual_time)
{
    struct script script = {.step = sleeping, .left = 3600 * 1000};

    setenv("RUNTIME_CLOCK", "virtual", 1);
    CHECK_EQ(runtime_main(script_new(&script)), 0);
    CHECK(look_inside().is_paused);
    setenv("RUNTIME_CLOCK", "real", 1);
    CHECK(!look_inside().is_paused);
}

/* What a runtime with this seed has after as many draws */
static uint64_t seed_inside(uint64_t seed)
{
    struct seen seen = {0};
    struct script script = {.step = looking, .data = &seen};

    CHECK_EQ(runtime_init(&runtime), 0);
    runtime_seed(&runtime, seed);
    CHECK_EQ(runtime_block_on(script_new(&script), NULL), 0);
    tear_down();
    return seen.seed;
}

TEST(a_seed)
{
    setenv("RUNTIME_SEED", "0x10", 1);
    CHECK(look_inside().seed == seed_inside(16));
    setenv("RUNTIME_SEED", "18446744073709551615", 1);
    CHECK(look_inside().seed == seed_inside(UINT64_MAX));
}

TEST(empty_is_as_if_it_were_not_there)
{
    struct seen seen;

    setenv("RUNTIME_CLOCK", "", 1);
    setenv("RUNTIME_SEED", "", 1);
    setenv("RUNTIME_TRACE", "", 1);
    setenv("RUNTIME_LINT", "", 1);
    seen = look_inside();
    CHECK(!seen.is_paused && seen.seed == 0 && !seen.has_trace);
}

TEST(a_trace_in_a_file)
{
    char path[] = "/tmp/runtime_main.XXXXXX", line[200] = "";
    FILE *file;

    close(mkstemp(path));
    setenv("RUNTIME_TRACE", path, 1);
    CHECK(look_inside().has_trace);
    file = fopen(path, "r");
    CHECK(fgets(line, sizeof(line), file) != NULL);
    CHECK(strstr(line, "spawn #1") != NULL);
    fclose(file);
    unlink(path);
}

/* --- What is told on stderr -------------------------------------------------
 */

static int wakes;

/* In each case the future is ready, or was dropped. */
static void run_main(void)
{
    struct script script = {.step = restless, .left = wakes};
    int status = runtime_main(script_new(&script));

    CHECK(script.is_done || script.drops == 1);
    _exit(status);
}

static void expect_status(void (*run)(void), int expected, const char *sentence)
{
    char said[4096];
    int status = run_apart(run, said);

    if (strstr(said, sentence) == NULL)
        CHECK_STR(said, sentence);
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), expected);
}

static void expect_refused(const char *name, const char *value,
                           const char *reason)
{
    char sentence[200];

    setenv(name, value, 1);
    snprintf(sentence, sizeof(sentence), "%s=%s: %s\n", name, value, reason);
    expect_status(run_main, 2, sentence);
    unsetenv(name);
}

TEST(a_wrong_value_is_told)
{
    expect_refused("RUNTIME_CLOCK", "fake", "must be real or virtual");
    expect_refused("RUNTIME_LINT", "yes", "must be 0 or 1");
    expect_refused("RUNTIME_SEED", "12x", "must be a number");
    expect_refused("RUNTIME_SEED", "-1", "must be a number");
    expect_refused("RUNTIME_SEED", "18446744073709551616", "must be a number");
    expect_refused("RUNTIME_TRACE", "/none/x", "No such file or directory");
}

TEST(lints)
{
    wakes = 1000;
    setenv("RUNTIME_LINT", "1", 1);
    expect_status(run_main, 0, "lint: ");
}

static void run_nothing(void)
{
    _exit(runtime_main((struct future){0}));
}

static const char *failing_call;

static void run_with_fault(void)
{
    calls_fail(failing_call, 1, ENOMEM);
    run_main();
}

TEST(a_start_that_fails_is_told)
{
    static const char *const names[] = {"alloc", "eventfd", "epoll_create",
                                        "epoll_ctl"};

    expect_status(run_nothing, 1, "start the runtime: Cannot allocate memory");
    for (int i = 0; i < 4; i++) {
        failing_call = names[i];
        expect_status(run_with_fault, 1,
                      "start the runtime: Cannot allocate memory");
    }
}

/* Each allocation fails in turn, with a lint as well; nothing is left. */
TEST(each_allocation_that_fails_is_told)
{
    long nth = 0;
    int status;

    setenv("RUNTIME_LINT", "1", 1);
    do {
        struct script script = {.step = at_once};

        calls_fail("alloc", ++nth, ENOMEM);
        status = runtime_main(script_new(&script));
        CHECK(runtime_here == NULL);
        CHECK(script.is_done || script.drops == 1);
    } while (calls_count() >= nth);
    CHECK_EQ(status, 0);
    CHECK(nth > 3);
}

static void run_without_room(void)
{
    struct rlimit none = {0, 0};

    signal(SIGXFSZ, SIG_IGN);
    CHECK_EQ(setrlimit(RLIMIT_FSIZE, &none), 0);
    run_main();
}

TEST(a_trace_that_cannot_be_written_is_told)
{
    char path[] = "/tmp/runtime_main.XXXXXX";

    if (is_set("RUN"))
        check_skip("an emulator does not keep to the limit");
    close(mkstemp(path));
    setenv("RUNTIME_TRACE", path, 1);
    expect_status(run_without_room, 1, ": File too large\n");
    unlink(path);
}
