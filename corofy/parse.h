#ifndef PARSE_H
#define PARSE_H

#include "tree.h"

/* Parses the coroutines of unit->tokens, and reports what is wrong. */
void parse_file(struct unit *unit);

#endif
