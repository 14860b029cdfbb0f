#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lint.h"
#include "runtime.h"

enum {
    TRACE_RECORDS = 32 * 1024,
    FAILED = 1, /* exit status */
    WRONG_USE = 2
};

struct settings {
    bool is_virtual;
    bool has_lint;
    uint64_t seed;
    const char *trace_name;
    FILE *trace; /* NULL: none is wanted */
};

/* --- What the environment says ----------------------------------------------
 */

/* NULL if it is not there, or empty */
static const char *find_value(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && *value != '\0' ? value : NULL;
}

static int refuse(const char *name, const char *value, const char *reason)
{
    fprintf(stderr, "%s=%s: %s\n", name, value, reason);
    return WRONG_USE;
}

/* Is it the second of two words, not the first?  0 or the exit status */
static int read_word(const char *name, const char *no, const char *yes,
                     bool *is_yes)
{
    const char *value = find_value(name);
    char reason[80];

    *is_yes = value != NULL && strcmp(value, yes) == 0;
    if (value == NULL || *is_yes || strcmp(value, no) == 0)
        return 0;
    snprintf(reason, sizeof(reason), "must be %s or %s", no, yes);
    return refuse(name, value, reason);
}

static int read_number(const char *name, uint64_t *number)
{
    const char *value = find_value(name);
    char *end;

    if (value == NULL)
        return 0;
    errno = 0;
    *number = strtoull(value, &end, 0);
    if (*value < '0' || *value > '9' || *end != '\0' || errno != 0)
        return refuse(name, value, "must be a number");
    return 0;
}

/* Opens it now, so that a wrong name is told before the work is done. */
static int open_trace(struct settings *settings)
{
    settings->trace_name = find_value("RUNTIME_TRACE");
    if (settings->trace_name == NULL)
        return 0;
    settings->trace = fopen(settings->trace_name, "we");
    if (settings->trace == NULL)
        return refuse("RUNTIME_TRACE", settings->trace_name, strerror(errno));
    return 0;
}

static int read_settings(struct settings *settings)
{
    int status =
        read_word("RUNTIME_CLOCK", "real", "virtual", &settings->is_virtual);

    if (status == 0)
        status = read_word("RUNTIME_LINT", "0", "1", &settings->has_lint);
    if (status == 0)
        status = read_number("RUNTIME_SEED", &settings->seed);
    if (status == 0)
        status = open_trace(settings);
    return status;
}

/* --- To run -----------------------------------------------------------------
 */

static int start(struct runtime *runtime, const struct settings *settings)
{
    int err = runtime_init(runtime);

    if (err < 0)
        return err;
    if (settings->is_virtual)
        clock_pause();
    runtime_seed(runtime, settings->seed);
    if (settings->trace != NULL)
        err = runtime_trace_start(runtime, TRACE_RECORDS);
    if (err == 0 && settings->has_lint)
        err = lint_start(runtime);
    if (err < 0)
        runtime_fini(runtime);
    return err;
}

static int end_trace(const struct runtime *runtime,
                     const struct settings *settings, int status)
{
    bool is_written;

    trace_write_text(&runtime->trace, settings->trace);
    is_written = ferror(settings->trace) == 0;
    if (fclose(settings->trace) == 0 && is_written)
        return status;
    fprintf(stderr, "write %s: %s\n", settings->trace_name, strerror(errno));
    return status != 0 ? status : FAILED;
}

static int fail(const struct settings *settings, struct future *future, int err)
{
    if (settings->trace != NULL)
        fclose(settings->trace);
    future_drop(future);
    fprintf(stderr, "start the runtime: %s\n", strerror(-err));
    return FAILED;
}

static int run(struct future future, const struct settings *settings)
{
    struct runtime runtime;
    int status = 0;
    int err = future.vtable != NULL ? start(&runtime, settings) : -ENOMEM;

    if (err < 0)
        return fail(settings, &future, err);
    err = runtime_block_on(future, &status);
    if (err < 0) {
        runtime_fini(&runtime);
        return fail(settings, &future, err);
    }
    if (settings->trace != NULL)
        status = end_trace(&runtime, settings, status);
    runtime_fini(&runtime);
    return status;
}

int runtime_main(struct future future)
{
    struct settings settings = {0};
    int status = read_settings(&settings);

    if (status != 0) {
        future_drop(&future);
        return status;
    }
    signal(SIGPIPE, SIG_IGN);
    return run(future, &settings);
}
