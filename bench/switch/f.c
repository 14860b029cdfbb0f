/* f: the fibers of ch05-fibers/f-fibers-io, with their scheduler */
#include "error.h" /* that step's, as the next */
#include "fiber.h"
#include "measure.h"

enum {
    CREATE_WARM_UP = 1000,
};

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

/* --- switch, ring --------------------------------------------------------- */

static void yield_often(void *turns)
{
    for (long i = *(long *)turns; i > 0; i--)
        fiber_yield();
}

static void run_ring(long fibers, long turns)
{
    turns /= fibers;
    for (long i = 0; i < fibers; i++)
        spawn(yield_often, &turns);
    runtime_run(&runtime);
}

static void measure_yield(const char *name, long fibers, long turns)
{
    double start;

    begin();
    run_ring(fibers, turns / 10);
    start = now_ns();
    run_ring(fibers, turns);
    print(name, (now_ns() - start) / (double)turns, "ns");
    runtime_fini(&runtime);
}

static void measure_switch(long count)
{
    measure_yield("switch", 2, 2 * count);
}

static void measure_ring(long count)
{
    measure_yield("ring", RING, count);
}

/* --- create: one after the other ------------------------------------------ */

static void end(void *unused)
{
    (void)unused;
    ended++;
}

static void create(long count)
{
    for (long i = 0; i < count; i++) {
        spawn(end, NULL);
        fiber_yield(); /* it runs to its end, then it is our turn again */
    }
}

static void time_create(void *count)
{
    double start;

    create(CREATE_WARM_UP);
    start = now_ns();
    create(*(long *)count);
    print("create", (now_ns() - start) / (double)*(long *)count, "ns");
}

static void measure_create(long count)
{
    begin();
    spawn(time_create, &count);
    runtime_run(&runtime);
    runtime_fini(&runtime);
    if (ended != CREATE_WARM_UP + count)
        fail("not all have run");
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
    if (ended != count)
        fail("not all have run");
}

static const struct measure measures[] = {
    {"switch", measure_switch},
    {"ring", measure_ring},
    {"create", measure_create},
    {"crowd", measure_crowd},
    {0},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
