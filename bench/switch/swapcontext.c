/* swapcontext: the C library's own, which keeps the signal mask as well */
#include <ucontext.h>

#include "measure.h"

struct place {
    ucontext_t context;
};

static inline void go(struct place *from, struct place *to)
{
    if (swapcontext(&from->context, &to->context) < 0)
        fail("swapcontext");
}

static inline void prepare(struct place *place, char *top, size_t bytes,
                           void (*f)(void))
{
    if (getcontext(&place->context) < 0)
        fail("getcontext");
    place->context.uc_stack.ss_sp = top - bytes;
    place->context.uc_stack.ss_size = bytes;
    place->context.uc_link = NULL;
    makecontext(&place->context, f, 0);
}

#include "contexts.h"
