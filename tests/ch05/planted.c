/*
 * planted BUG [fixed]: a program with one bug inside of a fiber, for a tool to
 * find; or the same program without it, for the tool to keep silent.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ch05-fibers/f-fibers-io/error.h"
#include "ch05-fibers/f-fibers-io/fiber.h"
#include "ch05-fibers/f-fibers-io/fiber_io.h"

enum {
    SIZE = 40,
    FRAME_BYTES = 3 * 1024 * 1024, /* larger than the guard */
};

static bool is_fixed;

/* What the compiler must not know */
static void *hidden(void *pointer)
{
    __asm__ volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

/* --- Bugs that spoil memory --- */

static void overflow_heap(void *unused)
{
    char *buffer = hidden(malloc(SIZE));

    (void)unused;
    fiber_yield();
    buffer[is_fixed ? SIZE - 1 : SIZE] = 'x';
    free(buffer);
}

static void overflow_buffer(void *unused)
{
    char on_stack[SIZE], *buffer = hidden(on_stack);

    (void)unused;
    fiber_yield();
    buffer[is_fixed ? SIZE - 1 : SIZE] = 'x';
}

__attribute__((noinline)) static char *return_local(void)
{
    char on_stack[SIZE];
    static char for_ever[SIZE];

    return hidden(is_fixed ? for_ever : on_stack);
}

static void use_after_return(void *unused)
{
    char *buffer = return_local();

    (void)unused;
    fiber_yield();
    buffer[0] = 'x';
}

static void use_after_free(void *unused)
{
    char *buffer = hidden(malloc(SIZE));

    (void)unused;
    if (!is_fixed)
        free(buffer);
    fiber_yield();
    buffer[0] = 'x';
    if (is_fixed)
        free(buffer);
}

static void use_uninitialised(void *unused)
{
    int on_stack[SIZE], *numbers = hidden(on_stack);

    (void)unused;
    if (is_fixed)
        memset(on_stack, 0, sizeof(on_stack));
    fiber_yield();
    if (numbers[SIZE / 2] == 42)
        puts("forty-two");
}

static void touch_far_end(void *unused)
{
    volatile char frame[FRAME_BYTES];

    (void)unused;
    __asm__ volatile("" : : "r"(frame));
    frame[0] = 'x';
}

/* --- Leaks --- */

static void leak(void *unused)
{
    char *buffer = hidden(malloc(SIZE));

    (void)unused;
    fiber_yield();
    if (is_fixed)
        free(buffer);
    buffer = hidden(NULL);
    fiber_yield();
}

static int ends[2];

/* Until the program ends; only this stack knows of the memory. */
static void keep_on_stack(void *unused)
{
    char *buffer = hidden(malloc(SIZE)), octet;

    (void)unused;
    fiber_read(ends[0], &octet, 1);
    free(hidden(buffer));
}

static void give_up(void *unused)
{
    (void)unused;
    fiber_yield();
    die(0, "it ends here");
}

/* No bug: a fiber that waits has not lost what it holds. */
static void exit_while_others_wait(void *unused)
{
    (void)unused;
    if (pipe2(ends, O_NONBLOCK) < 0)
        panic("no pipe");
    fiber_spawn("keep", keep_on_stack, NULL);
    fiber_spawn("exit", give_up, NULL);
}

/* --- Races --- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int shared;

static void count(void)
{
    if (is_fixed)
        pthread_mutex_lock(&lock);
    shared++;
    if (is_fixed)
        pthread_mutex_unlock(&lock);
}

static void *count_in_thread(void *unused)
{
    count();
    return unused;
}

static void race_with_thread(void *unused)
{
    pthread_t thread;

    (void)unused;
    if (pthread_create(&thread, NULL, count_in_thread, NULL) != 0)
        panic("no thread");
    fiber_yield();
    count();
    fiber_yield();
    pthread_join(thread, NULL);
}

static void count_in_fiber(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        shared++;
        fiber_yield();
    }
}

/* No bug: fibers of one thread never run at the same time. */
static void share_with_fibers(void *unused)
{
    (void)unused;
    fiber_spawn("one", count_in_fiber, NULL);
    fiber_spawn("another", count_in_fiber, NULL);
    count_in_fiber(NULL);
}

/* --- */

static const struct {
    const char *name;
    void (*bug)(void *unused);
} bugs[] = {
    {"overflow_heap", overflow_heap},
    {"overflow_buffer", overflow_buffer},
    {"use_after_return", use_after_return},
    {"use_after_free", use_after_free},
    {"use_uninitialised", use_uninitialised},
    {"touch_far_end", touch_far_end},
    {"leak", leak},
    {"exit_while_others_wait", exit_while_others_wait},
    {"race_with_thread", race_with_thread},
    {"share_with_fibers", share_with_fibers},
};

/* So that stacks, which are reused, are not new, and turns are taken */
static void use_stack(void *unused)
{
    volatile char much[20 * 1024];

    (void)unused;
    for (size_t i = 0; i < sizeof(much); i++)
        much[i] = 'x';
    fiber_yield();
}

static void run_with_others(void (*bug)(void *unused))
{
    fiber_spawn("first", use_stack, NULL);
    fiber_spawn("bug", bug, NULL);
    fiber_spawn("last", use_stack, NULL);
}

int main(int argc, char **argv)
{
    struct runtime runtime;

    if (runtime_init(&runtime, 64 * 1024) < 0)
        panic("no runtime");
    is_fixed = argc == 3 && strcmp(argv[2], "fixed") == 0;
    run_with_others(use_stack);
    runtime_run(&runtime);
    for (size_t i = 0; i < sizeof(bugs) / sizeof(bugs[0]); i++)
        if (argc >= 2 && strcmp(argv[1], bugs[i].name) == 0)
            run_with_others(bugs[i].bug);
    runtime_run(&runtime);
    runtime_fini(&runtime);
    puts("done");
    return 0;
}
