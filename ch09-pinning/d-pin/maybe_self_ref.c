#include "maybe_self_ref.h"

#include <errno.h>
#include <stdlib.h>

int maybe_self_ref_new(struct maybe_self_ref_pin *self)
{
    struct maybe_self_ref *place = malloc(sizeof(*place));

    if (place == NULL)
        return -ENOMEM;
    *place = (struct maybe_self_ref){0};
    self->unchecked = place;
    return 0;
}

void maybe_self_ref_free(struct maybe_self_ref_pin self)
{
    free(self.unchecked);
}

void maybe_self_ref_init(struct maybe_self_ref_pin self)
{
    self.unchecked->b = &self.unchecked->a;
}

int maybe_self_ref_a(struct maybe_self_ref_pin self)
{
    return self.unchecked->a;
}

int *maybe_self_ref_b(struct maybe_self_ref_pin self)
{
    return self.unchecked->b;
}
