/* bare: the least that a switch can do */
#include "bare.h"

static inline void go(struct place *from, struct place *to)
{
    bare_switch(&from->sp, to->sp);
}

static inline void prepare(struct place *place, char *top, size_t bytes,
                           void (*f)(void))
{
    (void)bytes;
    push_first(place, top, f, 8);
}

#include "contexts.h"
