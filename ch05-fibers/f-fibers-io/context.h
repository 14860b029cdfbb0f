#ifndef CONTEXT_H
#define CONTEXT_H

/*
 * What a fiber needs to go on where it left off.  Its whole state is its stack
 * and the CPU's registers.  But it leaves by a call, and to the compiler a call
 * destroys all registers but a few: what the others held that is still of use
 * lies on the stack already.  Those few are the context.
 *
 * Unlike in the steps before, the control words of floating point are among
 * them (how to round, which errors trap): MXCSR and the x87 control word, FPCR,
 * frm.  Loading one is slow, so the switch does it only when it changes.  Flags
 * (what went wrong so far) belong to nobody, as after any call.
 *
 * Left out: the signal mask, which costs a system call; all fibers share it.
 * And a shadow stack (Intel CET, Arm GCS): it records what each return shall
 * find, knows nothing of other stacks, and can follow neither a return to
 * another's call nor a jump past it.
 */
struct context;

/*
 * Saves in from the context of the caller, and goes on as to.  It returns when
 * somebody switches to from: to the caller a call like any other, but for the
 * time that it took.
 */
void switch_context(struct context *from, const struct context *to);

/*
 * Makes ctx the context of a fiber that has not run yet.  The first switch to
 * it calls f(arg), which must not return.  top is the upper end of the stack, a
 * multiple of 16.  It begins with the caller's control words, as a thread does
 * (pthread_create(3)).
 */
static inline void context_init(struct context *ctx, void *top,
                                void (*f)(void *), void *arg);

/* switch_<cpu>.S: into enter, which makes that call; for context_init(). */
void enter_entry(void);

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
