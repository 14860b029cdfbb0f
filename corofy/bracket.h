#ifndef BRACKET_H
#define BRACKET_H

#include "token.h"

/*
 * Finds each bracket's other half.  What has none is an error, unless it stands
 * in an arm of an #if: then one arm may close what another opens, which is
 * noted in the group.
 */
void match_brackets(struct tokens *tokens);

#endif
