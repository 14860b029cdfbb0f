#ifndef EMIT_SIZES_H
#define EMIT_SIZES_H

#include "write.h"

/* The whole output with --sizes */
void emit_sizes(struct writer *w);

#endif
