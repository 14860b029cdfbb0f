#ifndef TEXT_H
#define TEXT_H

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/*
 * A text that grows at its end.  All zero is an empty one; text_fini() frees
 * it.  Assigning one moves it: only one of the two may be used from then on.
 */
struct text {
    char *data;  /* ends with a 0; NULL when empty */
    char *end;   /* the place of that 0 */
    size_t room; /* so many more characters fit in */
};

/* Makes room for len more characters, and for as many again as there are. */
static inline void text_grow(struct text *text, size_t len)
{
    size_t used = text->data != NULL ? (size_t)(text->end - text->data) : 0;
    size_t size = 2 * (used + len);
    char *data = realloc(text->data, size + 1);

    if (data == NULL)
        die(ENOMEM, "keep a text");
    *text = (struct text){data, data + used, size - used};
}

/* Adds a copy of another string; die() if there is no memory. */
static inline void text_append(struct text *text, const char *string)
{
    size_t len = strlen(string);

    if (text->data == NULL || text->room < len)
        text_grow(text, len);
    memcpy(text->end, string, len + 1);
    text->end += len;
    text->room -= len;
}

static inline void text_fini(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

#endif
