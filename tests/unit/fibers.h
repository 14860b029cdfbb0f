#ifndef FIBERS_H
#define FIBERS_H

/*
 * What holds for the fibers of each step of chapter 5.  Who includes this says
 * before what a step's fibers are, in five functions of its own: set_up(),
 * tear_down(), spawn(f), run() until all have ended, and yield().
 */
#include <setjmp.h>

#include "tests/unit/fibers_basis.h"
#include "tests/unit/registers.h"

/* --- Registers --- */

static _Thread_local int turns;

/* Other words for each fiber, turn and register, and no bit always the same */
static uint64_t word_of(int fiber, int turn, int i)
{
    return ((uint64_t)fiber << 32 | (uint64_t)turn << 8 | (unsigned)i) *
           0x9e3779b97f4a7c15;
}

static void fill_registers(void)
{
    uint64_t words[REGISTERS];
    int self = ++started;

    for (int turn = 0; turn < turns; turn++) {
        for (int i = 0; i < REGISTERS; i++)
            words[i] = word_of(self, turn, i);
        registers_around(words, yield);
        for (int i = 0; i < REGISTERS; i++)
            if (words[i] != word_of(self, turn, i))
                check_fail(__FILE__, __LINE__,
                           "fiber %d, turn %d: register %d is changed", self,
                           turn, i);
    }
}

TEST(registers_survive_what_others_do_to_them)
{
    turns = times(1000000, 100000) / FIBERS + 1;
    run_three(fill_registers);
}

static void run_nothing(void)
{
    run();
}

/* The caller of run() gets its own back, too. */
TEST(registers_of_the_caller_of_run_survive)
{
    uint64_t words[REGISTERS];

    turns = 10;
    spawn_three(fill_registers);
    for (int i = 0; i < REGISTERS; i++)
        words[i] = word_of(0, 0, i);
    registers_around(words, run_nothing);
    for (int i = 0; i < REGISTERS; i++)
        CHECK(words[i] == word_of(0, 0, i));
    CHECK_EQ(started, FIBERS);
    tear_down();
}

/* With no other function between that might preserve some by itself */
static void switch_with_registers(struct context *from, struct context *to,
                                  int self)
{
    uint64_t words[REGISTERS];

    for (int i = 0; i < REGISTERS; i++)
        words[i] = word_of(self, 0, i);
    registers_around(words, (void (*)(void))switch_context, from, to);
    for (int i = 0; i < REGISTERS; i++)
        if (words[i] != word_of(self, 0, i))
            check_fail(__FILE__, __LINE__, "register %d of %d is changed", i,
                       self);
}

/* --- Alignment --- */

typedef float four_floats __attribute__((vector_size(16)));

/* The compiler knows how it aligns, and would leave out the division */
static int past_16(const volatile void *address)
{
    __asm__("" : "+r"(address));
    return (int)((uintptr_t)address % 16);
}

static double sum(int count, ...)
{
    double total = 0;
    va_list args;

    va_start(args, count);
    for (int i = 0; i < count; i++)
        total += va_arg(args, double);
    va_end(args);
    return total;
}

static void use_aligned_things(void)
{
    volatile four_floats floats = {1, 2, 3, 4};
    char text[64];

    CHECK_EQ(past_16(&floats), 0);
    CHECK_EQ(past_16(__builtin_frame_address(0)), 0);
    floats = floats * floats;
    snprintf(text, sizeof(text), "%f %.1f %.2Lf", 2.5, (double)floats[3],
             (long double)1.25);
    CHECK_STR(text, "2.500000 16.0 1.25");
    CHECK(sum(9, 1., 2., 3., 4., 5., 6., 7., 8., 9.) == 45);
}

static void use_aligned_things_twice(void)
{
    started++;
    use_aligned_things();
    yield();
    use_aligned_things();
}

TEST(stacks_are_aligned_as_the_abi_says)
{
    run_three(use_aligned_things_twice);
}

/* --- What belongs to a thread of the operating system --- */

static void keep_errno(void)
{
    int self = ++started;

    for (int i = 0; i < 100; i++) {
        errno = self * 1000 + i;
        yield();
        CHECK_EQ(errno, self * 1000 + i);
    }
}

TEST(errno_is_each_fibers_own)
{
    run_three(keep_errno);
}

static _Thread_local int local;
static _Thread_local int *local_of_base;

static void look_at_local(void)
{
    started++;
    for (int i = 0; i < 100; i++) {
        CHECK(&local == local_of_base);
        local++;
        yield();
    }
}

TEST(thread_local_variables_are_those_of_the_thread)
{
    local = 0;
    local_of_base = &local;
    run_three(look_at_local);
    CHECK_EQ(local, 100 * FIBERS);
}

static pthread_barrier_t both; /* have fibers before either runs them */

static void *run_here(void *number)
{
    turns = times(10000, 1000);
    spawn_three(fill_registers);
    pthread_barrier_wait(&both);
    run();
    CHECK_EQ(started, FIBERS);
    tear_down();
    local = *(int *)number;
    local_of_base = &local;
    run_three(look_at_local);
    *(int *)number = local;
    return NULL;
}

TEST(two_threads_have_fibers_of_their_own)
{
    pthread_t threads[2];
    int numbers[2] = {1000, 2000};

    pthread_barrier_init(&both, NULL, 2);
    for (int i = 0; i < 2; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, run_here, &numbers[i]), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
        CHECK_EQ(numbers[i], 1000 * (i + 1) + 100 * FIBERS);
    }
}

/* --- Turns --- */

TEST(fibers_take_turns)
{
    run_three(note_three_turns);
    CHECK_STR(record, "abcabcabc");
}

TEST(run_without_fibers_returns_at_once)
{
    CHECK_EQ(set_up(), 0);
    run();
    run();
    tear_down();
}

TEST(run_can_be_called_again)
{
    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(spawn(note_three_turns), 0);
        run();
        note('.');
    }
    CHECK_STR(record, "aaa.bbb.ccc.");
    tear_down();
}

/* Each makes the next when its own end is near, so there are two at most. */
static int successors;

static void spawn_successor(void)
{
    int self = ++started;

    yield();
    CHECK_EQ(started, self);
    if (self < successors)
        CHECK_EQ(spawn(spawn_successor), 0);
}

TEST(thousands_come_and_go)
{
    int all = times(10000, 1000);

    CHECK_EQ(set_up(), 0);
    successors = all;
    CHECK_EQ(spawn(spawn_successor), 0);
    run();
    CHECK_EQ(started, all);
    for (int i = 0; i < all / FIBERS; i++) {
        started = 0;
        record[0] = '\0';
        for (int fiber = 0; fiber < FIBERS; fiber++)
            CHECK_EQ(spawn(note_three_turns), 0);
        run();
        CHECK_STR(record, "abcabcabc");
    }
    tear_down();
}

/* --- Misuse, as far as it is the same in each step --- */

static void do_nothing(void)
{
}

static void spawn_without_runtime(void)
{
    spawn(do_nothing);
}

static void yield_in_base(void)
{
    CHECK_EQ(set_up(), 0);
    yield();
}

static jmp_buf in_base;

static void jump_to_base(void)
{
    longjmp(in_base, 1);
}

static void go_on_after_longjmp(void (*with)(void))
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(jump_to_base), 0);
    if (setjmp(in_base) == 0)
        run();
    with();
}

static void yield_after_longjmp(void)
{
    go_on_after_longjmp(yield);
}

static void run_in_fiber(void)
{
    run_one(run);
}

TEST(a_fiber_must_not_run_fibers)
{
    static const char sentence[] =
        "panic: runtime_run: called by a fiber, or without a runtime\n";

    expect_panic(run, sentence);
    expect_panic(run_in_fiber, sentence);
}

static void fini_in_fiber(void)
{
    run_one(tear_down);
}

static void fini_twice(void)
{
    CHECK_EQ(set_up(), 0);
    tear_down();
    tear_down();
}

TEST(a_fiber_must_not_free_the_runtime)
{
    static const char sentence[] =
        "panic: runtime_fini: called by a fiber, or without a runtime\n";

    expect_panic(tear_down, sentence);
    expect_panic(fini_in_fiber, sentence);
    expect_panic(fini_twice, sentence);
}

#endif
