/*
 * links: ch05-fibers/f-fibers-io/ fiber_io.c stack.c mio.c error.c
 * links: ch05-fibers/f-fibers-io/ switch_$(ARCH).S
 * links: tests/unit/ registers_$(ARCH).S
 */
/* The contract of ch05-fibers/f-fibers-io: fiber.h and context.h */
#define _GNU_SOURCE
#include "tests/unit/fibers_f.h"
#include "ch05-fibers/f-fibers-io/fiber_io.h"
#include "tests/unit/fibers.h"

#include <fcntl.h>

#include "tests/unit/control.h"

/* --- Contexts --- */

static struct context here, there;

static void switch_from_there(void *arg)
{
    CHECK_EQ(past_16(__builtin_frame_address(0)), 0);
    CHECK(arg == &there);
    for (;;)
        switch_with_registers(&there, &here, 2);
}

TEST(a_switch_preserves_each_register)
{
    char *stack = malloc(STACK_BYTES);
    uintptr_t end = (uintptr_t)stack + STACK_BYTES;

    CHECK(stack != NULL);
    context_init(&there, (void *)(end & ~(uintptr_t)15), switch_from_there,
                 &there);
    for (int i = 0; i < 10; i++)
        switch_with_registers(&here, &there, 1);
    free(stack);
}

/* --- errno --- */

static void find_and_leave_errno(void)
{
    CHECK_EQ(errno, 0);
    errno = ENOTTY;
    yield();
    CHECK_EQ(errno, ENOTTY);
}

TEST(errno_begins_at_0_on_a_used_stack_too)
{
    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(spawn(find_and_leave_errno), 0);
        run();
    }
    tear_down();
}

/* --- Control words of floating point --- */

static void expect_control(struct control expected, int change)
{
    struct control actual = get_control();

    if (memcmp(&actual, &expected, sizeof(actual)) != 0)
        check_fail(__FILE__, __LINE__, "change %d: the control word is %#x",
                   change, actual.word[0]);
}

/* Returns what is in force then: valgrind's CPU has but some of the bits. */
static struct control make_change(int change)
{
    struct control control = get_control();

    for (int i = 0; change >= 0 && i < CONTROL_WORDS; i++)
        control.word[i] ^= control_changes[change].word[i];
    set_control(control);
    if (times(1, 0) == 1)
        expect_control(control, change);
    return get_control();
}

/* -1: none.  Each fiber spawned makes another change. */
static void keep_control(void *number)
{
    int change = *(int *)number;
    struct control mine = make_change(change);

    for (int i = 0; i < 100; i++) {
        yield();
        expect_control(mine, change);
    }
}

TEST(control_words_are_each_fibers_own)
{
    struct control mine = get_control();
    int changes[CONTROL_CHANGES + 1];

    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < CONTROL_CHANGES + 1; i++) {
        changes[i] = i - 1;
        CHECK_EQ(fiber_spawn("change", keep_control, &changes[i]), 0);
    }
    run();
    expect_control(mine, -1);
    tear_down();
}

/* No difference is so small that it is overlooked. */
TEST(control_words_of_two_that_differ_in_one_do_not_mix)
{
    struct control mine = get_control();
    int none = -1;

    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < CONTROL_CHANGES; i++) {
        CHECK_EQ(fiber_spawn("none", keep_control, &none), 0);
        CHECK_EQ(fiber_spawn("change", keep_control, &i), 0);
        run();
        expect_control(mine, i);
    }
    tear_down();
}

static struct control inherited;

static void look_at_control(void)
{
    expect_control(inherited, -1);
    started++;
}

static void change_and_spawn(void)
{
    struct control mine = get_control();

    for (int i = 0; i < CONTROL_CHANGES; i++) {
        inherited = make_change(i);
        CHECK_EQ(spawn(look_at_control), 0);
        set_control(mine);
        yield();
        expect_control(mine, i);
    }
}

TEST(a_fiber_begins_with_the_control_words_of_its_parent)
{
    run_one(change_and_spawn);
    CHECK_EQ(started, CONTROL_CHANGES);
    tear_down();
}

/* Inexact, and not done by the compiler.  0.7 is nearest to one below. */
__attribute__((noinline)) static float as_float(double number)
{
    volatile double hidden = number;

    return (float)hidden;
}

static void round_up(void)
{
    float nearest = as_float(0.7);

    make_change(ROUND_UP);
    CHECK(as_float(0.7) > nearest);
    yield();
    CHECK(as_float(0.7) > nearest);
}

static void round_to_nearest(void)
{
    float nearest = as_float(0.7);

    yield();
    CHECK(as_float(0.7) == nearest);
}

TEST(one_fiber_rounds_up_and_another_to_nearest)
{
    float nearest = as_float(0.7);

    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(round_up), 0);
    CHECK_EQ(spawn(round_to_nearest), 0);
    run();
    CHECK(as_float(0.7) == nearest);
    tear_down();
}

static void raise_a_flag(void)
{
    struct control mine = get_control();

    started++;
    for (int i = 0; i < 10; i++) {
        as_float(0.7); /* inexact */
        yield();
        expect_control(mine, -1);
        set_control(mine); /* without flags */
        yield();
        expect_control(mine, -1);
    }
}

/* They belong to nobody, but must not bring control bits along. */
TEST(flags_that_differ_do_no_harm)
{
    run_three(raise_a_flag);
}

#if defined(__x86_64__)
static volatile long double zero;

static void divide_by_zero(void)
{
    started++;
    for (int i = 0; i < 10; i++) {
        volatile long double infinite = 1 / zero;

        CHECK(infinite > 1);
        yield();
    }
}

/* What is divided here would trap, but there is no such division. */
static void trap_at_divisions_by_zero(void)
{
    struct control control = get_control();

    started++;
    control.word[X87] &= ~0x0004u;
    set_control(control);
    for (int i = 0; i < 10; i++) {
        yield();
        CHECK(1 / (zero + 2) < 1);
    }
}

/* The x87 unit traps at a flag from long ago, once it is unmasked. */
TEST(flags_of_others_do_not_trap)
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(trap_at_divisions_by_zero), 0);
    CHECK_EQ(spawn(divide_by_zero), 0);
    run();
    CHECK_EQ(started, 2);
    tear_down();
}
#endif

/* --- Turns --- */

TEST(a_stack_is_rounded_up_to_whole_pages)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    CHECK_EQ(runtime_init(&fibers, 2 * page + 1), 0);
    CHECK_EQ(fibers.stacks.stack_bytes, 3 * page);
    CHECK_EQ(spawn(use_aligned_things), 0);
    run();
    tear_down();
}

TEST(a_stack_of_no_size_or_out_of_reach_is_refused)
{
    CHECK_EQ(runtime_init(&fibers, 0), -EINVAL);
    CHECK_EQ(runtime_init(&fibers, SIZE_MAX), -EINVAL);
    CHECK_EQ(runtime_init(&fibers, (size_t)PTRDIFF_MAX + 1), -EINVAL);
    CHECK_EQ(set_up(), 0);
    tear_down();
}

static void note_argument(void *letter)
{
    note(*(char *)letter);
    yield();
    note(*(char *)letter);
}

TEST(each_fiber_gets_its_argument)
{
    char letters[] = "abcdef";

    CHECK_EQ(set_up(), 0);
    for (int i = 0; letters[i] != '\0'; i++)
        CHECK_EQ(fiber_spawn("letter", note_argument, &letters[i]), 0);
    run();
    CHECK_STR(record, "abcdefabcdef");
    tear_down();
}

/* Each spawned in a fiber comes after all that were there before. */
static void spawn_in_turn(void)
{
    int self = started++;

    note((char)('a' + self));
    if (self < 3)
        CHECK_EQ(spawn(spawn_in_turn), 0);
    yield();
    note((char)('A' + self));
}

TEST(first_come_first_served)
{
    spawn_three(spawn_in_turn);
    run();
    CHECK_STR(record, "abcdAeBfCDEF");
    tear_down();
}

enum {
    CHILDREN = 8,
};

static void spawn_generations(void *depth)
{
    size_t left = (size_t)depth;

    started++;
    for (int i = 0; left > 0 && i < CHILDREN; i++)
        CHECK_EQ(fiber_spawn("child", spawn_generations, (void *)(left - 1)),
                 0);
    yield();
}

TEST(fibers_spawn_fibers_by_the_hundred)
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(fiber_spawn("root", spawn_generations, (void *)3), 0);
    run();
    CHECK_EQ(started, 1 + CHILDREN * (1 + CHILDREN * (1 + CHILDREN)));
    tear_down();
}

TEST(fibers_that_never_ran_never_do)
{
    spawn_three(note_three_turns);
    tear_down();
    CHECK_EQ(set_up(), 0);
    run();
    CHECK_STR(record, "");
    tear_down();
}

/* --- Misuse --- */

TEST(only_fibers_yield)
{
    static const char sentence[] =
        "panic: fiber_yield: not called by a fiber\n";

    expect_panic(yield, sentence);
    expect_panic(yield_in_base, sentence);
}

static void wait_outside(void)
{
    fiber_wait(STDIN_FILENO, MIO_READABLE);
}

static void wait_in_base(void)
{
    CHECK_EQ(set_up(), 0);
    wait_outside();
}

/* Panics once there is nothing to read. */
static void read_in_base(void)
{
    int ends[2];
    char octet;

    CHECK_EQ(set_up(), 0);
    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    fiber_read(ends[0], &octet, 1);
}

TEST(only_fibers_wait)
{
    static const char sentence[] = "panic: fiber_wait: not called by a fiber\n";

    expect_panic(wait_outside, sentence);
    expect_panic(wait_in_base, sentence);
    expect_panic(read_in_base, sentence);
}

static void init_twice(void)
{
    struct runtime another;

    CHECK_EQ(set_up(), 0);
    runtime_init(&another, STACK_BYTES);
}

TEST(an_os_thread_has_one_runtime)
{
    expect_panic(init_twice,
                 "panic: runtime_init: this OS thread has a runtime\n");
}

static void run_another(void)
{
    struct runtime another = {0};

    CHECK_EQ(set_up(), 0);
    runtime_run(&another);
}

static void free_another(void)
{
    struct runtime another = {0};

    CHECK_EQ(set_up(), 0);
    runtime_fini(&another);
}

TEST(the_runtime_of_another_is_refused)
{
    expect_panic(run_another,
                 "panic: runtime_run: not the runtime of this OS thread\n");
    expect_panic(free_another,
                 "panic: runtime_fini: not the runtime of this OS thread\n");
}

static void spawn_after_fini(void)
{
    CHECK_EQ(set_up(), 0);
    tear_down();
    spawn(do_nothing);
}

TEST(nothing_can_be_spawned_without_a_runtime)
{
    static const char sentence[] =
        "panic: fiber_spawn: this OS thread has no runtime\n";

    expect_panic(spawn_without_runtime, sentence);
    expect_panic(spawn_after_fini, sentence);
}

static void wait_after_longjmp(void)
{
    go_on_after_longjmp(wait_outside);
}

static void switch_to_base(void)
{
    struct context nowhere;

    switch_context(&nowhere, &fibers.base.ctx);
}

static void leave_by_switch(void)
{
    run_one(switch_to_base);
    yield();
}

TEST(leaving_a_stack_by_the_wrong_door_is_found)
{
    static const char sentence[] =
        "panic: fiber one should run, but this is not its stack\n";

    if (WITH_ASAN || WITH_TSAN)
        check_skip("these tools find it as well, and end it themselves");
    expect_panic(leave_by_switch, sentence);
    expect_panic(yield_after_longjmp, sentence);
    expect_panic(wait_after_longjmp, sentence);
}

/* The next in the queue, which this one takes itself for */
static void pretend_to_be_next(void)
{
    fibers.running = fibers.ready_first;
}

static void yield_as_another(void)
{
    pretend_to_be_next();
    yield();
}

static void two_of_whom_one_yields_as_the_other(void)
{
    spawn_three(yield_as_another);
    run();
}

static void two_of_whom_one_ends_as_the_other(void)
{
    spawn_three(pretend_to_be_next);
    run();
}

TEST(running_on_the_stack_of_another_is_found)
{
    static const char sentence[] =
        "panic: fiber one should run, but this is not its stack\n";

    expect_panic(two_of_whom_one_yields_as_the_other, sentence);
    expect_panic(two_of_whom_one_ends_as_the_other, sentence);
}

static struct fiber *the_dead;

static void leave_body(void)
{
    the_dead = fibers.running;
}

static void resume_the_dead(void)
{
    run_one(leave_body);
    fibers.alive++;
    make_ready(&fibers, the_dead);
    run();
}

TEST(a_fiber_that_has_ended_must_not_be_resumed)
{
    if (WITH_ASAN)
        check_skip("it may have unmapped the locals of the dead");
    expect_panic(resume_the_dead, "panic: fiber one was resumed after its "
                                  "end\n");
}
