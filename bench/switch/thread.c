/* thread: what the operating system's own threads cost for the same */
#define _GNU_SOURCE /* CPU_SET, syscall */
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "measure.h"

static void start_thread(pthread_t *thread, void *(*f)(void *), void *arg)
{
    pthread_attr_t attr;

    errno = pthread_attr_init(&attr);
    if (errno == 0)
        errno = pthread_attr_setstacksize(&attr, STACK_BYTES);
    if (errno == 0)
        errno = pthread_create(thread, &attr, f, arg);
    if (errno != 0)
        fail("start a thread");
    pthread_attr_destroy(&attr);
}

static void join(pthread_t thread)
{
    errno = pthread_join(thread, NULL);
    if (errno != 0)
        fail("join a thread");
}

/* --- switch: two in turn -------------------------------------------------- */

static atomic_uint turn;

static void futex(int operation, unsigned value)
{
    if (syscall(SYS_futex, &turn, operation, value, NULL) < 0 &&
        errno != EAGAIN && errno != EINTR)
        fail("futex");
}

static void wait_for_turn(unsigned self)
{
    unsigned whose;

    while ((whose = atomic_load(&turn)) != self)
        futex(FUTEX_WAIT_PRIVATE, whose);
}

static void give_turn(unsigned whose)
{
    atomic_store(&turn, whose);
    futex(FUTEX_WAKE_PRIVATE, 1);
}

/* The calling thread to the first CPU that it may use, or to the last one */
static void stay(bool on_last)
{
    cpu_set_t allowed, one;
    int cpu, step = on_last ? -1 : 1;

    if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
        fail("sched_getaffinity");
    for (cpu = on_last ? CPU_SETSIZE - 1 : 0; !CPU_ISSET(cpu, &allowed);)
        cpu += step;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof(one), &one) < 0)
        fail("sched_setaffinity");
}

static atomic_bool is_done;

static void *answer(void *unused)
{
    stay(true);
    do {
        wait_for_turn(1);
        give_turn(0);
    } while (!is_done);
    return unused;
}

static void call_and_answer(long count)
{
    for (long i = 0; i < count; i++) {
        give_turn(1);
        wait_for_turn(0);
    }
}

/* Between two CPUs if it is started on two, else on one */
static void measure_switch(long count)
{
    pthread_t other;

    start_thread(&other, answer, NULL);
    stay(false);
    print("switch", fastest_ns(call_and_answer, count) / 2, "ns");
    is_done = true;
    give_turn(1);
    join(other);
}

/* --- create: one after the other ------------------------------------------ */

static void *end(void *unused)
{
    return unused;
}

static void create(long count)
{
    for (long i = 0; i < count; i++) {
        pthread_t thread;

        start_thread(&thread, end, NULL);
        join(thread);
    }
}

static void measure_create(long count)
{
    print("create", fastest_ns(create, count), "ns");
}

/* --- crowd: all alive at once --------------------------------------------- */

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_long standing;

static void *stand(void *unused)
{
    standing++;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return unused;
}

static void measure_crowd(long count)
{
    pthread_t *threads = calloc((size_t)count, sizeof(*threads));
    double memory = resident(), tables = page_tables(), start;

    if (threads == NULL)
        fail("calloc");
    pthread_mutex_lock(&gate);
    start = now_ns();
    for (long i = 0; i < count; i++)
        start_thread(&threads[i], stand, NULL);
    while (standing < count)
        sched_yield();
    print("start", (now_ns() - start) / (double)count, "ns");
    print("memory", (resident() - memory) / (double)count, "B");
    print("tables", (page_tables() - tables) / (double)count, "B");
    start = now_ns();
    pthread_mutex_unlock(&gate);
    for (long i = 0; i < count; i++)
        join(threads[i]);
    print("end", (now_ns() - start) / (double)count, "ns");
    free(threads);
}

static const struct measure measures[] = {
    {"switch", measure_switch},
    {"create", measure_create},
    {"crowd", measure_crowd},
    {0},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
