#ifndef CONTEXT_X86_64_WINDOWS_H
#define CONTEXT_X86_64_WINDOWS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The registers that a called function must preserve (Microsoft, "x64 calling
 * convention"), where switch_x86_64_windows.S expects them.  The address to go
 * on at is none of them: a call leaves it on the stack.
 *
 * And the words of the TIB that say which stack this is.  A function with a big
 * frame first touches each page below the limit, so that the stack grows; an
 * exception looks for no handler outside limit and base; and code that asks
 * where the stack can reach down to is told dealloc, which the book leaves out.
 * The rest stays the OS thread's: ExceptionList is for 32-bit programs,
 * FiberData for fibers that Windows made, and GuaranteedStackBytes is about a
 * guard page, which no stack here has.
 */
struct context {
    uint64_t rsp;
    uint64_t r15;
    uint64_t r14;
    uint64_t r13;
    uint64_t r12;
    uint64_t rbx;
    uint64_t rbp;
    uint64_t rdi;
    uint64_t rsi;
    uint64_t stack_base;    /* gs:0x0008, the upper end */
    uint64_t stack_limit;   /* gs:0x0010, how far down there is memory by now */
    uint64_t stack_dealloc; /* gs:0x1478, how far down there can ever be */
    _Alignas(16) uint64_t xmm[10][2]; /* xmm6 to xmm15 */
};

_Static_assert(offsetof(struct context, rsp) == 0x00, "the .S file");
_Static_assert(offsetof(struct context, r15) == 0x08, "the .S file");
_Static_assert(offsetof(struct context, r14) == 0x10, "the .S file");
_Static_assert(offsetof(struct context, r13) == 0x18, "the .S file");
_Static_assert(offsetof(struct context, r12) == 0x20, "the .S file");
_Static_assert(offsetof(struct context, rbx) == 0x28, "the .S file");
_Static_assert(offsetof(struct context, rbp) == 0x30, "the .S file");
_Static_assert(offsetof(struct context, rdi) == 0x38, "the .S file");
_Static_assert(offsetof(struct context, rsi) == 0x40, "the .S file");
_Static_assert(offsetof(struct context, stack_base) == 0x48, "the .S file");
_Static_assert(offsetof(struct context, stack_limit) == 0x50, "the .S file");
_Static_assert(offsetof(struct context, stack_dealloc) == 0x58, "the .S file");
_Static_assert(offsetof(struct context, xmm) == 0x60, "the .S file");
_Static_assert(_Alignof(struct context) == 16, "movaps needs it");

/*
 * Each return takes a word and leaves rsp 8 higher.  A function must be entered
 * with rsp 8 below a multiple of 16, as by a call: so it is with f, and so with
 * guard, because skip stands between them.  The one before f is for a debugger:
 * in the first switch it finds skip waiting, not f, which nobody called so far.
 *
 * Above the address that it returns to, a function owns 32 bytes: a home for
 * its first four arguments, and if it has none, for what it likes.  So skip
 * steps over them to what it returns to.  In the book guard's address stands
 * in f's home, and f may destroy the way it has to go.
 */
static inline void context_init(struct context *ctx, void *bottom, void *top,
                                void(MS_ABI *f)(void),
                                void(MS_ABI *guard)(void))
{
    uint64_t *word = top;

    /* [-1] to [-4]: the home of guard */
    word[-5] = (uint64_t)skip_entry; /* never used, but by a debugger */
    word[-6] = (uint64_t)guard;
    /* [-7] to [-10]: the home of f */
    word[-11] = (uint64_t)skip_entry;
    word[-12] = (uint64_t)f;
    /* [-13] to [-16]: nobody's, but skip steps over them */
    word[-17] = (uint64_t)skip_entry;
    *ctx = (struct context){
        .rsp = (uint64_t)&word[-17],
        .stack_base = (uint64_t)top,
        .stack_limit = (uint64_t)bottom,
        .stack_dealloc = (uint64_t)bottom,
    };
}

#endif
