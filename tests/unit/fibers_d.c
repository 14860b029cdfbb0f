/*
 * links: ch05-fibers/d-fibers-closure/ error.c switch_$(ARCH).S
 * links: tests/unit/ registers_$(ARCH).S
 * wraps: malloc free
 */
/* The contract of ch05-fibers/d-fibers-closure: runtime.h and context.h */
#define _GNU_SOURCE
#include "tests/unit/fibers_d.h"
#include "tests/unit/fibers_runtime.h"

static void add_to(void *number)
{
    *(int *)number += 1;
    yield();
    *(int *)number += 10;
}

TEST(each_fiber_gets_its_argument)
{
    int numbers[FIBERS] = {0};

    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < FIBERS; i++)
        CHECK_EQ(runtime_spawn(add_to, &numbers[i]), 0);
    run();
    for (int i = 0; i < FIBERS; i++)
        CHECK_EQ(numbers[i], 11);
    CHECK_EQ(announced, FIBERS);
    tear_down();
}

TEST(nothing_can_be_spawned_without_a_runtime)
{
    expect_panic(spawn_without_runtime,
                 "panic: runtime_spawn: this OS thread has no runtime\n");
}
