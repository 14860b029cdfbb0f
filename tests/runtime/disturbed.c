/*
 * Linked with a program of tests/runtime whose runtime_block_on() is wrapped,
 * and which is then disturbed by what the environment says:
 *
 *     TURNS=n    its first task is aborted after so many turns
 *     FAIL=call  the call of this name fails the NTH time: see runtime/calls.h
 *
 * How much there was to disturb is said on stderr: "turns: 7", "calls: 12".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "calls.h"
#include "runtime.h"

int __real_runtime_block_on(struct future future, void *output);
int __wrap_runtime_block_on(struct future future, void *output);

static long number(const char *name)
{
    const char *value = getenv(name);

    return value != NULL ? atol(value) : -1;
}

static int run_and_abort(struct future future, long turns)
{
    struct task *task = task_spawn(future);
    long made = 0;

    if (task == NULL)
        return -ENOMEM;
    for (; made < turns && !task_is_done(task); made++)
        runtime_turn(runtime_here, -1);
    fprintf(stderr, "turns: %ld%s\n", made, task_is_done(task) ? ", done" : "");
    task_abort(task);
    task_detach(task);
    return 0;
}

int __wrap_runtime_block_on(struct future future, void *output)
{
    if (getenv("TURNS") != NULL)
        return run_and_abort(future, number("TURNS"));
    return __real_runtime_block_on(future, output);
}

static void tell_calls(void)
{
    fprintf(stderr, "calls: %ld\n", calls_count());
}

/* Before main(): runtime_init() makes calls, too. */
__attribute__((constructor)) static void begin(void)
{
    const char *call = getenv("FAIL");

    if (call == NULL)
        return;
    calls_fail(call, number("NTH"), ENOMEM);
    atexit(tell_calls);
}
