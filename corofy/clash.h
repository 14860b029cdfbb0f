#ifndef CLASH_H
#define CLASH_H

#include "write.h"

/*
 * Names in the file that clash with names that the generated code of a
 * coroutine needs.  Both functions report them; the writer is at the coroutine.
 */

/* Names of functions, types, constants and variables.  After the parser. */
void clash_check_names(struct writer *w);

/* Macros.  After place.h knows which variables are members. */
void clash_check_macros(struct writer *w);

#endif
