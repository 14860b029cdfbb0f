#ifndef EMIT_H
#define EMIT_H

#include "tree.h"

/*
 * Writes the file with its coroutines translated.  Reports what cannot be
 * translated of coroutines that had no errors so far.  If there are errors,
 * old or new, it writes nothing.
 */
void emit_file(struct unit *unit, struct buffer *out);

#endif
