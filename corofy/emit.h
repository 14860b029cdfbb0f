#ifndef EMIT_H
#define EMIT_H

#include "write.h"

/*
 * Writes the file with its coroutines translated, or what else the options ask
 * for.  There must have been no error.
 */
void emit_file(struct writer *w);

#endif
