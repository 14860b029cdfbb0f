/* For the check: counts switches where they are made. */
#include <stdio.h>

#include "context.h"

void __real_switch_context(struct context *from, const struct context *to);
void __wrap_switch_context(struct context *from, const struct context *to);

static int switches;

void __wrap_switch_context(struct context *from, const struct context *to)
{
    switches++;
    __real_switch_context(from, to);
}

__attribute__((destructor)) static void report(void)
{
    fprintf(stderr, "switches: %d\n", switches);
}
