/*
 * links: ch05-fibers/c-fibers/ error.c switch_$(ARCH).S
 * links: tests/unit/ registers_$(ARCH).S
 * wraps: malloc free
 */
/* The contract of ch05-fibers/c-fibers: runtime.h and context.h */
#define _GNU_SOURCE
#include "tests/unit/fibers_c.h"
#include "tests/unit/fibers_runtime.h"

TEST(nothing_can_be_spawned_in_the_runtime_of_another)
{
    expect_panic(spawn_without_runtime,
                 "panic: runtime_spawn: not the runtime of this OS thread\n");
}
