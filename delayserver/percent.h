#ifndef PERCENT_H
#define PERCENT_H

#include <stddef.h>

/*
 * Undoes percent-encoding, once, from text into out, which has room for size
 * octets and may be text itself.  Returns how many came out, or -1 when a %
 * is not followed by two hexadecimal digits.
 */
ptrdiff_t percent_decode(char *out, const char *text, size_t size);

/* The value of a hexadecimal digit, or -1 */
int hex_value(char digit);

#endif
