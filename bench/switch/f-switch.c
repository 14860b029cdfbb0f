/* f-switch: the switch of ch05-fibers/f-fibers-io, without its scheduler */
#include "context.h" /* that step's */
#include "measure.h"

struct place {
    struct context context;
    void (*f)(void);
} __attribute__((aligned(64))); /* as struct fiber is */

static inline void go(struct place *from, struct place *to)
{
    switch_context(&from->context, &to->context);
}

static void enter(void *place)
{
    ((struct place *)place)->f();
}

static inline void prepare(struct place *place, char *top, size_t bytes,
                           void (*f)(void))
{
    (void)bytes;
    place->f = f;
    context_init(&place->context, top, enter, place);
}

#include "contexts.h"
