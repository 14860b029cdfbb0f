#ifndef CONTEXT_H
#define CONTEXT_H

/*
 * What a thread needs to go on where it left off.  Its whole state is its
 * stack and the CPU's registers.  But it leaves by a call, and to the compiler
 * a call destroys all registers but a few: what the others held that is still
 * of use lies on the stack already.  Those few are the context.
 *
 * Left out, as in the book: how to round and which floating-point errors trap
 * (MXCSR and the x87 control word, FPCR, frm).  The ABIs call that preserved
 * too, but hardly a program ever changes it; one that does, does it to all
 * threads here.  The signal mask is that of all as well.  And a shadow stack
 * (Intel CET, Arm GCS) knows nothing of other stacks: with one, a switch is a
 * fault.
 */
struct context;

/*
 * Saves in from the context of the caller, and goes on as to.  It returns when
 * somebody switches to from: to the caller a call like any other, but for the
 * time that it took.
 */
void switch_context(struct context *from, const struct context *to);

/*
 * Makes ctx the context of a thread that has not run yet.  The first switch to
 * it enters f as a call would, and when f returns, guard is entered; guard must
 * not return.  top is the upper end of the stack, a multiple of 16.
 */
static inline void context_init(struct context *ctx, void *top, void (*f)(void),
                                void (*guard)(void));

/* switch_<cpu>.S: into skip, which leads to f and guard; for context_init(). */
void skip_entry(void);

#if defined(__x86_64__)
#include "context_x86_64.h"
#elif defined(__aarch64__)
#include "context_aarch64.h"
#elif defined(__riscv_float_abi_double) && __riscv_xlen == 64
#include "context_riscv64.h"
#else
#error "unknown CPU: it needs a context_<cpu>.h and a switch_<cpu>.S"
#endif

#endif
