#ifndef ANNOTATE_H
#define ANNOTATE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What tools must be told that watch a program with many stacks.  Each has its
 * part below; where it is not there, nothing is left of it.
 */
struct annotation {
    const char *bottom; /* of the stack */
    size_t bytes;
    void *fake_stack; /* AddressSanitizer's, and its size */
    size_t fake_bytes;
    void *tsan_fiber;     /* ThreadSanitizer's */
    unsigned valgrind_id; /* valgrind's */
};

/*
 * For what tells a tool of a switch.  Tools follow calls as well: entered on
 * one stack and left on another, a function would take the wrong one off the
 * list of calls.  So each is part of its caller, even at -O0.
 */
#define PART_OF_CALLER static inline __attribute__((always_inline))

#if defined(__has_feature) /* clang */
#if __has_feature(address_sanitizer)
#define HAVE_ASAN
#endif
#if __has_feature(thread_sanitizer)
#define HAVE_TSAN
#endif
#elif defined(__SANITIZE_ADDRESS__) /* gcc */
#define HAVE_ASAN
#elif defined(__SANITIZE_THREAD__)
#define HAVE_TSAN
#endif

/*
 * AddressSanitizer knows the bounds of the stack that runs, and so must hear of
 * each switch.  What a fiber left poisoned on a stack is of no interest to the
 * next one there.  And pointers to the heap may be on any stack.
 */
#if defined(HAVE_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>

/*
 * Local variables may lie on a fake stack, and then pointers do, too.  Where
 * that is ASan tells at a switch, but not its size, which is (class FakeStack)
 * flags and 11 times that of the stack, as a power of 2 from 64 KiB to 1 MiB.
 * It must not be more: what follows may be a guard.
 */
static inline void asan_keep_fake_stack(struct annotation *stack)
{
    size_t bytes = 64 * 1024;

    if (stack->fake_stack == NULL || stack->fake_bytes != 0 ||
        stack->bottom == NULL)
        return;
    while (bytes < stack->bytes && bytes < 1024 * 1024)
        bytes *= 2;
    stack->fake_bytes = 4096 + bytes / 32 + 11 * bytes;
    __lsan_register_root_region(stack->fake_stack, stack->fake_bytes);
}

static inline void asan_drop_fake_stack(struct annotation *stack)
{
    if (stack->fake_bytes != 0)
        __lsan_unregister_root_region(stack->fake_stack, stack->fake_bytes);
    stack->fake_stack = NULL;
    stack->fake_bytes = 0;
}

static inline void asan_map(struct annotation *stack)
{
    __lsan_register_root_region(stack->bottom, stack->bytes);
}

static inline void asan_unmap(struct annotation *stack)
{
    __lsan_unregister_root_region(stack->bottom, stack->bytes);
    __asan_unpoison_memory_region(stack->bottom, stack->bytes);
}

static inline void asan_begin(struct annotation *stack)
{
    __asan_unpoison_memory_region(stack->bottom, stack->bytes);
}

PART_OF_CALLER void asan_leave(struct annotation *from,
                               const struct annotation *to, bool is_end)
{
    if (is_end)
        asan_drop_fake_stack(from);
    __sanitizer_start_switch_fiber(is_end ? NULL : &from->fake_stack,
                                   to->bottom, to->bytes);
    asan_keep_fake_stack(from);
}

/*
 * After a switch from the OS thread's own stack its bounds are known.  From
 * then on it is one of many stacks, and there are pointers on it, too.
 */
static inline void asan_arrive(struct annotation *stack,
                               struct annotation *base)
{
    const void *bottom;
    size_t bytes;

    __sanitizer_finish_switch_fiber(stack->fake_stack, &bottom, &bytes);
    if (base->bottom == NULL) {
        base->bottom = bottom;
        base->bytes = bytes;
        asan_map(base);
        asan_keep_fake_stack(base);
    }
}

static inline void asan_return(struct annotation *base)
{
    asan_drop_fake_stack(base);
    if (base->bottom != NULL)
        __lsan_unregister_root_region(base->bottom, base->bytes);
}
#else
#define asan_map(stack)
#define asan_unmap(stack)
#define asan_begin(stack)
#define asan_leave(from, to, is_end)
#define asan_arrive(stack, base)
#define asan_return(base)
#endif

/*
 * ThreadSanitizer keeps a history for each fiber, as for a thread.  A fiber
 * that ends cannot destroy its own, so the next one on the stack does.
 */
#if defined(HAVE_TSAN)
#include <sanitizer/tsan_interface.h>

static inline void tsan_unmap(struct annotation *stack)
{
    if (stack->tsan_fiber != NULL)
        __tsan_destroy_fiber(stack->tsan_fiber);
    stack->tsan_fiber = NULL;
}

static inline void tsan_begin(struct annotation *stack)
{
    tsan_unmap(stack);
    stack->tsan_fiber = __tsan_create_fiber(0);
}

PART_OF_CALLER void tsan_leave(const struct annotation *to)
{
    __tsan_switch_to_fiber(to->tsan_fiber, 0);
}

static inline void tsan_adopt(struct annotation *stack)
{
    stack->tsan_fiber = __tsan_get_current_fiber();
}
#else
#define tsan_unmap(stack)
#define tsan_begin(stack)
#define tsan_leave(to)
#define tsan_adopt(stack)
#endif

/*
 * valgrind takes a jump of the stack pointer by less than 2 MB for one large
 * frame, unless it knows that there are two stacks.
 */
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_STACK_REGISTER(start, end) 0
#define VALGRIND_STACK_DEREGISTER(id)       (void)(id)
#endif

/* There is a new stack, from bottom up. */
static inline void annotate_map(struct annotation *stack, const char *bottom,
                                size_t bytes)
{
    *stack = (struct annotation){
        .bottom = bottom,
        .bytes = bytes,
        .valgrind_id = VALGRIND_STACK_REGISTER(bottom, bottom + bytes),
    };
    asan_map(stack);
}

/* It is about to go.  Nobody stands on it. */
static inline void annotate_unmap(struct annotation *stack)
{
    (void)stack;
    VALGRIND_STACK_DEREGISTER(stack->valgrind_id);
    asan_unmap(stack);
    tsan_unmap(stack);
}

/* base is the stack that the OS thread came with ... */
static inline void annotate_adopt(struct annotation *base)
{
    *base = (struct annotation){0};
    tsan_adopt(base);
}

/* ... and now its only one again. */
static inline void annotate_return(struct annotation *base)
{
    (void)base;
    asan_return(base);
}

/* A new fiber will run on it. */
static inline void annotate_begin(struct annotation *stack)
{
    (void)stack;
    asan_begin(stack);
    tsan_begin(stack);
}

/* Right before a switch; is_end: nobody will come back. */
PART_OF_CALLER void annotate_leave(struct annotation *from,
                                   struct annotation *to, bool is_end)
{
    (void)from, (void)to, (void)is_end;
    asan_leave(from, to, is_end);
    tsan_leave(to);
}

/* Right after a switch, on the stack where it led to. */
static inline void annotate_arrive(struct annotation *stack,
                                   struct annotation *base)
{
    (void)stack, (void)base;
    asan_arrive(stack, base);
}

#endif
