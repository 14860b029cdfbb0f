#ifndef CONTEXTS_H
#define CONTEXTS_H

/*
 * A program that measures one kind of contexts: the same code for all.  Before
 * it includes this it defines the kind:
 *
 *     struct place                        where a context goes on later
 *     void go(from, to)                   leaves from, and goes on at to
 *     void prepare(place, top, bytes, f)  such that the first go enters f on
 *                                         the stack of bytes that ends at top
 */

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include "measure.h"
#include "nest.h"

enum {
    STAGGER = 320, /* odd in cache lines, so that they come to use all sets */
    STAGGER_END = 16 * 1024,
};

/*
 * 0 is the main program.  They begin a page, as the stacks end with one: a
 * store delays loads from the same offset in another page, which by chance
 * doubles the time of a switch.
 */
static _Alignas(4096) struct place places[1 + RING];

static char *map_stack(void)
{
    /* MAP_STACK also means no huge pages, which were a lot of memory here */
    char *stack =
        mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

    if (stack == MAP_FAILED)
        fail("map a stack");
    return stack;
}

static void unmap_stack(char *stack)
{
    if (munmap(stack, STACK_BYTES) < 0)
        fail("unmap a stack");
}

/* --- switch: two in turn -------------------------------------------------- */

static void answer(void)
{
    for (;;)
        go(&places[1], &places[0]);
}

static void call_and_answer(long count)
{
    for (long i = 0; i < count; i++)
        go(&places[0], &places[1]);
}

static void measure_switch(long count)
{
    char *stack = map_stack();

    prepare(&places[1], stack + STACK_BYTES, STACK_BYTES, answer);
    print("switch", fastest_ns(call_and_answer, count) / 2, "ns");
    unmap_stack(stack);
}

/* --- nested: both in the same function, three calls deep ------------------ */

static void go_from(int self)
{
    go(&places[self], &places[!self]);
}

static __attribute__((noinline)) void go_often(int self, long count)
{
    for (long i = 0; i < count; i++)
        nest(go_from, self);
}

static void answer_nested(void)
{
    go_often(1, LONG_MAX);
}

static void call_nested(long count)
{
    go_often(0, count);
}

static void measure_nested(long count)
{
    char *stack = map_stack();

    prepare(&places[1], stack + STACK_BYTES, STACK_BYTES, answer_nested);
    print("nested", fastest_ns(call_nested, count) / 2, "ns");
    unmap_stack(stack);
}

/* --- ring: a thousand, each goes to the next ------------------------------ */

static int turn;
static long turns_left;

static void pass_on(void)
{
    for (;;) {
        struct place *self = &places[turn];

        turn = turn < RING ? turn + 1 : 1;
        go(self, --turns_left > 0 ? &places[turn] : &places[0]);
    }
}

static void turn_round(long count)
{
    turns_left = count;
    go(&places[0], &places[turn]);
}

/* Tops are a multiple of 64 KiB, less what staggers them */
static void measure_tops(long count, size_t stagger)
{
    size_t bytes = (RING + 2) * (size_t)STACK_BYTES;
    char *all =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    char *top;

    if (all == MAP_FAILED)
        fail("map the stacks");
    top = all + STACK_BYTES - (uintptr_t)all % STACK_BYTES;
    for (size_t i = 1; i <= RING; i++)
        prepare(&places[i], (top += STACK_BYTES) - i * stagger % STAGGER_END,
                STACK_BYTES - STAGGER_END, pass_on);
    turn = 1;
    print("ring", fastest_ns(turn_round, count), "ns");
    munmap(all, bytes);
}

static void measure_ring(long count)
{
    measure_tops(count, STAGGER);
}

static void measure_ring_aligned(long count)
{
    measure_tops(count, 0);
}

/* --- create: one after the other ------------------------------------------ */

/* Stacks that nobody uses; the link is in the stack, as nobody uses it */
static char *unused_stacks;

static char *take_stack(void)
{
    char *stack = unused_stacks;

    if (stack == NULL)
        return map_stack();
    memcpy(&unused_stacks, stack + STACK_BYTES - sizeof(stack), sizeof(stack));
    return stack;
}

static void give_stack(char *stack)
{
    memcpy(stack + STACK_BYTES - sizeof(stack), &unused_stacks, sizeof(stack));
    unused_stacks = stack;
}

static long ended;

static void end(void)
{
    ended++;
    go(&places[1], &places[0]);
}

static void create(long count)
{
    ended = 0;
    for (long i = 0; i < count; i++) {
        char *stack = take_stack();

        prepare(&places[1], stack + STACK_BYTES, STACK_BYTES, end);
        go(&places[0], &places[1]);
        give_stack(stack);
    }
    check_ended(ended, count);
}

static void measure_create(long count)
{
    print("create", fastest_ns(create, count), "ns");
}

/* --- crowd: all alive at once --------------------------------------------- */

struct member {
    struct place place;
    char *stack;
};

static struct member *current;

/* To stand here it has touched the first page of its stack */
static void stand(void)
{
    go(&current->place, &places[0]);
    ended++;
    go(&current->place, &places[0]);
}

static void resume_all(struct member *members, long count)
{
    for (long i = 0; i < count; i++) {
        current = &members[i];
        go(&places[0], &current->place);
    }
}

static void measure_crowd(long count)
{
    double memory = resident(), tables = page_tables(), start = now_ns();
    struct member *members = aligned_alloc(_Alignof(struct member),
                                           (size_t)count * sizeof(*members));

    if (members == NULL)
        fail("allocate a crowd");
    for (long i = 0; i < count; i++) {
        members[i].stack = map_stack();
        prepare(&members[i].place, members[i].stack + STACK_BYTES, STACK_BYTES,
                stand);
    }
    resume_all(members, count);
    print("start", (now_ns() - start) / (double)count, "ns");
    print("memory", (resident() - memory) / (double)count, "B");
    print("tables", (page_tables() - tables) / (double)count, "B");
    start = now_ns();
    resume_all(members, count);
    for (long i = 0; i < count; i++)
        unmap_stack(members[i].stack);
    free(members);
    print("end", (now_ns() - start) / (double)count, "ns");
    check_ended(ended, count);
}

static const struct measure measures[] = {
    {"switch", measure_switch},
    {"nested", measure_nested},
    {"ring", measure_ring},
    {"ring-aligned", measure_ring_aligned},
    {"create", measure_create},
    {"crowd", measure_crowd},
    {0},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}

#endif
