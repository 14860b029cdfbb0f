/* d-fibers-closure: what a fiber runs is a function and its argument */
#include <stdio.h>

#include "error.h"
#include "runtime.h"

/* What one of the fibers says before it gives up its turn, and after. */
struct speech {
    const char *before;
    const char *after;
};

static void say(void *text)
{
    puts(text);
}

static void say_in_two_turns(void *arg)
{
    const struct speech *speech = arg;

    puts(speech->before);
    yield_thread();
    puts(speech->after);
}

static void spawn(void (*task)(void *arg), void *arg)
{
    int err = runtime_spawn(task, arg);

    if (err < 0)
        die(err, "spawn a thread");
}

static void nest(void *text)
{
    puts("But we can still nest tasks...");
    spawn(say, text);
}

int main(void)
{
    struct speech speech = {
        "I haven't implemented a timer in this example.",
        "Finally, notice how the tasks are executed concurrently.",
    };
    char text[] = "...like this!";
    struct runtime runtime;
    int err = runtime_init(&runtime);

    if (err < 0)
        die(err, "make a runtime");
    spawn(say_in_two_turns, &speech);
    spawn(nest, text);
    runtime_run(&runtime);
    runtime_fini(&runtime);
    return 0;
}
