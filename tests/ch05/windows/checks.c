/*
 * Checks of ch05-fibers/e-fibers-windows that ch05_windows.bats builds for
 * Linux and for Windows.  Each is an argument: checks NAME [ROUNDS] exits with
 * 0, or says what is wrong and exits with 1.  What must panic does.
 */
#define _GNU_SOURCE
#include <emmintrin.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "tib.h"

#define CHECK(condition) ((condition) ? (void)0 : fail(__LINE__, #condition))

static _Noreturn void fail(int line, const char *what)
{
    printf("checks.c:%d: not so: %s\n", line, what);
    exit(EXIT_FAILURE);
}

/* --- Switches between bare contexts: no runtime, nobody saves anything else */

enum {
    FIBERS = 4, /* the base thread is the first */
    WORDS = 28, /* in all registers of struct registers */
};

union registers {
    struct {
        uint64_t general[8]; /* rbx rbp rdi rsi r12 r13 r14 r15 */
        _Alignas(16) uint64_t xmm[10][2];
    };
    uint64_t word[WORDS];
};

struct tib_words {
    uint64_t base, limit, dealloc;
};

void MS_ABI hold_registers(struct context *from, const struct context *to,
                           const union registers *held, union registers *found);
void MS_ABI destroy_home(void);
void MS_ABI destroy_home_of_guard(void);
void MS_ABI leave_for_good(void);

uint64_t function_rsp, guard_rsp;

static struct context contexts[FIBERS];
static char *stacks[FIBERS];
static int current;

static uint64_t get_tib(uint64_t offset)
{
    uint64_t word;

    asm volatile("movq %%gs:(%1), %0" : "=r"(word) : "r"(offset));
    return word;
}

static void set_tib(uint64_t offset, uint64_t word)
{
    asm volatile("movq %0, %%gs:(%1)" : : "r"(word), "r"(offset) : "memory");
}

static bool tib_is(const struct tib_words *words)
{
    return get_tib(0x08) == words->base && get_tib(0x10) == words->limit &&
           get_tib(0x1478) == words->dealloc;
}

static struct tib_words tib_of_stack(const char *stack)
{
    uint64_t end = (uint64_t)stack + DEFAULT_STACK_SIZE;

    return (struct tib_words){end & ~15, (uint64_t)stack, (uint64_t)stack};
}

/* Another value for each register, fiber and round */
static void fill(union registers *registers, int fiber, uint64_t round)
{
    for (int i = 0; i < WORDS; i++)
        registers->word[i] = (round * FIBERS + fiber) * WORDS + i + 1;
}

static void compare(const union registers *held, const union registers *found)
{
    static const char general[8][4] = {"rbx", "rbp", "rdi", "rsi",
                                       "r12", "r13", "r14", "r15"};

    for (int i = 0; i < 8; i++)
        if (found->general[i] != held->general[i])
            fail(__LINE__, general[i]);
    for (int i = 0; i < 10; i++)
        if (memcmp(found->xmm[i], held->xmm[i], 16) != 0) {
            printf("xmm%d: ", i + 6);
            fail(__LINE__, "preserved");
        }
}

static void switch_once(struct tib_words *words, uint64_t round)
{
    union registers held, found;
    int self = current;

    fill(&held, self, round);
    current = (self + 1) % FIBERS;
    hold_registers(&contexts[self], &contexts[current], &held, &found);
    CHECK(current == self);
    compare(&held, &found);
    CHECK(tib_is(words));
}

/* As if its stack grew and shrank, its limit is another each time. */
static void MS_ABI switch_for_ever(void)
{
    struct tib_words words = tib_of_stack(stacks[current]);

    CHECK(tib_is(&words));
    for (uint64_t round = 0;; round++) {
        words.limit = words.dealloc + round % 8 * 4096;
        set_tib(0x10, words.limit);
        switch_once(&words, round);
    }
}

static void MS_ABI never(void)
{
    fail(__LINE__, "guard is not entered");
}

static void make_fiber(int i, void(MS_ABI *f)(void), void(MS_ABI *guard)(void))
{
    stacks[i] = malloc(DEFAULT_STACK_SIZE);
    CHECK(stacks[i] != NULL);
    context_init(&contexts[i], stacks[i], (void *)tib_of_stack(stacks[i]).base,
                 f, guard);
}

static void free_stacks(void)
{
    for (int i = 1; i < FIBERS; i++)
        free(stacks[i]);
}

static void check_registers(uint64_t rounds)
{
    struct tib_words words;

    CHECK(tib_lend() == 0);
#if !defined(_WIN32) /* there it has real ones */
    set_tib(0x08, 0x1111);
    set_tib(0x10, 0x2222);
    set_tib(0x1478, 0x3333);
#endif
    words = (struct tib_words){get_tib(0x08), get_tib(0x10), get_tib(0x1478)};
    for (int i = 1; i < FIBERS; i++)
        make_fiber(i, switch_for_ever, never);
    for (uint64_t round = 0; round < rounds; round++)
        switch_once(&words, round);
    free_stacks();
    tib_take_back();
}

/* Where destroy_home_of_guard goes on */
void MS_ABI leave_for_good(void)
{
    switch_context(&contexts[1], &contexts[0]);
    fail(__LINE__, "nobody comes back");
}

static void check_home(uint64_t rounds)
{
    static const char rest[64];
    char *top;

    CHECK(tib_lend() == 0);
    make_fiber(1, destroy_home, destroy_home_of_guard);
    for (uint64_t round = 0; round < rounds; round++) {
        top = stacks[1] + DEFAULT_STACK_SIZE - sizeof(rest);
        memset(top, 0, sizeof(rest));
        context_init(&contexts[1], stacks[1], top, destroy_home,
                     destroy_home_of_guard);
        function_rsp = guard_rsp = 0;
        switch_context(&contexts[0], &contexts[1]);
        CHECK(function_rsp % 16 == 8);
        CHECK(guard_rsp % 16 == 8);
        CHECK(function_rsp + 0x20 < guard_rsp);
        CHECK(guard_rsp + 0x28 <= (uint64_t)top);
        CHECK(memcmp(top, rest, sizeof(rest)) == 0);
    }
    free_stacks();
    tib_take_back();
}

/* --- The runtime ---------------------------------------------------------- */

static struct runtime runtime;
static int turns;

static void MS_ABI nothing(void)
{
    turns++;
}

static void spawn_three(void(MS_ABI *f)(void))
{
    for (int i = 1; i < MAX_THREADS; i++)
        CHECK(runtime_spawn(&runtime, f) == 0);
    CHECK(runtime_spawn(&runtime, f) == -EAGAIN);
}

static void check_slots(uint64_t rounds)
{
    CHECK(runtime_init(&runtime) == 0);
    for (uint64_t round = 0; round < rounds; round++) {
        spawn_three(nothing);
        CHECK(runtime_spawn(&runtime, nothing) == -EAGAIN);
        runtime_run(&runtime);
    }
    CHECK((uint64_t)turns == rounds * (MAX_THREADS - 1));
    runtime_fini(&runtime);
}

/* What needs rsp to be right: instructions for aligned data, and printf */
static void MS_ABI use_aligned(void)
{
    _Alignas(16) volatile float array[4] = {1, 2, 3, 4};
    volatile __m128 vector = _mm_load_ps((const float *)array);
    char text[32];

    CHECK((uintptr_t)array % 16 == 0);
    yield_thread();
    snprintf(text, sizeof(text), "%.3f", (double)vector[3] / 32);
    CHECK(strcmp(text, "0.125") == 0);
    turns++;
}

static void check_alignment(uint64_t rounds)
{
    CHECK(runtime_init(&runtime) == 0);
    for (uint64_t round = 0; round < rounds; round++) {
        spawn_three(use_aligned);
        runtime_run(&runtime);
    }
    CHECK((uint64_t)turns == rounds * (MAX_THREADS - 1));
    runtime_fini(&runtime);
}

static void MS_ABI look_at_tib(void)
{
    char *stack = runtime.threads[runtime.current].stack;
    struct tib_words words = tib_of_stack(stack);

    for (int i = 0; i < 100; i++) {
        CHECK(tib_is(&words));
        errno = (int)runtime.current;
        yield_thread();
        CHECK(errno == (int)runtime.current);
        turns++;
    }
}

static void check_tib(uint64_t rounds)
{
    struct tib_words words;

    CHECK(runtime_init(&runtime) == 0);
    words = (struct tib_words){get_tib(0x08), get_tib(0x10), get_tib(0x1478)};
    for (uint64_t round = 0; round < rounds; round++) {
        spawn_three(look_at_tib);
        runtime_run(&runtime);
        CHECK(tib_is(&words));
    }
    CHECK((uint64_t)turns == 100 * rounds * (MAX_THREADS - 1));
    runtime_fini(&runtime);
}

/* --- What only Linux shows ------------------------------------------------ */

#if !defined(_WIN32)
#include <asm/prctl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_barrier_t barrier;

static uint64_t get_gs(void)
{
    uint64_t gs;

    CHECK(syscall(SYS_arch_prctl, ARCH_GET_GS, &gs) == 0);
    return gs;
}

static void check_lending(uint64_t rounds)
{
    uint64_t mine[1024] = {0}; /* more than the switch knows of a TIB */

    CHECK(get_gs() == 0);
    CHECK(syscall(SYS_arch_prctl, ARCH_SET_GS, mine) == 0);
    for (uint64_t round = 0; round < rounds; round++) {
        CHECK(runtime_init(&runtime) == 0);
        CHECK(get_gs() != (uint64_t)mine);
        spawn_three(nothing);
        runtime_run(&runtime);
        runtime_fini(&runtime);
        CHECK(get_gs() == (uint64_t)mine);
    }
    for (size_t i = 0; i < 1024; i++)
        CHECK(mine[i] == 0);
}

static void MS_ABI meet_the_other(void)
{
    struct tib_words words = {get_tib(0x08), get_tib(0x10), get_tib(0x1478)};

    CHECK(words.limit == words.dealloc);
    CHECK((uint64_t)&words > words.limit && (uint64_t)&words < words.base);
    for (int i = 0; i < 1000; i++) {
        pthread_barrier_wait(&barrier);
        yield_thread();
        CHECK(tib_is(&words));
    }
}

static void *run_fibers(void *arg)
{
    struct runtime rt;

    CHECK(runtime_init(&rt) == 0);
    CHECK(runtime_spawn(&rt, meet_the_other) == 0);
    CHECK(runtime_spawn(&rt, meet_the_other) == 0);
    runtime_run(&rt);
    runtime_fini(&rt);
    return arg;
}

static void check_threads(uint64_t rounds)
{
    pthread_t thread;

    CHECK(pthread_barrier_init(&barrier, NULL, 2) == 0);
    for (uint64_t round = 0; round < rounds; round++) {
        CHECK(pthread_create(&thread, NULL, run_fibers, NULL) == 0);
        run_fibers(NULL);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    pthread_barrier_destroy(&barrier);
}
#endif

/* --- Misuse: each must panic ---------------------------------------------- */

static void misuse_yield(uint64_t rounds)
{
    (void)rounds;
    CHECK(runtime_init(&runtime) == 0);
    yield_thread();
}

static void misuse_init(uint64_t rounds)
{
    struct runtime second;

    (void)rounds;
    CHECK(runtime_init(&runtime) == 0);
    runtime_init(&second);
}

static void run_fiber(void(MS_ABI *f)(void))
{
    CHECK(runtime_init(&runtime) == 0);
    CHECK(runtime_spawn(&runtime, f) == 0);
    runtime_run(&runtime);
}

static void MS_ABI run_again(void)
{
    runtime_run(&runtime);
}

static void misuse_run(uint64_t rounds)
{
    (void)rounds;
    run_fiber(run_again);
}

static void MS_ABI finish(void)
{
    runtime_fini(&runtime);
}

static void misuse_fini(uint64_t rounds)
{
    (void)rounds;
    run_fiber(finish);
}

/* Leaves by the switch itself: the runtime takes it to be running still. */
static void MS_ABI leave_by_the_window(void)
{
    switch_context(&runtime.threads[1].ctx, &runtime.threads[0].ctx);
}

static void misuse_switch(uint64_t rounds)
{
    (void)rounds;
    run_fiber(leave_by_the_window);
    runtime_run(&runtime);
}

static void misuse_dead(uint64_t rounds)
{
    (void)rounds;
    run_fiber(nothing);
    switch_context(&runtime.threads[0].ctx, &runtime.threads[1].ctx);
}

/* -------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*run)(uint64_t rounds);
} checks[] = {
    {"registers", check_registers},
    {"home", check_home},
    {"slots", check_slots},
    {"alignment", check_alignment},
    {"tib", check_tib},
#if !defined(_WIN32)
    {"lending", check_lending},
    {"threads", check_threads},
#endif
    {"misuse-yield", misuse_yield},
    {"misuse-init", misuse_init},
    {"misuse-run", misuse_run},
    {"misuse-fini", misuse_fini},
    {"misuse-switch", misuse_switch},
    {"misuse-dead", misuse_dead},
};

int main(int argc, char **argv)
{
    uint64_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;

#if !defined(_WIN32)
    alarm(120); /* a switch gone wrong may go round for ever */
#endif
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (argc > 1 && strcmp(argv[1], checks[i].name) == 0) {
            checks[i].run(rounds);
            return EXIT_SUCCESS;
        }
    fputs("usage: checks NAME [ROUNDS]\n", stderr);
    return 2;
}
