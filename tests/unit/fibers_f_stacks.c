/*
 * links: ch05-fibers/f-fibers-io/ fiber_io.c stack.c mio.c error.c
 * links: ch05-fibers/f-fibers-io/ switch_$(ARCH).S
 * links: tests/unit/ registers_$(ARCH).S
 * wraps: malloc free mmap munmap madvise mprotect epoll_create1
 */
/* The contract of ch05-fibers/f-fibers-io/stack.h, and who ends with a stack */
#define _GNU_SOURCE
#include "tests/unit/fibers_f.h"

#include <alloca.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/mman.h>

/* --- Calls that can be refused, and what they hold --- */

/* volatile: compilers know that malloc() changes no variable of the program */
static _Thread_local volatile int calls, fails_at; /* this one is refused */
static _Thread_local bool (*refuses_unmap)(void);

static _Thread_local volatile int blocks, mappings; /* held now */
static _Thread_local volatile size_t mapped_bytes;
static _Thread_local volatile int mmap_calls;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void __real_free(void *memory);
void __wrap_free(void *memory);
void *__real_mmap(void *at, size_t size, int prot, int flags, int fd,
                  off_t off);
void *__wrap_mmap(void *at, size_t size, int prot, int flags, int fd,
                  off_t off);
int __real_munmap(void *at, size_t size);
int __wrap_munmap(void *at, size_t size);
int __real_madvise(void *at, size_t size, int advice);
int __wrap_madvise(void *at, size_t size, int advice);
int __real_mprotect(void *at, size_t size, int prot);
int __wrap_mprotect(void *at, size_t size, int prot);
int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);

static bool is_refused(void)
{
    if (++calls != fails_at)
        return false;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    void *memory = is_refused() ? NULL : __real_malloc(size);

    blocks += memory != NULL;
    return memory;
}

void __wrap_free(void *memory)
{
    blocks -= memory != NULL;
    __real_free(memory);
}

void *__wrap_mmap(void *at, size_t size, int prot, int flags, int fd, off_t off)
{
    void *memory;

    if (is_refused())
        return MAP_FAILED;
    memory = __real_mmap(at, size, prot, flags, fd, off);
    if (memory == MAP_FAILED)
        return MAP_FAILED;
    mmap_calls++;
    if (flags & MAP_PRIVATE) { /* check.c has one that is shared */
        mappings++;
        mapped_bytes += size;
    }
    return memory;
}

int __wrap_munmap(void *at, size_t size)
{
    if (refuses_unmap != NULL && refuses_unmap()) {
        errno = ENOMEM;
        return -1;
    }
    mappings--;
    mapped_bytes -= size;
    return __real_munmap(at, size);
}

int __wrap_madvise(void *at, size_t size, int advice)
{
    return is_refused() ? -1 : __real_madvise(at, size, advice);
}

int __wrap_mprotect(void *at, size_t size, int prot)
{
    return is_refused() ? -1 : __real_mprotect(at, size, prot);
}

int __wrap_epoll_create1(int flags)
{
    return is_refused() ? -1 : __real_epoll_create1(flags);
}

static void expect_nothing_held(void)
{
    CHECK_EQ(blocks, 0);
    CHECK_EQ(mappings, 0);
    CHECK_EQ(mapped_bytes, 0);
}

/* --- The two kinds of guards --- */

static bool without_markers; /* as on an older kernel */

static void set_up_guards(void)
{
    CHECK_EQ(set_up(), 0);
    if (without_markers)
        fibers.stacks.has_guard_markers = false;
}

static void with_each_guard(void (*f)(void))
{
    for (int i = 0; i < 2; i++) {
        without_markers = i > 0;
        f();
    }
}

static void tear_down_all(void)
{
    tear_down();
    expect_nothing_held();
}

/* Whether a page can be guarded: we touch one, and see whether we survive. */
static void touch_guarded_page(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    volatile char *start = __real_mmap(NULL, page, PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    signal(SIGSEGV, SIG_DFL); /* a sanitizer has a handler */
    if (__real_madvise((void *)start, page, 102 /* MADV_GUARD_INSTALL */) == 0)
        *start = 'x';
    _exit(0);
}

TEST(markers_guard_wherever_the_kernel_has_them)
{
    char said[4096];
    int status = run_apart(touch_guarded_page, said);

    CHECK_EQ(set_up(), 0);
    CHECK_EQ(fibers.stacks.has_guard_markers,
             WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    tear_down_all();
}

/* --- Room --- */

/* One fiber has all that was promised, less what called this. */
static void use_whole_stack(void)
{
    volatile char *room = alloca(STACK_BYTES - 1024);

    for (int i = 0; i < STACK_BYTES - 1024; i++)
        room[i] = (char)i;
    yield();
    for (int i = 0; i < STACK_BYTES - 1024; i++)
        CHECK_EQ(room[i], (char)i);
    started++;
}

enum {
    MANY = 100,
};

static void run_many_on_whole_stacks(void)
{
    set_up_guards();
    started = 0;
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(spawn(use_whole_stack), 0);
    run();
    CHECK_EQ(started, MANY);
    tear_down_all();
}

TEST(each_stack_has_the_room_that_was_asked_for)
{
    with_each_guard(run_many_on_whole_stacks);
}

static bool is_taken[64 * 1024 / 64];
static int places;

static void note_place_in_page(void)
{
    uintptr_t place = (uintptr_t)fibers.running % fibers.stacks.page_bytes;

    places += !is_taken[place / 64];
    is_taken[place / 64] = true;
}

/* Or all would compete for the same lines of the cache. */
TEST(stacks_do_not_begin_at_the_same_place_in_a_page)
{
    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(spawn(note_place_in_page), 0);
    run();
    CHECK(places >= 40);
    tear_down_all();
}

TEST(the_guard_is_all_that_is_below_a_stack)
{
    struct stack_kind kind;
    struct stack *stack;

    CHECK_EQ(stack_kind_init(&kind, 1), 0);
    CHECK_EQ(stack_map(&kind, &stack), 0);
    CHECK(!stack_is_guard(stack, stack->bottom));
    CHECK(stack_is_guard(stack, stack->bottom - 1));
    CHECK(stack_is_guard(stack, stack->bottom - STACK_GUARD_BYTES));
    CHECK(!stack_is_guard(stack, stack->bottom - STACK_GUARD_BYTES - 1));
    CHECK_EQ(stack_unmap(&kind, stack), 0);
    expect_nothing_held();
}

/* --- A stack that overflows --- */

/* Deeper than any stack; a compiler must not make a loop of it. */
static int sink;

__attribute__((noinline)) static int recurse(int depth)
{
    volatile char here[256];

    here[0] = (char)depth;
    if (depth > 0)
        sink += recurse(depth - 1);
    return here[0] + sink;
}

static void overflow_by_recursion(void)
{
    recurse(1000000);
}

/* Touched at its far end alone, where a fault is far from the stack */
__attribute__((noinline)) static void overflow_by_frame(void)
{
    volatile char frame[512 * 1024];

    __asm__ volatile("" : : "r"(frame)); /* and all of it is there */
    frame[0] = 1;
}

static volatile size_t large = 512 * 1024;

static void overflow_by_alloca(void)
{
    volatile char *memory = alloca(large);

    memory[0] = 1;
    sink += memory[0];
}

/* What is left does for the call, but not for what it does. */
static void overflow_in_printf(void)
{
    char *here = __builtin_frame_address(0);
    volatile char *rest =
        alloca((size_t)(here - fibers.running->stack->bottom) - 768);

    rest[0] = 1;
    sink += rest[0];
    printf("%Lf %s\n", (long double)1, "");
}

static void (*overflow)(void);

/* A name that printf() would take for something else */
static void overflow_in_first(void)
{
    set_up_guards();
    CHECK_EQ(fiber_spawn("100%s", call_without_argument, (void *)overflow), 0);
    run();
}

static void overflow_on_used_stack(void)
{
    set_up_guards();
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(spawn(note_three_turns), 0);
        run();
    }
    CHECK_EQ(fiber_spawn("second", call_without_argument, (void *)overflow), 0);
    run();
}

static void overflow_among_many(void)
{
    set_up_guards();
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(spawn(use_whole_stack), 0);
        if (i == MANY / 2)
            CHECK_EQ(
                fiber_spawn("middle", call_without_argument, (void *)overflow),
                0);
    }
    run();
}

static void expect_overflows(void)
{
    expect_panic(overflow_in_first,
                 "panic: fiber 100%s overflowed its 64 KiB stack\n");
    expect_panic(overflow_on_used_stack,
                 "panic: fiber second overflowed its 64 KiB stack\n");
    expect_panic(overflow_among_many,
                 "panic: fiber middle overflowed its 64 KiB stack\n");
}

TEST(a_stack_that_overflows_by_recursion_is_named)
{
    overflow = overflow_by_recursion;
    with_each_guard(expect_overflows);
}

TEST(a_stack_that_overflows_by_one_large_frame_is_named)
{
    overflow = overflow_by_frame;
    with_each_guard(expect_overflows);
}

TEST(a_stack_that_overflows_by_alloca_is_named)
{
    overflow = overflow_by_alloca;
    with_each_guard(expect_overflows);
}

TEST(a_stack_that_overflows_in_the_c_library_is_named)
{
    overflow = overflow_in_printf;
    with_each_guard(expect_overflows);
}

static void overflow_unheard(void)
{
    int ends[2];

    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    overflow_in_first();
}

TEST(a_stack_that_overflows_unheard_aborts_too)
{
    char said[4096];
    int status;

    if (runs_under("qemu"))
        check_skip("an emulator has something to say there, too");
    overflow = overflow_by_recursion;
    status = run_apart(overflow_unheard, said);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void *overflow_here(void *unused)
{
    overflow_in_first();
    return unused;
}

static void overflow_in_second_thread(void)
{
    pthread_t thread;

    CHECK_EQ(set_up(), 0);
    CHECK_EQ(pthread_create(&thread, NULL, overflow_here, NULL), 0);
    pthread_join(thread, NULL);
}

TEST(a_stack_that_overflows_on_another_thread_is_named)
{
    overflow = overflow_by_recursion;
    expect_panic(overflow_in_second_thread,
                 "panic: fiber 100%s overflowed its 64 KiB stack\n");
}

static void overflow_another_size(void)
{
    CHECK_EQ(runtime_init(&fibers, 100 * 1024 - 1), 0);
    CHECK_EQ(
        fiber_spawn("", call_without_argument, (void *)overflow_by_recursion),
        0);
    run();
}

TEST(the_size_of_the_stack_is_said)
{
    expect_panic(overflow_another_size,
                 "panic: fiber  overflowed its 100 KiB stack\n");
}

/* --- Other faults --- */

static char *volatile nowhere = (char *)16;

static void touch_nowhere(void)
{
    *nowhere = 1;
}

static void get_signal(void)
{
    kill(getpid(), SIGSEGV);
}

static void (*fault)(void);

static void fault_in_base(void)
{
    CHECK_EQ(set_up(), 0);
    fault();
}

static void fault_in_fiber(void)
{
    run_one(fault);
}

static void fault_after_fini(void)
{
    CHECK_EQ(set_up(), 0);
    tear_down();
    fault();
}

static void *fault_here(void *unused)
{
    fault();
    return unused;
}

static void fault_in_other_thread(void)
{
    pthread_t thread;

    CHECK_EQ(set_up(), 0);
    CHECK_EQ(pthread_create(&thread, NULL, fault_here, NULL), 0);
    pthread_join(thread, NULL);
}

static char *guard_of_other;

static void find_guard(void)
{
    guard_of_other = fibers.running->stack->bottom - 1;
    yield();
}

static void touch_guard_of_other(void)
{
    *(volatile char *)guard_of_other = 1;
}

static void fault_in_guard_of_other(void)
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(find_guard), 0);
    CHECK_EQ(spawn(touch_guard_of_other), 0);
    run();
}

/* The process ends as it would have without fibers. */
static void expect_end(void (*f)(void), int status)
{
    char said[4096];
    int actual = run_apart(f, said);

    if (actual != status || strstr(said, "overflowed") != NULL)
        check_fail(__FILE__, __LINE__, "status 0x%x, not 0x%x; it said: %s",
                   actual, status, said);
}

static void expect_same_end(void (*how)(void))
{
    char said[4096];
    int status;

    fault = how;
    status = run_apart(how, said);
    expect_end(fault_in_base, status);
    expect_end(fault_in_fiber, status);
    expect_end(fault_after_fini, status);
}

TEST(a_fault_that_is_no_overflow_ends_as_ever)
{
    char said[4096];
    int status = run_apart(touch_nowhere, said);

    expect_same_end(touch_nowhere);
    expect_end(fault_in_other_thread, status);
    expect_end(fault_in_guard_of_other, status);
}

TEST(the_signal_from_elsewhere_ends_as_ever)
{
    expect_same_end(get_signal);
}

TEST(the_signal_from_elsewhere_is_ignored_as_ever)
{
    signal(SIGSEGV, SIG_IGN);
    expect_same_end(get_signal);
}

static void handle_plainly(int signal)
{
    _exit(signal == SIGSEGV ? 42 : 1);
}

TEST(a_handler_from_before_is_called)
{
    struct sigaction action = {.sa_handler = handle_plainly};

    if (runs_under("valgrind"))
        check_skip("valgrind ends with a status of its own after a fault");
    CHECK_EQ(sigaction(SIGSEGV, &action, NULL), 0);
    expect_same_end(touch_nowhere);
    fault = touch_nowhere;
    expect_end(fault_in_fiber, 42 << 8);
}

static void handle_with_info(int signal, siginfo_t *info, void *ucontext)
{
    bool is_right = signal == SIGSEGV && ucontext != NULL &&
                    (info->si_addr == nowhere || info->si_code <= 0);

    _exit(is_right ? 43 : 1);
}

TEST(a_handler_from_before_gets_what_it_asked_for)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO};

    if (runs_under("valgrind"))
        check_skip("valgrind ends with a status of its own after a fault");
    action.sa_sigaction = handle_with_info;
    CHECK_EQ(sigaction(SIGSEGV, &action, NULL), 0);
    fault = touch_nowhere;
    expect_end(fault_in_fiber, 43 << 8);
    fault = get_signal;
    expect_end(fault_in_fiber, 43 << 8);
}

static void stay_away(int signal)
{
    (void)signal;
    _exit(44);
}

static void __attribute__((noinline)) get_signal_at(const char *bottom)
{
    volatile char frame[64];

    frame[0] = 1;
    if ((uintptr_t)__builtin_frame_address(0) - (uintptr_t)bottom > 768)
        get_signal_at(bottom);
    else
        kill(getpid(), SIGUSR1);
    sink += frame[0];
}

static void get_signal_without_room(void)
{
    get_signal_at(fibers.running->stack->bottom);
    _exit(45);
}

static void get_signal_in_fiber_without_room(void)
{
    kill(getpid(), 0); /* has the linker look it up while there is room */
    CHECK(signal(SIGUSR1, stay_away) == SIG_DFL);
    set_up_guards();
    CHECK_EQ(spawn(get_signal_without_room), 0);
    run();
}

/* The kernel forces SIGSEGV then, which does not come again by itself. */
TEST(a_signal_without_room_ends_the_program)
{
    char said[4096];
    int status;

    if (WITH_ASAN || WITH_TSAN)
        check_skip("a sanitizer takes signals itself");
    status = run_apart(get_signal_in_fiber_without_room, said);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV)
        check_fail(__FILE__, __LINE__, "status 0x%x; it said: %s", status,
                   said);
}

/* --- Memory --- */

TEST(whichever_call_fails_init_leaves_nothing)
{
    int files = check_open_files(), n = 0, err;
    stack_t signals;

    do {
        calls = blocks = 0; /* counting the files took memory, too */
        fails_at = ++n;
        err = set_up();
        if (err == 0) { /* what failed was a question, or nothing */
            CHECK_EQ(sigaltstack(NULL, &signals), 0);
            CHECK(!(signals.ss_flags & SS_DISABLE));
            tear_down();
        } else {
            CHECK_EQ(err, -ENOMEM);
        }
        expect_nothing_held();
        CHECK_EQ(check_open_files(), files);
    } while (calls >= n);
    CHECK(n > 3);
}

/* But for a failed marker: then the guard is of the other kind. */
static void fail_all_calls_of_spawn(void)
{
    int n = 0, spawned = 1, err;
    bool has_markers;

    set_up_guards();
    has_markers = fibers.stacks.has_guard_markers;
    spawn(note_three_turns);
    record[0] = '\0';
    started = 0;
    do {
        int before = mappings;

        calls = 0;
        fails_at = ++n;
        err = spawn(note_three_turns);
        CHECK(err == 0 || (err == -ENOMEM && mappings == before));
        spawned += err == 0;
    } while (calls >= n);
    fails_at = 0;
    CHECK_EQ(n, 3);
    CHECK_EQ(spawned, has_markers ? 3 : 2);
    run();
    CHECK_STR(record, has_markers ? "abcabcabc" : "ababab");
    tear_down_all();
}

TEST(whichever_call_fails_spawn_leaves_all_as_it_was)
{
    with_each_guard(fail_all_calls_of_spawn);
}

static char *top_of_stack;

static void note_top(void)
{
    top_of_stack = __builtin_frame_address(0);
    yield();
}

TEST(a_stack_is_used_again)
{
    char *first;

    run_one(note_top);
    first = top_of_stack;
    mmap_calls = 0;
    for (int i = 0; i < 100; i++) {
        top_of_stack = NULL;
        CHECK_EQ(spawn(note_top), 0);
        run();
        CHECK(top_of_stack == first);
    }
    CHECK_EQ(mmap_calls, 0);
    tear_down_all();
}

static void spawn_number(int number)
{
    started = 0;
    for (int i = 0; i < number; i++)
        CHECK_EQ(spawn(note_top), 0);
}

static void let_many_end(void)
{
    int many = times(5000, 1500);

    set_up_guards();
    mmap_calls = 0;
    spawn_number(many);
    CHECK_EQ(mappings, many);
    run();
    CHECK_EQ(mappings, DEAD_KEPT);
    spawn_number(DEAD_KEPT);
    CHECK_EQ(mmap_calls, many);
    run();
    tear_down_all();
}

TEST(not_all_stacks_of_the_dead_are_kept)
{
    with_each_guard(let_many_end);
}

static void spawn_and_free(void)
{
    set_up_guards();
    spawn_number(MANY);
    tear_down_all();
}

TEST(fini_frees_the_stacks_of_fibers_that_never_ran)
{
    with_each_guard(spawn_and_free);
}

static bool always(void)
{
    return true;
}

static bool at_first(void)
{
    static int count;

    return ++count < DEAD_KEPT;
}

/* As munmap(2) is, where there are as many mappings as there may be. */
TEST(a_stack_that_cannot_be_unmapped_goes_later)
{
    int many = DEAD_KEPT + MANY;

    CHECK_EQ(set_up(), 0);
    refuses_unmap = always;
    spawn_number(many);
    run();
    CHECK_EQ(mappings, many);
    mmap_calls = 0;
    spawn_number(many);
    CHECK_EQ(mmap_calls, 0);
    run();
    refuses_unmap = at_first;
    tear_down_all();
}

static void fini_in_vain(void)
{
    run_one(note_top);
    refuses_unmap = always;
    tear_down();
}

TEST(stacks_that_cannot_be_unmapped_at_all_are_not_silently_lost)
{
    expect_panic(fini_in_vain, "panic: no stack can be unmapped: Cannot "
                               "allocate memory\n");
}

/* --- Very many --- */

static void skip_unless_bare(void)
{
    if (getenv("QUICK") != NULL)
        check_skip("it takes seconds: make check");
    if (WITH_TSAN)
        check_skip("ThreadSanitizer knows 8,128 fibers at most");
    if (WITH_ASAN)
        check_skip("LeakSanitizer looks for each stack among all of them");
    if (times(1, 0) == 0)
        check_skip("too many fibers for an emulator or valgrind");
}

enum {
    VERY_MANY = 100000,
};

static int are_there;

/* Each is there before the first goes on. */
static void yield_once(void)
{
    are_there++;
    yield();
    CHECK_EQ(are_there, VERY_MANY);
    started++;
}

TEST(a_hundred_thousand_fibers_are_alive_at_once)
{
    skip_unless_bare();
    CHECK_EQ(set_up(), 0);
    if (!fibers.stacks.has_guard_markers) {
        tear_down();
        check_skip("the kernel cannot guard pages inside of a mapping "
                   "(Linux 6.13 can), and a process may have 65,530 "
                   "where nobody has raised vm.max_map_count");
    }
    spawn_number(0);
    for (int i = 0; i < VERY_MANY; i++)
        CHECK_EQ(spawn(yield_once), 0);
    run();
    CHECK_EQ(started, VERY_MANY);
    tear_down_all();
}

static int max_mappings(void)
{
    FILE *file = fopen("/proc/sys/vm/max_map_count", "r");
    int max;

    CHECK(file != NULL);
    CHECK_EQ(fscanf(file, "%d", &max), 1);
    CHECK_EQ(fclose(file), 0);
    return max;
}

static void yield_and_count(void)
{
    yield();
    started++;
}

/* Each stack and each guard is a mapping. */
TEST(as_many_fibers_as_there_can_be_mappings)
{
    int max = max_mappings(), spawned = 0, err;

    skip_unless_bare();
    if (max > 200000)
        check_skip("vm.max_map_count is so high that this would take long");
    without_markers = true;
    set_up_guards();
    while ((err = spawn(yield_and_count)) == 0)
        spawned++;
    CHECK_EQ(err, -ENOMEM);
    CHECK(spawned > max / 2 - 500 && spawned <= max / 2);
    run();
    CHECK_EQ(started, spawned);
    tear_down_all();
}
