#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* Room for at least len more characters, and as many again. */
static void grow(struct text *text, size_t len)
{
    size_t used = text->data != NULL ? (size_t)(text->end - text->data) : 0;
    char *data = realloc(text->data, 2 * (used + len) + 1);

    if (data == NULL)
        die(ENOMEM, "keep a text");
    text->data = data;
    text->end = data + used;
    text->room = 2 * (used + len) - used;
}

void text_append(struct text *text, const char *string)
{
    size_t len = strlen(string);

    if (text->data == NULL || text->room < len)
        grow(text, len);
    memcpy(text->end, string, len + 1);
    text->end += len;
    text->room -= len;
}

void text_fini(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}
