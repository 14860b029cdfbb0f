#ifndef EMIT_HEADER_H
#define EMIT_HEADER_H

#include "write.h"

/*
 * Gives coroutines that are static names which nothing else has: several files
 * may have one of the same name.  Before places are given (see place.h).
 */
void emit_rename_statics(struct unit *unit);

/* The whole output with --header */
void emit_header(struct writer *w);

#endif
