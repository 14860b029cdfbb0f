#ifndef FUTURE_H
#define FUTURE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "panic.h"
#include "waker.h"

/* What a poll says: Rust's Poll, but that the output is stored elsewhere. */
struct poll {
    bool is_ready;
};

#define POLL_READY   ((struct poll){.is_ready = true})
#define POLL_PENDING ((struct poll){.is_ready = false})

/*
 * A future is a piece of work that can be asked "are you done yet?".  One that
 * is called x, written by hand or by corofy, is
 *
 *     typedef T x_output;          what it has to say in the end, or void
 *     struct x { ... };            all that it needs, for its caller to place
 *     void x_init(struct x *self, ...);
 *     struct poll x_poll(struct x *self, struct context *cx, x_output *output);
 *     void x_drop(struct x *self);
 *
 * These are names only: nothing is inherited or looked up, so that a future can
 * be a member of the one that waits for it.  The parent's memory is the
 * child's, and the compiler knows all types.  In Rust the five are one `impl
 * Future`.
 *
 * x_init() starts nothing, and copies what it is given.  Of a coroutine it
 * copies the arguments, as a call does, and not what they point to: that is the
 * caller's, also if the coroutine is dropped before it runs.
 *
 * x_poll() takes the work as far as it gets without waiting; it never blocks.
 * POLL_PENDING: it has left a clone of cx->waker with someone who will wake it
 * when it makes sense to ask again; one that forgets this is never asked again.
 * Only the waker of the last poll counts.  POLL_READY: it is done, and *output,
 * untouched before, is the caller's.  With output NULL nobody wants it: one
 * that is written by hand frees it, what a coroutine returns is lost, as that
 * of a function would be.  If the work fails, that is its output.  Whoever
 * polls it once more has a bug, and gets a panic; but for sleep_until(),
 * sleep_ms() and task_yield(), which are ready again.
 *
 * x_drop() is called once, at any time; before POLL_READY it cancels the work.
 * It drops what the future holds, the futures that it waits for among it, but
 * does not free self: whoever found a place for the future has that back.
 *
 * Before its first poll a future may be moved, which is to assign its struct
 * and forget the old one; from then on it may have pointers to itself, and must
 * stay where it is.  That is what Pin says in Rust.
 */

/*
 * Where a future stands.  A coroutine keeps it, in 56 bits, to panic if it was
 * moved: no address of a program has more (the rest may be a tag, on aarch64).
 */
static inline uintptr_t future_place(const void *self)
{
    return (uintptr_t)self << 8 >> 8;
}

/* What is known of a future: see about.h */
struct future_about;

/* The functions of a future that is boxed; drop() frees it, too. */
struct future_vtable {
    struct poll (*poll)(void *self, struct context *cx, void *output);
    void (*drop)(void *self);
    const struct future_about *about; /* or NULL */
};

/*
 * Some future on the heap: Rust's Pin<Box<dyn Future>>.  For who cannot know
 * its struct: an executor that runs any, a coroutine that calls itself.  Each
 * has an x_new() that makes one, with the arguments of x_init().
 *
 * Assigning one moves it; the future stays where it is, so that may be done at
 * any time.  All zero is none: what x_new() gives when there is no memory.
 */
struct future {
    void *self;
    const struct future_vtable *vtable;
};

/* Memory for a future of that _Alignof and sizeof, or NULL */
static inline void *future_alloc(size_t alignment, size_t size)
{
    return aligned_alloc(alignment, size);
}

/*
 * Polls it; output is where its own output goes, or NULL: here nobody checks
 * that it is of that type.  If there is none: panic.
 */
static inline struct poll future_poll(struct future *self, struct context *cx,
                                      void *output)
{
    if (self->vtable == NULL)
        panic("there is no future to poll");
    return self->vtable->poll(self->self, cx, output);
}

/* Drops it and frees its memory; leaves none. */
static inline void future_drop(struct future *self)
{
    struct future last = *self;

    *self = (struct future){NULL, NULL};
    if (last.vtable != NULL)
        last.vtable->drop(last.self);
}

/*
 * For who will wake: keeps a clone of waker in *kept, in place of what is
 * there, which is dropped at last.  Nothing to do if that wakes the same task.
 */
static inline void waker_keep(struct waker *kept, const struct waker *waker)
{
    struct waker last = *kept;

    if (waker_will_wake(kept, waker))
        return;
    *kept = waker_clone(waker);
    waker_drop(&last);
}

/* Wakes it, if there is one; leaves none. */
static inline void waker_wake_kept(struct waker *kept)
{
    if (kept->vtable != NULL)
        waker_wake(kept);
}

/*
 * With these a boxed future is one by the rules above, and can be awaited. What
 * it gives nobody gets so: its type is not known here.
 */
typedef void future_output;

static inline void future_init(struct future *self, struct future from)
{
    *self = from;
}

#endif
