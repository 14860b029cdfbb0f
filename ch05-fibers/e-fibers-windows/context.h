#ifndef CONTEXT_H
#define CONTEXT_H

/*
 * What a thread needs to go on where it left off.  Its whole state is its
 * stack and the CPU's registers.  But it leaves by a call, and to the compiler
 * a call destroys all registers but a few: what the others held that is still
 * of use lies on the stack already.  Those few are the context.
 *
 * Left out, as in the book: how to round and which floating-point errors trap
 * (MXCSR and the x87 control word).  Windows calls that preserved too, but
 * hardly a program ever changes it; one that does, does it to all threads here.
 * GetLastError(), what FlsAlloc() gave out and, on Linux, the signal mask are
 * those of all as well.  And a shadow stack (Intel CET) knows nothing of other
 * stacks: with one, a switch is a fault.
 */
struct context;

/*
 * For functions that are called as on Windows: the switch, and those that a
 * first switch leads to.  On Windows all are; elsewhere they may call others,
 * and the compiler keeps what Windows preserves and others destroy.
 */
#define MS_ABI __attribute__((ms_abi))

/*
 * Saves in from the context of the caller, and goes on as to.  It returns when
 * somebody switches to from: to the caller a call like any other, but for the
 * time that it took.
 */
void MS_ABI switch_context(struct context *from, const struct context *to);

/*
 * Makes ctx the context of a thread that has not run yet.  The first switch to
 * it enters f as a call would, and when f returns, guard is entered; guard must
 * not return.  bottom is the lower end of the stack; top is the upper end, a
 * multiple of 16.
 */
static inline void context_init(struct context *ctx, void *bottom, void *top,
                                void(MS_ABI *f)(void),
                                void(MS_ABI *guard)(void));

/*
 * switch_x86_64_windows.S: into skip, which leads to f and guard; for
 * context_init().
 */
void MS_ABI skip_entry(void);

#if defined(__x86_64__)
#include "context_x86_64_windows.h"
#else
#error "these are the rules of Windows for x86-64 CPUs"
#endif

#endif
