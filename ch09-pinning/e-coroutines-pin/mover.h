#ifndef MOVER_H
#define MOVER_H

#include <stddef.h>

#include "future.h"

/*
 * The future of a bug: it polls another one once, copies it to another place
 * and polls the copy.  size and init are those of a coroutine.  Nobody outside
 * of its file knows its struct, so it cannot be assigned; but its bytes can be
 * copied, as the memory is ours.
 */
struct future *mover(size_t size, struct future *(*init)(void *storage));

#endif
