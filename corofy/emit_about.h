#ifndef EMIT_ABOUT_H
#define EMIT_ABOUT_H

#include "write.h"

/*
 * --async: x_about, a table that says of a coroutine in which state it is at
 * which line, and what it awaits there.  It is for whoever shows where tasks
 * wait, and only there if COROFY_RUNTIME is defined: the header that does so
 * has the types as well.
 */
void emit_about(struct writer *w);

#endif
