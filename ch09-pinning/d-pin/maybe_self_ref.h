#ifndef MAYBE_SELF_REF_H
#define MAYBE_SELF_REF_H

#include "pin.h"

/*
 * A struct that may point to itself.  While b is NULL, it may be moved, which
 * in C is to assign it.  After maybe_self_ref_init() an assignment copies b as
 * it is, and that still aims at the old a.
 *
 * C cannot tell the two times apart.  Nor can Rust: so a type with
 * PhantomPinned in it is taken for one that never moves once it is pinned.
 */
struct maybe_self_ref {
    int a;
    int *b; /* NULL, or the address of a */
};

PIN_TYPE(maybe_self_ref);

/*
 * A pin of a new one on the heap, all zero.  The promise is kept by itself:
 * nobody has ever seen the pointer, and memory of the heap does not move.
 * 0 or -ENOMEM.
 */
int maybe_self_ref_new(struct maybe_self_ref_pin *self);

/* Frees one that maybe_self_ref_new() has made. */
void maybe_self_ref_free(struct maybe_self_ref_pin self);

/* Points b at a; only a pin says that it may. */
void maybe_self_ref_init(struct maybe_self_ref_pin self);

int maybe_self_ref_a(struct maybe_self_ref_pin self);

/* What b points to, to be read and written; NULL before init. */
int *maybe_self_ref_b(struct maybe_self_ref_pin self);

#endif
