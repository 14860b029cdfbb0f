/*
 * links: ch10-final/a-rust-futures/ error.c
 * wraps: allocations.h
 */
#define _GNU_SOURCE
/*
 * Wakers and futures of ch10-final/a-rust-futures, without any runtime: what is
 * in waker.h and future.h calls the functions of whoever made them.
 */
#include "ch10-final/a-rust-futures/future.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/fake_waker_ch10.h"

/* --- The smallest thing that is a future ---------------------------------- */

static char said[64];

static void say(const char *word)
{
    strcat(said, word);
    strcat(said, " ");
}

/* A future that says three words, one at each poll; its output is their number
 */
typedef int hello_output;

struct hello {
    int words;
};

static void hello_init(struct hello *self)
{
    *self = (struct hello){0};
}

static struct poll hello_poll(struct hello *self, struct context *cx,
                              hello_output *output)
{
    static const char *const words[] = {"hello", "world", "end"};

    say(words[self->words++]);
    if (self->words < 3) {
        waker_wake_by_ref(cx->waker); /* there is more to do, at once */
        return POLL_PENDING;
    }
    if (output != NULL)
        *output = self->words;
    return POLL_READY;
}

static void hello_drop(struct hello *self)
{
    (void)self; /* it holds nothing */
}

TEST(a_future_is_polled_three_times_by_hand)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct hello hello;
    hello_output words = 0;

    hello_init(&hello);
    CHECK_STR(said, "");
    CHECK(!hello_poll(&hello, &cx, &words).is_ready);
    CHECK_STR(said, "hello ");
    CHECK(!hello_poll(&hello, &cx, &words).is_ready);
    CHECK_STR(said, "hello world ");
    CHECK_EQ(words, 0);
    CHECK(hello_poll(&hello, &cx, &words).is_ready);
    CHECK_STR(said, "hello world end ");
    CHECK_EQ(words, 3);
    hello_drop(&hello);
}

TEST(a_future_wakes_whom_it_was_polled_with)
{
    struct task task = {0};
    struct waker waker = fake_waker(&task);
    struct context cx = {&waker};
    struct hello hello;

    hello_init(&hello);
    for (int polls = 1; !hello_poll(&hello, &cx, NULL).is_ready; polls++)
        CHECK_EQ(task.wakes, polls);
    CHECK_EQ(task.wakes, 2);
    CHECK_EQ(task.clones, 0);
    hello_drop(&hello);
}

/* --- Wakers --------------------------------------------------------------- */

static void expect_none(const struct waker *waker)
{
    CHECK(waker->vtable == NULL && waker->data == NULL);
}

TEST(what_is_done_with_a_waker_is_done_once)
{
    struct task task = {0};
    struct waker waker = fake_waker(&task), clone = waker_clone(&waker);

    CHECK_EQ(task.clones, 1);
    waker_wake_by_ref(&clone);
    waker_wake_by_ref(&clone);
    CHECK_EQ(task.wakes, 2);
    CHECK_EQ(task.drops, 0);
    waker_drop(&clone);
    CHECK_EQ(task.drops, 1);
    expect_none(&clone);
    clone = waker_clone(&waker);
    waker_wake(&clone);
    CHECK_EQ(task.wakes, 3);
    CHECK_EQ(task.drops, 2);
    expect_none(&clone);
    CHECK_EQ(task.clones, 2);
}

TEST(to_drop_no_waker_is_nothing)
{
    struct waker none = {NULL, NULL};

    waker_drop(&none);
    expect_none(&none);
}

/* It finds no waker where it was called from, nor does who is called by it. */
static struct waker last;

static void expect_last_is_none(void)
{
    expect_none(&last);
}

TEST(who_is_woken_or_dropped_finds_the_waker_gone)
{
    struct task task = {0};

    call_when_touched(expect_last_is_none);
    last = fake_waker(&task);
    waker_wake(&last);
    last = fake_waker(&task);
    waker_drop(&last);
    CHECK_EQ(task.drops, 2);
}

TEST(wakers_of_one_task_will_wake_the_same)
{
    struct task task = {0}, other = {0};
    struct waker a = fake_waker(&task), clone = waker_clone(&a);
    struct waker b = fake_waker(&other), noop = waker_noop();
    struct waker alike = {noop.vtable, &task}, none = {NULL, NULL};

    CHECK(waker_will_wake(&a, &clone) && waker_will_wake(&clone, &a));
    CHECK(!waker_will_wake(&a, &b) && !waker_will_wake(&b, &a));
    CHECK(!waker_will_wake(&a, &alike)); /* the same data, another vtable */
    CHECK(!waker_will_wake(&a, &none) && !waker_will_wake(&none, &a));
}

TEST(a_waker_of_no_task_can_do_all_of_it)
{
    struct waker noop = waker_noop(), clone = waker_clone(&noop);

    CHECK(waker_will_wake(&noop, &clone));
    waker_wake_by_ref(&noop);
    waker_wake(&clone);
    expect_none(&clone);
    waker_drop(&noop);
    expect_none(&noop);
}

/* --- A future in a box ---------------------------------------------------- */

static int drops;

static struct poll box_poll(void *self, struct context *cx, void *output)
{
    return hello_poll(self, cx, output);
}

static void box_drop(void *self)
{
    drops++;
    hello_drop(self);
    free(self);
}

static struct future hello_new(void)
{
    static const struct future_vtable vtable = {box_poll, box_drop};
    struct hello *self = future_alloc(alignof(struct hello), sizeof(*self));

    hello_init(self);
    return (struct future){self, &vtable};
}

TEST(a_boxed_future_is_polled_and_dropped_as_any)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct future boxed = hello_new(), moved;
    int words = 0;

    CHECK(!future_poll(&boxed, &cx, &words).is_ready);
    future_init(&moved, boxed); /* the box moves, the future does not */
    CHECK(!future_poll(&moved, &cx, &words).is_ready);
    CHECK(future_poll(&moved, &cx, &words).is_ready);
    CHECK_STR(said, "hello world end ");
    CHECK_EQ(words, 3);
    future_drop(&moved);
    CHECK(moved.self == NULL && moved.vtable == NULL);
    CHECK_EQ(drops, 1);
    CHECK_EQ(blocks, 0);
}

TEST(a_boxed_future_may_be_dropped_at_any_time)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct future boxed = hello_new();

    future_drop(&boxed);
    boxed = hello_new();
    CHECK(!future_poll(&boxed, &cx, NULL).is_ready);
    future_drop(&boxed);
    future_drop(&boxed); /* none by now */
    CHECK_EQ(drops, 2);
    CHECK_EQ(blocks, 0);
}

static void poll_nothing(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct future none = {NULL, NULL};

    future_poll(&none, &cx, NULL);
}

TEST(to_poll_no_future_is_a_bug)
{
    expect_panic(poll_nothing, "panic: there is no future to poll\n");
}

TEST(memory_of_a_future_is_aligned_as_it_asks)
{
    for (size_t alignment = 1; alignment <= 4096; alignment *= 2) {
        char *memory = future_alloc(alignment, 3 * alignment);

        CHECK_EQ((uintptr_t)memory % alignment, 0);
        memset(memory, 1, 3 * alignment);
        free(memory);
    }
}

static void alloc_without_memory(void)
{
    char *volatile memory; /* or a compiler that knows free() skips it all */

    fail_at(1);
    memory = future_alloc(1, 1);
    free(memory);
}

TEST(without_memory_for_a_future_the_program_ends_and_says_so)
{
    expect_death(alloc_without_memory,
                 ": make a future: Cannot allocate memory\n");
}
