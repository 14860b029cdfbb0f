#ifndef WORD_H
#define WORD_H

#include "token.h"

/*
 * Macros of the file that stand for words of a declaration, as in
 * #define INT int, #define LOCAL static and #define PACKED
 * __attribute__((packed)): each use becomes a token of that type, so that the
 * parser need not know of them.  The brackets must have been matched.
 */
void words_mark(struct tokens *tokens);

#endif
