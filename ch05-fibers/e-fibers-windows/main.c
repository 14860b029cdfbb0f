/* e-fibers-windows: the same threads by the rules of 64-bit Windows */
#include <stdio.h>

#if !defined(__x86_64__)

int main(void)
{
    fputs("e-fibers-windows: this CPU is not an x86-64 one\n", stderr);
    return 77; /* skipped */
}

#else

#include "error.h"
#include "runtime.h"

static void count(int id, int end)
{
    printf("THREAD %d STARTING\n", id);
    for (int i = 0; i < end; i++) {
        printf("thread: %d counter: %d\n", id, i);
        yield_thread();
    }
    printf("THREAD %d FINISHED\n", id);
}

static void MS_ABI count_to_10(void)
{
    count(1, 10);
}

static void MS_ABI count_to_15(void)
{
    count(2, 15);
}

static void spawn(struct runtime *runtime, void(MS_ABI *f)(void))
{
    int err = runtime_spawn(runtime, f);

    if (err < 0)
        die(err, "spawn a thread");
}

int main(void)
{
    struct runtime runtime;
    int err = runtime_init(&runtime);

    if (err < 0)
        die(err, "make a runtime");
    spawn(&runtime, count_to_10);
    spawn(&runtime, count_to_15);
    runtime_run(&runtime);
    runtime_fini(&runtime);
    return 0;
}

#endif
