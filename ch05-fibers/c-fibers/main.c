/* c-fibers: threads that take turns, on stacks and switches of our own */
#include <stdio.h>

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

static void count_to_10(void)
{
    count(1, 10);
}

static void count_to_15(void)
{
    count(2, 15);
}

static void spawn(struct runtime *runtime, void (*f)(void))
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
