#ifndef FIBERS_RUNTIME_H
#define FIBERS_RUNTIME_H

/* The contract of runtime.h and context.h, which steps c and d share */
#include "tests/unit/fibers.h"

/* --- Contexts --- */

static struct context here, there;

static void enter_f(void)
{
    use_aligned_things();
    note('f');
}

static void enter_guard(void)
{
    use_aligned_things();
    note('g');
    switch_context(&there, &here);
    check_fail(__FILE__, __LINE__, "somebody has switched back");
}

static char *make_there(void (*f)(void))
{
    char *stack = malloc(DEFAULT_STACK_SIZE);
    uintptr_t end = (uintptr_t)stack + DEFAULT_STACK_SIZE;

    CHECK(stack != NULL);
    make_context(&there, (void *)(end & ~(uintptr_t)15), f, enter_guard);
    return stack;
}

TEST(a_context_enters_f_and_then_guard)
{
    char *stack = make_there(enter_f);

    CHECK_STR(record, "");
    switch_context(&here, &there);
    CHECK_STR(record, "fg");
    free(stack);
}

static void switch_from_there(void)
{
    for (;;)
        switch_with_registers(&there, &here, 2);
}

TEST(a_switch_preserves_each_register)
{
    char *stack = make_there(switch_from_there);

    for (int i = 0; i < 10; i++)
        switch_with_registers(&here, &there, 1);
    free(stack);
}

/* --- Slots --- */

TEST(a_fourth_fiber_is_refused_and_harms_nobody)
{
    spawn_three(note_three_turns);
    for (int i = 0; i < 10; i++)
        CHECK_EQ(spawn(note_three_turns), -EAGAIN);
    run();
    CHECK_STR(record, "abcabcabc");
    tear_down();
}

/* Of three the second ends first, and a fourth takes its slot. */
static void play_part(void)
{
    int self = started++;

    note((char)('a' + self));
    if (self == 1)
        return;
    if (self == 2) {
        CHECK_EQ(spawn(play_part), 0);
        CHECK_EQ(spawn(play_part), -EAGAIN);
    }
    yield();
    note((char)('a' + self));
}

TEST(a_slot_is_used_again_and_its_turn_comes_in_its_place)
{
    spawn_three(play_part);
    run();
    CHECK_STR(record, "abcadcd");
    tear_down();
}

TEST(fini_frees_the_stacks_of_fibers_that_never_ran)
{
    spawn_three(note_three_turns);
    tear_down();
    CHECK_STR(record, "");
}

/* --- Memory --- */

/* volatile: compilers know that malloc() changes no variable of the program */
static _Thread_local volatile int allocations, fails_at, held;

void *__real_malloc(size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size)
{
    if (++allocations == fails_at)
        return NULL;
    held++;
    return __real_malloc(size);
}

void __wrap_free(void *memory)
{
    held -= memory != NULL;
    __real_free(memory);
}

TEST(whichever_allocation_fails_nothing_leaks)
{
    int n = 0, err;

    do {
        allocations = held = 0;
        fails_at = ++n;
        err = set_up();
        CHECK(err == 0 || err == -ENOMEM);
        CHECK(err == 0 || held == 0);
    } while (err < 0);
    CHECK_EQ(n, MAX_THREADS);
    CHECK_EQ(held, MAX_THREADS - 1);
    tear_down();
    CHECK_EQ(held, 0);
}

/* --- Misuse --- */

TEST(only_fibers_yield)
{
    static const char sentence[] =
        "panic: yield_thread: not called by a fiber\n";

    expect_panic(yield, sentence);
    expect_panic(yield_in_base, sentence);
}

static void init_twice(void)
{
    static struct runtime another; /* its address is kept */

    CHECK_EQ(set_up(), 0);
    runtime_init(&another);
}

TEST(an_os_thread_has_one_runtime)
{
    expect_panic(init_twice, "panic: runtime_init: this OS thread has a "
                             "runtime\n");
}

static void guard_in_base(void)
{
    CHECK_EQ(set_up(), 0);
    guard();
}

TEST(only_fibers_end_at_guard)
{
    static const char sentence[] = "panic: guard: not entered by a fiber\n";

    expect_panic(guard, sentence);
    expect_panic(guard_in_base, sentence);
}

static void switch_to_base(void)
{
    struct context nowhere;

    switch_context(&nowhere, &fibers.threads[0].ctx);
}

static void leave_by_switch(void)
{
    run_one(switch_to_base);
}

TEST(leaving_a_stack_by_the_wrong_door_is_found)
{
    static const char sentence[] =
        "panic: thread 1 should run, but this is not its stack\n";

    expect_panic(leave_by_switch, sentence);
    expect_panic(yield_after_longjmp, sentence);
}

static void yield_as_another(void)
{
    fibers.current = 2;
    yield();
}

static void yield_as_another_fiber(void)
{
    spawn_three(yield_as_another);
    run();
}

TEST(running_on_the_stack_of_another_is_found)
{
    expect_panic(yield_as_another_fiber,
                 "panic: thread 2 should run, but this is not its stack\n");
}

static void resume_the_dead(void)
{
    run_one(do_nothing);
    fibers.threads[1].state = THREAD_READY;
    run();
}

TEST(a_fiber_that_has_ended_must_not_be_resumed)
{
    expect_panic(resume_the_dead, "panic: thread 1 was resumed after its "
                                  "end\n");
}

#endif
