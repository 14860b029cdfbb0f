/* c-switch: the switch of ch05-fibers/c-fibers */
#include "context.h" /* that step's */
#include "measure.h"

struct place {
    struct context context;
};

static inline void go(struct place *from, struct place *to)
{
    switch_context(&from->context, &to->context);
}

static void guard(void)
{
    fail("a context has come to its end");
}

static inline void prepare(struct place *place, char *top, size_t bytes,
                           void (*f)(void))
{
    (void)bytes;
    context_init(&place->context, top, f, guard);
}

#include "contexts.h"
