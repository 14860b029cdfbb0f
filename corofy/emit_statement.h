#ifndef EMIT_STATEMENT_H
#define EMIT_STATEMENT_H

#include "write.h"

/* The body of poll(): cases and all */
void emit_body(struct writer *w);

/* What follows from a defer, from the latest on, until `to` is pending */
void emit_defers(struct writer *w, const struct defer *from,
                 const struct defer *to);

#endif
