/* bare-fpu: the same, and it keeps the control words of floating point */
#include "bare.h"

static inline void go(struct place *from, struct place *to)
{
    bare_switch_fpu(&from->sp, to->sp);
}

static inline void prepare(struct place *place, char *top, size_t bytes,
                           void (*f)(void))
{
    (void)bytes;
    push_first(place, top, f, 9);
}

#include "contexts.h"
