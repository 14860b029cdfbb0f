#ifndef RELATIVE_H
#define RELATIVE_H

#include <stddef.h>

/*
 * A pointer from one member of a struct to another one, kept as the way between
 * the two: when the struct is moved, both move, and the way stays the same.
 */
struct relative {
    ptrdiff_t offset; /* of the target, from here, in octets */
};

static inline void relative_set(struct relative *self, const void *target)
{
    self->offset = (const char *)target - (const char *)self;
}

static inline void *relative_get(const struct relative *self)
{
    return (char *)self + self->offset;
}

#endif
