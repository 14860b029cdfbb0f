/* f: the fibers of ch05-fibers/f-fibers-io, with their scheduler */
#include <limits.h>
#include <stdbool.h>

#include "error.h" /* that step's, as the next */
#include "fiber.h"
#include "measure.h"
#include "nest.h"

static struct runtime runtime;
static long ended;

static void begin(void)
{
    int err = runtime_init(&runtime, STACK_BYTES);

    if (err < 0)
        die(err, "make a runtime");
}

static void spawn(void (*task)(void *arg), void *arg)
{
    int err = fiber_spawn("bench", task, arg);

    if (err < 0)
        die(err, "spawn a fiber");
}

/* --- switch, nested, ring ------------------------------------------------- */

static const char *name;
static void (*take_turns)(long turns);
static long fibers;
static bool is_done;

/* Each time that it is our turn, all others have had theirs */
static void go_round(long turns)
{
    for (; turns > 0 && !is_done; turns -= fibers)
        fiber_yield();
}

static void yield(int unused)
{
    (void)unused;
    fiber_yield();
}

static void go_round_nested(long turns)
{
    for (; turns > 0 && !is_done; turns -= fibers)
        nest(yield, 0);
}

static void be_another(void *unused)
{
    (void)unused;
    take_turns(LONG_MAX);
}

static void time_turns(void *turns)
{
    print(name, fastest_ns(take_turns, *(long *)turns), "ns");
    is_done = true;
}

static void measure_turns(long turns)
{
    begin();
    spawn(time_turns, &turns);
    for (long i = 1; i < fibers; i++)
        spawn(be_another, NULL);
    runtime_run(&runtime);
    runtime_fini(&runtime);
}

static void measure_switch(long count)
{
    name = "switch";
    take_turns = go_round;
    fibers = 2;
    measure_turns(2 * count);
}

static void measure_nested(long count)
{
    name = "nested";
    take_turns = go_round_nested;
    fibers = 2;
    measure_turns(2 * count);
}

static void measure_ring(long count)
{
    name = "ring";
    take_turns = go_round;
    fibers = RING;
    measure_turns(count);
}

/* --- create: one after the other ------------------------------------------ */

static void end(void *unused)
{
    (void)unused;
    ended++;
}

static void create(long count)
{
    ended = 0;
    for (long i = 0; i < count; i++) {
        spawn(end, NULL);
        fiber_yield(); /* it runs to its end, then it is our turn again */
    }
    check_ended(ended, count);
}

static void time_create(void *count)
{
    print("create", fastest_ns(create, *(long *)count), "ns");
}

static void measure_create(long count)
{
    begin();
    spawn(time_create, &count);
    runtime_run(&runtime);
    runtime_fini(&runtime);
}

/* --- crowd: all alive at once --------------------------------------------- */

/* To stand here it has touched the first page of its stack */
static void stand(void *unused)
{
    (void)unused;
    fiber_yield();
    ended++;
}

static double crowd_start_ns;

static void time_crowd(void *arg)
{
    long count = *(long *)arg;
    double memory = resident(), tables = page_tables(), start = now_ns();

    for (long i = 0; i < count; i++)
        spawn(stand, NULL);
    fiber_yield();
    print("start", (now_ns() - start) / (double)count, "ns");
    print("memory", (resident() - memory) / (double)count, "B");
    print("tables", (page_tables() - tables) / (double)count, "B");
    crowd_start_ns = now_ns();
}

static void measure_crowd(long count)
{
    begin();
    spawn(time_crowd, &count);
    runtime_run(&runtime);
    runtime_fini(&runtime);
    print("end", (now_ns() - crowd_start_ns) / (double)count, "ns");
    check_ended(ended, count);
}

static const struct measure measures[] = {
    {"switch", measure_switch}, {"nested", measure_nested},
    {"ring", measure_ring},     {"create", measure_create},
    {"crowd", measure_crowd},   {0},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
