/* links: runtime/ all */
/*
 * The promise of runtime/README.md that the runtime's own thread executes no
 * locked instruction: a child does what a program does, one instruction at a
 * time, and its parent looks at each, those of libc among them.
 */
#include "tests/unit/runtime_tasks.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/calls.h"
#include "runtime/task_set.h"

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
enum {
    CAN_COUNT = 1
};
#else
enum {
    CAN_COUNT = 0
};
#endif

#ifdef __x86_64__

/* --- Which instructions are locked ------------------------------------------
 */

static bool is_prefix(uint8_t byte)
{
    static const uint8_t prefixes[] = {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65,
                                       0x66, 0x67, 0xf0, 0xf2, 0xf3};

    return memchr(prefixes, byte, sizeof(prefixes)) != NULL ||
           (byte & 0xf0) == 0x40; /* REX */
}

/*
 * LOCK is a prefix, and xchg with memory does without one: Intel's manual,
 * volume 3, "Bus Locking".
 */
static bool is_locked(const uint8_t *code)
{
    for (; is_prefix(*code); code++)
        if (*code == 0xf0)
            return true;
    return (code[0] == 0x86 || code[0] == 0x87) && code[1] >> 6 != 3;
}

TEST(locked_instructions_are_told_from_others)
{
    static const struct {
        uint8_t code[8];
        bool is_locked;
    } table[] = {
        {{0xf0, 0x0f, 0xc1, 0x07}, true},       /* lock xadd %eax,(%rdi) */
        {{0xf0, 0x48, 0x0f, 0xb1, 0x17}, true}, /* lock cmpxchg %rdx,(%rdi) */
        {{0x66, 0xf0, 0xff, 0x07}, true},       /* lock incw (%rdi) */
        {{0x87, 0x07}, true},                   /* xchg %eax,(%rdi) */
        {{0x48, 0x87, 0x07}, true},             /* xchg %rax,(%rdi) */
        {{0x86, 0x07}, true},                   /* xchg %al,(%rdi) */
        {{0x87, 0xc8}, false},                  /* xchg %ecx,%eax */
        {{0x66, 0x90}, false},                  /* nop: xchg %ax,%ax */
        {{0x0f, 0xb1, 0x17}, false},            /* cmpxchg %edx,(%rdi) */
        {{0xc5, 0xf0, 0x58, 0xc0}, false},      /* vaddps: VEX, no prefix */
        {{0xb8, 0xf0, 0x87, 0x07, 0}, false},   /* mov $0x787f0,%eax */
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        CHECK_EQ(is_locked(table[i].code), table[i].is_locked);
}

/* --- One instruction at a time ----------------------------------------------
 */

/* Between these two the parent counts. */
static void begin_count(void)
{
    raise(SIGUSR1);
}

static void end_count(void)
{
    raise(SIGUSR2);
}

struct count {
    long instructions, locked;
    unsigned long return_address; /* of call_epoll_wait(), while it runs */
};

static unsigned long read_word(pid_t child, unsigned long address)
{
    return (unsigned long)ptrace(PTRACE_PEEKTEXT, child, (void *)address, NULL);
}

/*
 * To ask the kernel does not count: libc has two locked instructions around
 * each call in which a thread could be cancelled.
 */
static void look_at_instruction(pid_t child, struct count *count)
{
    struct user_regs_struct registers;
    unsigned long words[2];

    CHECK_EQ(ptrace(PTRACE_GETREGS, child, NULL, &registers), 0);
    if (registers.rip == (unsigned long)call_epoll_wait)
        count->return_address = read_word(child, registers.rsp);
    if (registers.rip == count->return_address)
        count->return_address = 0;
    if (count->return_address != 0)
        return;
    for (unsigned long i = 0; i < 2; i++)
        words[i] = read_word(child, registers.rip + 8 * i);
    count->instructions++;
    count->locked += is_locked((const uint8_t *)words);
}

/* Until the child gets this signal, which it then does not see */
static void run_until(pid_t child, enum __ptrace_request how, int signal,
                      struct count *count)
{
    int status;

    for (;;) {
        CHECK_EQ(ptrace(how, child, NULL, NULL), 0);
        CHECK_EQ(waitpid(child, &status, 0), child);
        CHECK(WIFSTOPPED(status));
        if (WSTOPSIG(status) == signal)
            return;
        CHECK_EQ(WSTOPSIG(status), SIGTRAP);
        look_at_instruction(child, count);
    }
}

/* What the child executes between begin_count() and end_count() */
static struct count count_in_child(void (*f)(void))
{
    struct count count = {0};
    int status;
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(77);
        raise(SIGSTOP);
        f();
        _exit(0);
    }
    CHECK_EQ(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        check_skip("this process may not trace its child");
    run_until(child, PTRACE_CONT, SIGUSR1, &count);
    run_until(child, PTRACE_SINGLESTEP, SIGUSR2, &count);
    CHECK_EQ(ptrace(PTRACE_CONT, child, NULL, NULL), 0);
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return count;
}

/* --- What a program does ----------------------------------------------------
 */

static void *no_thread(void *data)
{
    return data;
}

/* From now on libc locks what it must where there are threads. */
static void make_libc_careful(void)
{
    pthread_t thread;

    CHECK_EQ(pthread_create(&thread, NULL, no_thread, NULL), 0);
    pthread_join(thread, NULL);
}

static struct poll joining(struct script *script, struct context *cx)
{
    struct script *other = script->data;
    struct task_join join = {other->task};
    int err;

    if (!task_join_into(&join, cx, "script", &err, &script->output, sizeof(int))
             .is_ready)
        return POLL_PENDING;
    return POLL_READY;
}

/* Spawn, wake, poll, sleep, join, abort, drop, and a set */
static void use_tasks(void)
{
    struct script restless_one = {.step = restless, .left = 10};
    struct script sleeper = {.step = sleeping, .left = 5};
    struct script parent = {.step = joining, .data = &restless_one};
    struct script aborted = {.step = sleeping, .left = 1000};
    struct script in_set = {.step = sleeping, .left = 1000};
    struct task_set set;

    spawn_script(&restless_one);
    task_detach(spawn_script(&sleeper));
    task_detach(spawn_script(&parent));
    spawn_script(&aborted);
    task_set_init(&set);
    task_set_add(&set, spawn_script(&in_set));
    run_all();
    task_abort(aborted.task);
    task_detach(aborted.task);
    task_set_fini(&set);
    run_to_the_end();
}

static void use_tasks_alone(void)
{
    make_libc_careful();
    CHECK_EQ(runtime_init(&runtime), 0);
    clock_pause();
    use_tasks(); /* the memory that it keeps for the next */
    begin_count();
    use_tasks();
    end_count();
    tear_down();
}

static void *wake_from_elsewhere(void *waker)
{
    waker_wake(waker);
    return NULL;
}

static struct waker kept;

static struct poll keeping(struct script *script, struct context *cx)
{
    if (script->polls == 2)
        return POLL_READY;
    kept = waker_clone(cx->waker);
    return POLL_PENDING;
}

static void be_woken_from_elsewhere(void)
{
    struct script script = {.step = keeping};
    pthread_t thread;

    CHECK_EQ(runtime_init(&runtime), 0);
    task_detach(spawn_script(&script));
    runtime_turn(&runtime, 0);
    CHECK_EQ(pthread_create(&thread, NULL, wake_from_elsewhere, &kept), 0);
    pthread_join(thread, NULL);
    begin_count();
    runtime_turn(&runtime, 0);
    end_count();
    CHECK_EQ(script.polls, 2);
    tear_down();
}

static void need_to_count(void)
{
    if (!CAN_COUNT)
        check_skip("a sanitizer has locked instructions of its own");
    if (getenv("RUNTIME_MALLOC") != NULL)
        check_skip("no instruction is real under valgrind");
}

TEST(no_instruction_is_locked_in_the_runtimes_thread)
{
    struct count count;

    need_to_count();
    count = count_in_child(use_tasks_alone);
    CHECK(count.instructions > 1000);
    CHECK_EQ(count.locked, 0);
}

TEST(what_another_thread_has_woken_costs_locked_instructions)
{
    need_to_count();
    CHECK(count_in_child(be_woken_from_elsewhere).locked > 0);
}

#else

TEST(no_instruction_is_locked_in_the_runtimes_thread)
{
    check_skip("it knows the instructions of x86-64 only");
}

#endif
