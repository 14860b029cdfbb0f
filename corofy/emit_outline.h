#ifndef EMIT_OUTLINE_H
#define EMIT_OUTLINE_H

#include "write.h"

/* All but the bodies of functions; or, without all, what others need of it */
void emit_outline(struct writer *w, bool all);

/* The name of the file without what is behind its dot: fetch.co is fetch. */
char *emit_stem(struct unit *unit);

#endif
