#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

/*
 * A text that grows at its end.  All zero is an empty one; text_fini() frees
 * it.  Assigning one moves it: only one of the two may be used from then on.
 */
struct text {
    char *data;  /* ends with a 0; NULL when empty */
    char *end;   /* the place of that 0 */
    size_t room; /* so many more characters fit in */
};

/* Adds a copy of a string; die() if there is no memory. */
void text_append(struct text *text, const char *string);

void text_fini(struct text *text);

#endif
